"""Reads used by every page: whose host this is, what is approved, what frames a page."""

from ambasada.network.queries.chrome import Chrome, EmergencyLine, Function, chrome_for
from ambasada.network.queries.facts import Facts, channels_of, facts_at, facts_in, facts_of
from ambasada.network.queries.hosts import (
    LOOPBACK_HOSTS,
    embassy_at,
    embassy_named,
    hosts_of,
    is_host_taken,
)
from ambasada.network.queries.offices import OfficeView, offices_of
from ambasada.network.queries.standing import looking_at, standing_facts

__all__ = [
    "LOOPBACK_HOSTS",
    "Chrome",
    "EmergencyLine",
    "Facts",
    "Function",
    "OfficeView",
    "channels_of",
    "chrome_for",
    "embassy_at",
    "embassy_named",
    "facts_at",
    "facts_in",
    "facts_of",
    "hosts_of",
    "is_host_taken",
    "looking_at",
    "offices_of",
    "standing_facts",
]
