"""What the screen “Political prisoners” shows of the member's own embassies."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.http import Http404

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy, FairCopy
from ambasada.network.rules import answered_by
from ambasada.prisoners.directory import Standing
from ambasada.prisoners.drafting import draft_of
from ambasada.prisoners.models import Intake, PrisonerClaim, PrisonerList, public_people

_MOST_FOUND = 50


@dataclass(frozen=True)
class Listed:
    """A list as staff see it: its draft, what waits, and who is not in the newest one."""

    of_list: PrisonerList
    waiting: list[tuple[str, str, int]]  # kind of claim, its name, how many
    intake: Intake | None
    is_draft: bool  # it is not as readers have it


def lists_for(member: Member, *, now: datetime) -> list[Listed]:
    """Return the lists of the member's embassies."""
    own = answered_by(member, today=now.date())
    lists = PrisonerList.objects.filter(embassy__in=own).select_related("embassy").order_by("pk")
    return [_listed(draft_of(each)) for each in lists]


def _listed(draft: PrisonerList) -> Listed:
    waiting = PrisonerClaim.objects.filter(of_list=draft, is_dismissed=False).order_by()
    counted = dict(waiting.values_list("kind").annotate(Count("pk")))
    public = FairCopy.objects.of_thing(draft).filter(is_public=True).first()
    return Listed(
        draft,
        [
            (kind, str(name), counted[kind])
            for kind, name in PrisonerClaim.Kind.choices
            if kind in counted
        ],
        Intake.objects.filter(of_list=draft).first(),
        public is None or public.sha256 != FairCopy.of(draft).sha256,
    )


def own_list(member: Member, number: int, *, now: datetime) -> PrisonerList:
    """Return the draft of a list of the member's embassies; anything else is Http404."""
    own = answered_by(member, today=now.date())
    found = PrisonerList.objects.filter(pk=number, embassy__in=own).first()
    if found is None:
        raise Http404
    return draft_of(found)


def found_by_name(
    member: Member, part: str, *, now: datetime
) -> list[tuple[Embassy, Standing, str]]:
    """Return who is public and has a part of a name, with the name that has it; fifty at most."""
    wanted = part.casefold().strip()
    found: list[tuple[Embassy, Standing, str]] = []
    if not wanted:
        return found
    for embassy in answered_by(member, today=now.date()):
        for each in public_people(embassy).standing.values():
            named = [name for name in each.names.values() if wanted in name.casefold()]
            if named:
                found.append((embassy, each, named[0]))
            if len(found) == _MOST_FOUND:
                return found
    return found
