"""The one way in, and the one way a form is shown and sent."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ambasada.accounts.requests import member_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations import actions
from ambasada.relations.forms import EntryForm, NamedForm
from ambasada.relations.models import (
    Area,
    Entry,
    Interaction,
    Letter,
    LetterTemplate,
    Organisation,
    Person,
    Segment,
)
from ambasada.relations.queries import Likely, embassy_for, likely_for

View = Callable[..., HttpResponseBase]
show_or_send = require_http_methods(["GET", "HEAD", "POST"])


def for_keepers(view: View) -> View:
    """Turn a code into an embassy the member keeps contacts for; anything else is not there."""

    @wraps(view)
    def entered(request: HttpRequest, code: str, **kwargs: object) -> HttpResponseBase:
        embassy = embassy_for(member_of(request), code, today=timezone.now().date())
        return view(request, embassy, **kwargs)

    return entered


def add(
    request: HttpRequest, embassy: Embassy, form: EntryForm, *, record: Callable[..., Any]
) -> HttpResponse:
    """Show a form about a new row, or record it and go to where it is shown."""
    likely: list[Likely] = []
    if request.method == "POST" and form.is_valid():
        likely = _likely(form, embassy)
        if not {str(each.entry.ref) for each in likely} <= set(request.POST.getlist("another")):
            return shown(request, embassy, form, likely=likely)
        try:
            record(form.instance, embassy=embassy, by=member_of(request), now=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        except IntegrityError:  # whom it is about was merged or let go of at the same moment
            said = _("Somebody was quicker, and nothing was recorded. Look at the page again.")
            messages.error(request, said)
        else:
            for each in likely:
                actions.say_apart(
                    form.instance,
                    each.entry,
                    embassy=embassy,
                    by=member_of(request),
                    now=timezone.now(),
                )
            messages.success(request, _("Recorded."))
            return redirect(page_of_entry(embassy, form.instance))
    return shown(request, embassy, form)


def _likely(form: EntryForm, embassy: Embassy) -> list[Likely]:
    """Return who may be whom a form is about, before a second entry of them is made."""
    if not isinstance(form, NamedForm):
        return []
    values = {
        "name": [form.instance.name, *(each.text for each in form.names)],
        "identifier": getattr(form.instance, "identifiers", ()),
    }
    found: list[Likely] = likely_for(type(form.instance), values, embassy)
    for each in found:
        each.entry.page = page_of_entry(embassy, each.entry)
    return found


def change_entry(form: EntryForm, **how: Any) -> None:
    """Change what a form is about, its names with it."""
    names = form.names if isinstance(form, NamedForm) else None
    actions.change_entry(form.instance, names=names, **how)


def edit(
    request: HttpRequest,
    embassy: Embassy,
    form: EntryForm,
    *,
    change: Callable[..., None] = change_entry,
) -> HttpResponse:
    """Show a form about a row, or change it; who comes second sees both and loses nothing."""
    differing: object = None
    if request.method == "POST" and form.is_valid():
        try:
            change(
                form,
                version=form.cleaned_data["version"] or 0,
                embassy=embassy,
                by=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        except actions.Overtaken as overtaken:
            differing = form.differing(overtaken.held)
            sent = request.POST.copy()
            sent["version"] = str(overtaken.held.version)
            form = form.again(sent, overtaken.held)
        else:
            messages.success(request, _("Changed."))
            return redirect(page_of_entry(embassy, form.instance))
    return shown(request, embassy, form, differing=differing)


def shown(
    request: HttpRequest, embassy: Embassy, form: EntryForm, **others: object
) -> HttpResponse:
    """Return the page of a form."""
    entry = form.instance
    back = page_of_entry(embassy, entry)
    context = {"embassy": embassy, "form": form, "kind": entry._meta.verbose_name, "back": back}
    return render(request, "relations/form.html", {**context, **others, "about": about(entry)})


def about(entry: Entry) -> Organisation | Person | Interaction | Letter | Area | None:
    """Return on whose page a row is shown; None for one that is not stored yet."""
    if isinstance(entry, Organisation | Person | Interaction | Letter | Area):
        return entry if entry.pk else None
    for name in _SHOWN_WITH:
        found = getattr(entry, name, None)
        if isinstance(found, Entry):
            return about(found)
    return None


# A place is shown with its person first, since that is where their address goes.
_SHOWN_WITH = (
    "interaction",
    "person",
    "membership",
    "organisation",
    "position",
    "from_person",
    "from_organisation",
)

_PAGES = {
    Organisation: "relations_organisation",
    Person: "relations_person",
    Interaction: "relations_meeting",
    Letter: "relations_letter",
    Area: "relations_area",
}
_LISTS = {
    Letter: "relations_letters",
    LetterTemplate: "relations_letters",
    Segment: "relations_segments",
}


def page_of_entry(embassy: Embassy, entry: Entry) -> str:
    """Return the address of the page on which a row is shown."""
    found = about(entry)
    if found is None:
        return reverse(_LISTS.get(type(entry), "relations_home"), args=[embassy.code])
    return reverse(_PAGES[type(found)], args=[embassy.code, found.ref])


def pdf(body: bytes) -> HttpResponse:
    """Answer with a PDF under a name that says nothing, and let no browser keep it."""
    said = {"Content-Disposition": 'inline; filename="paper.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type="application/pdf", headers=said)
