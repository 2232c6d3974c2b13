"""What the pages of letters show."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.network.rules import is_coordinator
from ambasada.relations.models import Letter, LetterCopy, LetterTemplate
from ambasada.relations.queries.finding import ON_A_PAGE, Page, counted
from ambasada.relations.rules import why_not_send

IN_A_PAPER = 100  # copies that are printed at once
_MOST_TEMPLATES = 200
_State = LetterCopy.State


def letter_for(embassy: Embassy, ref: UUID) -> Letter:
    """Return a letter of an embassy; raises Http404 if it is another’s, or nobody’s."""
    rows = Letter.objects.seen_by(embassy)
    rows = rows.select_related("embassy", "writer", "segment__owner", "segment__embassy")
    found: Letter = get_object_or_404(rows, ref=ref)
    return found


def copy_for(embassy: Embassy, ref: UUID) -> LetterCopy:
    """Return what one of them gets; raises Http404 likewise."""
    rows = LetterCopy.objects.seen_by(embassy)
    rows = rows.select_related("letter__embassy", "embassy", "organisation", "person")
    found: LetterCopy = get_object_or_404(rows, ref=ref)
    return found


def templates_of(embassy: Embassy) -> QuerySet[LetterTemplate]:
    """Return the templates of an embassy."""
    return LetterTemplate.objects.seen_by(embassy).order_by("name", "language")[:_MOST_TEMPLATES]


def letters_page(embassy: Embassy, after: str) -> Page:
    """Return a page of an embassy’s letters, newest first, with how many copies of each went."""
    rows = Letter.objects.seen_by(embassy)
    count, is_more = counted(rows)
    gone = Count("copies", filter=Q(copies__state__in=LetterCopy.GONE))
    ordered: Any = rows.annotate(total=Count("copies"), gone=gone).order_by("-pk")
    if after.isascii() and after.isdecimal() and len(after) < 19:  # noqa: PLR2004 -- as numbers go
        ordered = ordered.filter(pk__lt=int(after))
    found = list(ordered[: ON_A_PAGE + 1])
    begins = str(found[ON_A_PAGE - 1].pk) if len(found) > ON_A_PAGE else ""
    return Page(rows=found[:ON_A_PAGE], after=begins, count=count, is_more=is_more)


class LetterShown:
    """A letter with its copies: what waits for a member, and what may be done next."""

    def __init__(self, letter: Letter, member: Member, *, today: date) -> None:
        self.letter = letter
        rows = letter.copies.defer("text", "answer").order_by("pk")
        self.copies = list(rows)
        self.unsure = [each for each in self.copies if each.state == _State.UNSURE]
        self.counts = dict(Counter(each.get_state_display() for each in self.copies))
        self.leads = is_coordinator(member, letter.embassy, today)
        self.why_not_send = why_not_send(letter)
        self.to_mail = self._ready(LetterCopy.Channel.EMAIL)
        self.to_print = self._ready(LetterCopy.Channel.PRINT)
        self.waiting = sum(each.state == _State.QUEUED for each in self.copies)
        self.is_open = all(each.state in LetterCopy.OPEN for each in self.copies)
        # A segment may have others in it by now; of those who were named, all that have gone stay.
        has_gone = bool(self.copies) and all(each.is_gone for each in self.copies)
        self.may_grow = letter.segment_id is not None or not has_gone
        self.papers = range(1, -(-self.to_print // IN_A_PAPER) + 1)

    def _ready(self, channel: str) -> int:
        return sum(each.state == _State.READY and each.channel == channel for each in self.copies)


def unsure_letters(embassy: Embassy) -> QuerySet[Letter]:
    """Return the letters of which a copy may have gone, and a member has to look."""
    copies = LetterCopy.objects.seen_by(embassy).filter(state=_State.UNSURE)
    return Letter.objects.seen_by(embassy).filter(pk__in=copies.values("letter")).order_by("pk")


def printed_part(letter: Letter, part: int) -> list[LetterCopy]:
    """Return the copies that one document holds, of those that wait to be printed."""
    rows = letter.copies.filter(state=_State.READY, channel=LetterCopy.Channel.PRINT)
    return list(rows.order_by("pk")[(part - 1) * IN_A_PAPER : part * IN_A_PAPER])
