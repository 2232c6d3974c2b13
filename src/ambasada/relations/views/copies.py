"""One copy of a letter: looking at it before it goes, and what became of it; and paper."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ambasada.accounts.requests import member_of
from ambasada.lib.printing import NoPress, Unprintable
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations import actions
from ambasada.relations.forms import AnswerForm, CopyForm
from ambasada.relations.models import LetterCopy
from ambasada.relations.papers import letters_on_paper
from ambasada.relations.queries import copy_for, letter_for, printed_part
from ambasada.relations.rules import why_not_send
from ambasada.relations.views.entering import for_keepers, pdf, show_or_send


@show_or_send
@for_keepers
def letter_copy(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Show a copy as it goes or went; greet otherwise, or leave out, while it may be changed."""
    found = copy_for(embassy, ref)
    initial = {
        "version": found.version,
        "salutation": found.salutation,
        "is_left_out": found.state == LetterCopy.State.LEFT_OUT,
    }
    form = CopyForm(request.POST or None, initial=initial)

    def act(sent: dict[str, Any]) -> None:
        actions.change_copy(found, **sent, by=member_of(request), now=timezone.now())

    return _asked(request, found, form, act=act)


@show_or_send
@for_keepers
def answer(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Keep what somebody answered."""
    found = copy_for(embassy, ref)
    initial = {
        "answer": found.answer,
        "on": found.answered_on or timezone.now().date(),
        "has_declined": "yes" if found.state == LetterCopy.State.DECLINED else "",
    }
    form = AnswerForm(request.POST or None, initial=initial)

    def act(sent: dict[str, Any]) -> None:
        actions.note_answer(
            found,
            sent["answer"],
            sent["on"],
            has_declined=bool(sent["has_declined"]),
            by=member_of(request),
            now=timezone.now(),
        )

    return _asked(request, found, form, act=act, is_answer=True)


def _asked(
    request: HttpRequest,
    found: LetterCopy,
    form: forms.Form,
    *,
    act: Callable[[dict[str, Any]], None],
    is_answer: bool = False,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        except actions.Overtaken:
            messages.error(request, _("Somebody changed this copy meanwhile. Look at it again."))
        else:
            messages.success(request, _("Noted."))
        return redirect("relations_copy", found.embassy.code, found.ref)
    context = {"embassy": found.embassy, "copy": found, "form": form, "is_answer": is_answer}
    return render(request, "relations/copy.html", context)


@require_POST
@for_keepers
def settle_copy(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Say whether a copy went of which nobody knows."""
    found = copy_for(embassy, ref)
    has_gone = request.POST.get("has_gone") == "yes"
    try:
        actions.settle_copy(found, has_gone=has_gone, by=member_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted."))
    return redirect("relations_letter", embassy.code, found.letter.ref)


@require_safe
@for_keepers
def copy_on_paper(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Answer with one copy as PDF."""
    found = copy_for(embassy, ref)
    back = redirect("relations_copy", embassy.code, ref)
    return on_paper(request, lambda: letters_on_paper(found.letter, [found]), back=back)


@require_safe
@for_keepers
def printed(request: HttpRequest, embassy: Embassy, *, ref: UUID, part: int) -> HttpResponse:
    """Answer with the copies that wait to be printed, a hundred in a document."""
    found = letter_for(embassy, ref)
    copies = printed_part(found, part) if part else []
    if not copies:
        raise Http404
    back = redirect("relations_letter", embassy.code, ref)
    if reason := why_not_send(found):
        messages.error(request, reason)
        return back
    return on_paper(request, lambda: letters_on_paper(found, copies), back=back)


def on_paper(
    request: HttpRequest, made: Callable[[], bytes], *, back: HttpResponse
) -> HttpResponse:
    """Answer with what a press makes, or say why there is nothing."""
    try:
        body = made()
    except NoPress:
        messages.error(request, _("No PDF can be made here: Pango is not installed."))
        return back
    except Unprintable:
        messages.error(request, _("This could not be made into a PDF."))
        return back
    return pdf(body)
