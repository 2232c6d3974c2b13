"""Baking every embassy of the installation, and saying which host names each answers to."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings

from ambasada.editions.actions.bake import bake
from ambasada.editions.actions.outcomes import Outcome
from ambasada.editions.folders import Folders
from ambasada.lib.addresses import host_in
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, SpoiltCopy
from ambasada.network.queries import Facts, facts_of, hosts_of

_LOGGER = logging.getLogger(__name__)
_FAILED = (
    "An embassy could not be baked; what it serves stays. The log says why, and the next bake "
    "tries again."
)


def bake_all(
    *, now: datetime, is_full: bool = False, most_idle: int | None = None
) -> list[Outcome]:
    """Bake every embassy; one that was never approved has no edition.

    A full bake gives way to what is published meanwhile, in whichever embassy. Of what idle hours
    made `most_idle` things of each are taken in at most, or all of them. Raises Refused,
    after the others were baked, if one could not be, whatever the reason.
    """
    made: list[Outcome] = []
    refusals: list[str] = []
    for embassy in _embassies():
        for each in _baked(embassy, now=now, is_full=is_full, most_idle=most_idle):
            if isinstance(each, Refused):
                refusals.append(str(each))
            else:
                made.append(each)
    _name_hosts(Folders(settings.EDITIONS_ROOT))
    if refusals:
        raise Refused(" ".join(dict.fromkeys(refusals)))
    return made


def _embassies() -> Iterable[Embassy]:
    return Embassy.objects.select_related("site").order_by("-site__is_default_site", "pk")


def _baked(
    embassy: Embassy, *, now: datetime, is_full: bool, most_idle: int | None
) -> Iterator[Outcome | Refused]:
    """Bake one embassy, and yield what became of it; any fault of it is one refusal more."""
    try:
        if facts_of(embassy) is not None:
            yield from _whole(embassy, now=now, is_full=is_full, most_idle=most_idle)
    except Refused as refusal:
        yield refusal
    except Exception:  # any embassy, any fault: the others go out
        _LOGGER.exception("an embassy could not be baked")
        yield Refused(_FAILED)


def _whole(
    embassy: Embassy, *, now: datetime, is_full: bool, most_idle: int | None
) -> Iterator[Outcome | Refused]:
    """Bake one embassy; where its sweep gives way, bake all of them, and go on with it.

    That another one is refused meanwhile ends no sweep but its own.
    """
    made = bake(embassy, now=now, is_full=is_full, most_idle=most_idle)
    yield made
    while made.cut:
        try:
            yield from bake_all(now=now, most_idle=0)
        except Refused as refusal:
            yield refusal
        made = bake(embassy, now=now, is_full=True, begun=made.cut)
        yield made


def _name_hosts(folders: Folders) -> None:
    """Say which host names each embassy answers to; one that can't be read keeps what it had."""
    hosts: dict[str, str] = {}
    for embassy in _embassies():
        try:
            facts = facts_of(embassy)
        except SpoiltCopy:
            hosts = folders.named_hosts() | hosts
            continue
        code = facts.embassy.code if facts else ""  # as it was approved; the row's may be anything
        if facts and folders.current(code) is not None:
            hosts = dict.fromkeys(hosts_of(embassy) | _onion_host(facts), code) | hosts
    if hosts:
        folders.name_hosts(hosts)


def _onion_host(facts: Facts) -> set[str]:
    """Return the name under which the embassy is asked through Tor, if it has one."""
    return {host_in(facts.onion)} if facts.onion else set()
