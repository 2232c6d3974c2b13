"""What goes: people who were removed, and records and rolls that no list names any more."""

from collections.abc import Iterable

from django.db import transaction

from ambasada.network.models import Approval, Embassy, FairCopy
from ambasada.prisoners.drafting import draft_of
from ambasada.prisoners.models import (
    PrisonerClaim,
    PrisonerList,
    PrisonerRecord,
    PrisonerRoll,
    removals_of,
    roll_of,
)

_AT_ONCE = 500


@transaction.atomic
def forget_people(refs: Iterable[str]) -> int:
    """Delete every record of some people, and what was claimed of them; return how many went."""
    wanted = list(refs)
    PrisonerClaim.objects.filter(ref__in=wanted).delete()
    return PrisonerRecord.objects.filter(ref__in=wanted).delete()[0]


def forget_removed(embassy: Embassy) -> int:
    """Delete what is there of people who were removed; return how many records went.

    They come back with a database of an earlier day. Raises Refused if nobody can tell who it was.
    """
    removals = removals_of(embassy)
    if not removals.known:
        return 0
    refs = {
        *PrisonerRecord.objects.values_list("ref", flat=True).distinct(),
        *PrisonerClaim.objects.values_list("ref", flat=True).distinct(),
    }
    found = [ref for ref in refs if removals.hold(ref)]
    return forget_people(found) if found else 0


@transaction.atomic
def let_go_of_records() -> int:
    """Delete rolls and records that neither a draft, nor a copy that is public or to come, names.

    What an organisation said of somebody earlier is nobody's business any more. Return how many
    went; repeated, it changes nothing.
    """
    rolls = {each.roll for each in PrisonerList.objects.all()} | {
        draft_of(each).roll for each in PrisonerList.objects.all()
    }
    copies = FairCopy.objects.filter(kind=PrisonerList._meta.label_lower).exclude(source="")
    coming = copies.filter(approval__status__in=Approval.OPEN)
    for copy in (*copies.filter(is_public=True), *coming):
        rolls.add(copy.content["fields"]["roll"])
    named = {sha256 for roll in rolls for sha256 in (roll_of(roll) or {}).values()}
    named.update(PrisonerClaim.objects.values_list("record", flat=True))
    old = set(PrisonerRecord.objects.values_list("sha256", flat=True)) - named
    gone = PrisonerRoll.objects.exclude(sha256__in=rolls).delete()[0]
    numbers = sorted(old)
    for at in range(0, len(numbers), _AT_ONCE):
        chunk = PrisonerRecord.objects.filter(sha256__in=numbers[at : at + _AT_ONCE])
        gone += chunk.delete()[0]
    return gone
