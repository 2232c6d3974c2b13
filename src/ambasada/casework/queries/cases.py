"""Finding cases: the person by what the code derives, a member by their wraps. No other way."""

import hashlib
import hmac
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum
from django.db.models.functions import Length

from ambasada.accounts.models import Member
from ambasada.casework.models import Blob, Case, Letter, Presence, Spent, StaffKey, Stream, Wrap
from ambasada.casework.queries.keys import key_of
from ambasada.casework.queries.rosters import Rosters, is_on_roster
from ambasada.network.rules import embassies_of

_NOBODYS = "0" * 64
_LAST = 4  # letters of a case that the queue tells of


@dataclass(frozen=True)
class Seen:
    """A case as one member may see it: with their own wraps."""

    case: Case
    wraps: tuple[Wrap, ...]


def case_of_person(lookup: bytes, auth: bytes) -> Case | None:
    """Return the case that a code opens.

    None if there is none and if `auth` is not its own, after the same work.
    """
    found = Case.objects.filter(lookup_sha256=hashlib.sha256(lookup).hexdigest()).first()
    kept = found.auth_sha256 if found else _NOBODYS
    is_theirs = hmac.compare_digest(kept, hashlib.sha256(auth).hexdigest())
    return found if is_theirs else None


def is_spent(challenge_sha256: str) -> bool:
    """Tell whether a solved challenge was used for an appeal."""
    return Spent.objects.filter(challenge_sha256=challenge_sha256).exists()


def case_for(member: Member, ref: str, *, today: date) -> Seen | None:
    """Return a case that a member may see; absent and forbidden are the same: None.

    They have a seat in its embassy, a desk key that counts and is on its roster still, and a wrap:
    one of an epoch that was sealed to their desk, or one that a colleague made for them.
    """
    key = key_of(member)
    codes = embassies_of(member, today=today).values_list("code", flat=True)
    case = Case.objects.filter(ref=ref, embassy__in=list(codes)).first()
    if key is None or case is None or not is_on_roster(case.embassy, key.kid):
        return None
    wraps = _own(case, list(Wrap.objects.filter(ref=ref, kid=key.kid)), Rosters())
    return Seen(case, wraps) if wraps else None


def cases_for(member: Member, *, today: date, refs: Collection[str] | None = None) -> list[Seen]:
    """Return every case that a member may see, by the day it came; within a day by chance.

    With `refs` those of them that are named; the same is asked of each as `case_for` asks.
    """
    key = key_of(member)
    if key is None:
        return []
    named = {} if refs is None else {"ref__in": list(refs)}
    wraps: dict[str, list[Wrap]] = {}
    for each in Wrap.objects.filter(**named, kid=key.kid).order_by("stream", "epoch"):
        wraps.setdefault(each.ref, []).append(each)
    codes = embassies_of(member, today=today).values_list("code", flat=True)
    served = [each for each in codes if is_on_roster(each, key.kid)]
    cases = Case.objects.filter(**named, embassy__in=served).order_by("came_on", "ref")
    rosters = Rosters()
    seen = [Seen(each, _own(each, wraps.get(each.ref, []), rosters)) for each in cases]
    return [each for each in seen if each.wraps]


def last_letters(seen: Sequence[Seen]) -> dict[int, list[tuple[str, int]]]:
    """Return the newest letters of each open case by its number: id and epoch, the newest first.

    Who wrote a letter is inside it: whose turn it is the page of the desk reads there. More than
    one, as the newest may only say that a letter was read or a key changed.
    """
    newest: dict[int, list[tuple[str, int]]] = {
        each.case.pk: [] for each in seen if each.case.state == Case.State.OPEN
    }
    letters = Letter.objects.filter(
        stream=Stream.CASE,
        case__state=Case.State.OPEN,
        case__embassy__in={each.case.embassy for each in seen},
    )
    rows = letters.order_by("-counter").values_list("case_id", "id_hex", "epoch")
    for case, id_hex, epoch in rows.iterator():
        if case in newest and len(newest[case]) < _LAST:
            newest[case].append((id_hex, epoch))
    return newest


def has_alarm() -> bool:
    """Tell whether an appeal that nobody has opened is soon to be deleted."""
    return Case.objects.filter(state=Case.State.NEW, alarms__gt=0).exists()


def readers_of(case: Case) -> list[str]:
    """Return the keys that may see a case, those that stand for nobody among them."""
    wraps = list(Wrap.objects.filter(ref=case.ref).defer("wrap"))
    return sorted({each.kid for each in _own(case, wraps, Rosters())})


def _own(case: Case, wraps: list[Wrap], rosters: Rosters) -> tuple[Wrap, ...]:
    """Return all of these wraps if one of them lets its holder see the case, else none.

    Every entry of a roster has a wrap of every case; those of other desks open nothing.
    """
    may = {each.kid for each in wraps if rosters.opens(each, embassy=case.embassy, desk=case.desk)}
    return tuple(each for each in wraps if each.kid in may)


def letters_of(case: Case, *streams: Stream) -> QuerySet[Letter]:
    """Return the letters of some streams in their order, with their size and not their bytes."""
    letters = Letter.objects.filter(case=case, stream__in=streams).defer("sealed")
    return letters.annotate(size=Length("sealed")).order_by("stream", "counter")


def first_sizes() -> dict[int, int]:
    """Return how large the first letter of each case is, by the number of the case."""
    first = Letter.objects.filter(stream=Stream.CASE, counter=1)
    return dict(first.values_list("case").annotate(size=Length("sealed")))


def letters_together(cases: Iterable[Case], *, most: int) -> dict[int, list[Letter]]:
    """Return the letters of cases with their bytes, by the number of the case, in their order.

    Of as many cases as `most` bytes hold; the others are left out whole.
    """
    every = Letter.objects.filter(case__in=cases)
    sizes = every.values_list("case").annotate(size=Sum(Length("sealed")))
    taken, room = list[int](), most
    for number, size in sizes:
        if size <= room:
            taken.append(number)
            room -= size
    together: dict[int, list[Letter]] = {each: [] for each in taken}
    bytes_too = every.filter(case__in=taken).annotate(size=Length("sealed"))
    for letter in bytes_too.order_by("stream", "counter"):
        together[letter.case_id].append(letter)
    return together


def letters_named(member: Member, ids: Collection[str], *, today: date, most: int) -> list[Letter]:
    """Return those letters with these ids that a member may see, as many as `most` bytes hold.

    Whatever the ids, the same is asked: how long it takes does not tell which letters there are.
    """
    cases = [each.case for each in cases_for(member, today=today)]
    named = Letter.objects.filter(id_hex__in=list(ids), case__in=cases)
    taken, room = list[int](), most
    for number, size in named.annotate(size=Length("sealed")).values_list("pk", "size"):
        if size <= room:
            taken.append(number)
            room -= size
    return list(Letter.objects.filter(pk__in=taken))


def letter_of(case: Case, id_hex: str, *streams: Stream) -> Letter | None:
    return Letter.objects.filter(case=case, id_hex=id_hex, stream__in=streams).first()


def blob_of(case: Case, id_hex: str) -> Blob | None:
    return Blob.objects.filter(case=case, id_hex=id_hex).first()


def present_at(case: Case, *, besides: StaffKey, now: object) -> list[str]:
    """Return the keys of others who look at a case now."""
    present = Presence.objects.filter(case=case, until__gt=now).exclude(kid=besides.kid)
    return sorted(present.values_list("kid", flat=True))
