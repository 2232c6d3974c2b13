"""Where else the site is read: what is told of mirrors and of the onion address."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from ambasada.editions.models import MirrorCheck
from ambasada.editions.public import proven_onion
from ambasada.lib.recorder import reads
from ambasada.lib.refused import Refused
from ambasada.lib.tags import FACT, MIRROR_DAYS, MIRRORS, ONION
from ambasada.network.models import Embassy, Mirror, OnionAddress
from ambasada.network.queries import Facts, facts_of


@dataclass(frozen=True)
class ListedMirror:
    """A mirror as readers are told of it; without days if nobody could look at it from here.

    Days and no number: a page that named the number of an edition would make another edition.
    """

    address: str
    found_on: date | None = None
    made_on: date | None = None


@dataclass(frozen=True)
class KnownMirror:
    """A mirror as members are told of it; `check` is None before the first look at it."""

    address: str
    is_onion: bool
    check: MirrorCheck | None
    days_old: int | None  # the edition it served, when it was last what we signed


@dataclass(frozen=True)
class Elsewhere:
    """Where else an embassy's site is read; `onion_waits` for a charter that knows the address."""

    mirrors: list[KnownMirror]
    onion: str
    onion_waits: bool


def mirrors_for_readers(facts: Facts) -> list[ListedMirror]:
    """Return the mirrors readers may go to: approved, and sound when they were last reached.

    One behind an onion address is listed without a day. Notes what was read.
    """
    reads(f"{FACT}{Mirror._meta.label_lower}", MIRRORS, MIRROR_DAYS)
    listed = _checks(facts.embassy, standing=MirrorCheck.Standing.LISTED)
    found = []
    for each in facts.mirrors:
        check = listed.get(each.address)
        if check is not None and check.found_at and check.made_at:
            found.append(ListedMirror(each.address, check.found_at.date(), check.made_at.date()))
        elif each.is_onion:
            found.append(ListedMirror(each.address))
    return found


def onion_for_readers(facts: Facts) -> str:
    """Return the onion address that the charter confirms, "" if there is none; notes the read."""
    reads(f"{FACT}{OnionAddress._meta.label_lower}", ONION)
    return proven_onion(facts)


def elsewhere_of(embassy: Embassy, *, now: datetime) -> Elsewhere:
    """Return what the screen "Editions" shows of mirrors and the onion address."""
    facts = facts_of(embassy)
    if facts is None:
        return Elsewhere([], "", onion_waits=False)
    checks = _checks(embassy)
    return Elsewhere(
        mirrors=[_known(each, checks.get(each.address), now) for each in facts.mirrors],
        onion=facts.onion,
        onion_waits=bool(facts.onion) and not _is_proven(facts),
    )


def false_mirrors() -> QuerySet[MirrorCheck]:
    """Return the mirrors of all embassies that showed readers something else."""
    rows = MirrorCheck.objects.filter(standing=MirrorCheck.Standing.FALSE)
    return rows.select_related("embassy").order_by("address")


def _is_proven(facts: Facts) -> bool:
    try:
        return bool(proven_onion(facts))
    except Refused:  # the key files are damaged, which the screen says already
        return False


def _known(mirror: Mirror, check: MirrorCheck | None, now: datetime) -> KnownMirror:
    made_at = check.made_at if check else None
    days = None if made_at is None else max((now - made_at).days, 0)
    return KnownMirror(mirror.address, mirror.is_onion, check, days)


def _checks(embassy: Embassy, **conditions: str) -> dict[str, MirrorCheck]:
    rows = MirrorCheck.objects.filter(embassy=embassy, **conditions)
    return {each.address: each for each in rows}
