"""What the desk asks of many cases at once: whose turn it is, to be searched, closed as spam.

Asked of each is what `case_for` asks; those that a member may not see are left out.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ambasada.casework import actions
from ambasada.casework.models import Letter, Matter, Outcome
from ambasada.casework.queries import Seen, cases_for, letters_named, letters_together
from ambasada.casework.sessions import OnDuty
from ambasada.casework.views.answers import answered, by_method
from ambasada.casework.views.desk import about, for_member
from ambasada.casework.views.sent import Sent
from ambasada.casework.views.told import letters_told, wraps_told
from ambasada.lib.sealing.keys import encoded

_LARGEST = 4_000_000  # bytes of letters in one answer


def show_cases(request: HttpRequest, on_duty: OnDuty) -> HttpResponse:
    """Return cases with their sealed letters, as many as an answer holds.

    Nobody has them on the screen: no presence is noted.
    """
    seen = _seen(request, on_duty)
    letters = letters_together([each.case for each in seen], most=_LARGEST)
    found = [each for each in seen if each.case.pk in letters]
    return answered({"cases": [_whole(each, letters[each.case.pk]) for each in found]})


def show_letters(request: HttpRequest, on_duty: OnDuty) -> HttpResponse:
    """Return sealed letters of any cases, as many as an answer holds."""
    ids, today = Sent.by(request).ids(), timezone.now().date()
    letters = letters_named(on_duty.member, ids, today=today, most=_LARGEST)
    told = [{"id": each.id_hex, "sealed": encoded(bytes(each.sealed))} for each in letters]
    return answered({"letters": told})


def close_spam(request: HttpRequest, on_duty: OnDuty) -> HttpResponse:
    """Close cases that are no appeals of anybody; tell how many."""
    cases = [each.case for each in _seen(request, on_duty)]
    for each in cases:
        actions.close_case(
            each,
            matter=Matter.OTHER,
            outcome=Outcome.SPAM,
            by=on_duty.member,
            now=timezone.now(),
        )
    return answered({"closed": len(cases)})


def _seen(request: HttpRequest, on_duty: OnDuty) -> list[Seen]:
    refs = Sent.by(request).refs()
    return cases_for(on_duty.member, today=timezone.now().date(), refs=refs)


def _whole(seen: Seen, letters: list[Letter]) -> dict[str, Any]:
    told = [
        each | {"sealed": encoded(bytes(letter.sealed))}
        for each, letter in zip(letters_told(letters), letters, strict=True)
    ]
    case = seen.case
    names = {"ref": case.ref, "case": case.lookup_sha256, "wraps": wraps_told(seen.wraps)}
    return about(case) | names | {"letters": told}


letters = by_method(POST=for_member(show_letters))
cases_letters = by_method(POST=for_member(show_cases))
cases_spam = by_method(POST=for_member(close_spam))
