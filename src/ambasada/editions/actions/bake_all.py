"""Baking every embassy of the installation, and saying which host names each answers to."""

from datetime import datetime

from django.conf import settings

from ambasada.editions.actions.bake import Outcome, bake
from ambasada.editions.folders import Folders
from ambasada.lib.addresses import host_in
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.network.queries import Facts, facts_of, hosts_of


def bake_all(
    *, now: datetime, is_full: bool = False, most_idle: int | None = None
) -> list[Outcome]:
    """Bake every embassy; one that was never approved has no edition.

    A full bake gives way to what is published meanwhile, in whichever embassy. Of what idle hours
    made `most_idle` things of each are taken in at most, or all of them. Raises Refused,
    after the others were baked, if one could not be.
    """
    folders = Folders(settings.EDITIONS_ROOT)
    made: list[Outcome] = []
    refusals: list[str] = []
    hosts: dict[str, str] = {}
    for embassy in Embassy.objects.select_related("site").order_by("-site__is_default_site", "pk"):
        facts = facts_of(embassy)
        if facts is None:
            continue
        code = facts.embassy.code  # as it was approved; the row's may be anything
        try:
            made.append(bake(embassy, now=now, is_full=is_full, most_idle=most_idle))
            while cut := made[-1].cut:
                made += bake_all(now=now, most_idle=0)
                made.append(bake(embassy, now=now, is_full=True, begun=cut))
        except Refused as refusal:
            refusals.append(str(refusal))
        if folders.current(code) is not None:
            hosts = dict.fromkeys(hosts_of(embassy) | _onion_host(facts), code) | hosts
    if hosts:
        folders.name_hosts(hosts)
    if refusals:
        raise Refused(" ".join(dict.fromkeys(refusals)))
    return made


def _onion_host(facts: Facts) -> set[str]:
    """Return the name under which the embassy is asked through Tor, if it has one."""
    return {host_in(facts.onion)} if facts.onion else set()
