"""Organisations and people: lists, pages, adding and editing."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ambasada.accounts.requests import member_of
from ambasada.network.models import Embassy
from ambasada.network.rules import is_coordinator
from ambasada.relations import actions
from ambasada.relations.forms import NewPersonForm, OrganisationForm, PersonForm
from ambasada.relations.forms.picking import is_ref
from ambasada.relations.models import Circle, Organisation, Person, Segment
from ambasada.relations.queries import (
    NotesShown,
    OrganisationShown,
    PersonShown,
    in_segment,
    is_unlisted,
    organisation_for,
    organisations_found,
    page_of,
    people_found,
    person_for,
    segment_for,
    with_places,
)
from ambasada.relations.views.entering import add, edit, for_keepers, show_or_send


@require_safe
@for_keepers
def organisations(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """List organisations, of a circle if one is chosen, by words of their names."""
    text, circle = request.GET.get("q", "")[:200], request.GET.get("circle", "")
    circle = circle if circle in Circle.values else ""
    rows = organisations_found(embassy, text, circle)
    segment = segment_asked(request, embassy, Segment.Kind.ORGANISATIONS)
    rows = within(rows, segment, request)
    rows = rows.select_related("area").prefetch_related("spellings")
    context = {
        "embassy": embassy,
        "segment": segment,
        "page": page_of(rows, request.GET.get("after", "")),
        "text": text,
        "circle": circle,
        "circles": Circle.choices,
    }
    return render(request, "relations/organisations.html", context)


@require_safe
@for_keepers
def people(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """List the people the embassy knows, with where they are now."""
    text = request.GET.get("q", "")[:200]
    segment = segment_asked(request, embassy, Segment.Kind.PEOPLE)
    rows = with_places(within(people_found(embassy, text), segment, request), embassy)
    page = page_of(rows, request.GET.get("after", ""))
    context = {"embassy": embassy, "page": page, "text": text, "segment": segment}
    return render(request, "relations/people.html", context)


def segment_asked(request: HttpRequest, embassy: Embassy, kind: str) -> Segment | None:
    """Return the segment by which a list is filtered; None if none is asked for."""
    asked = request.GET.get("segment", "")
    if not asked:
        return None
    if not is_ref(asked):
        raise Http404
    found = segment_for(embassy, member_of(request), UUID(asked))
    if found.kind != kind:
        raise Http404
    return found


def within(rows: QuerySet[Any], segment: Segment | None, request: HttpRequest) -> QuerySet[Any]:
    if segment is None:
        return rows
    found = in_segment(segment, member_of(request), today=timezone.now().date())
    return rows.filter(pk__in=found.values("pk"))


@require_safe
@for_keepers
def organisation(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Show an organisation, and who is there."""
    entry = organisation_for(embassy, ref)
    context = {
        "embassy": embassy,
        "shown": OrganisationShown(embassy, entry),
        "notes": NotesShown(embassy, entry),
        "is_unlisted": is_unlisted(embassy, entry),
    }
    return render(request, "relations/organisation.html", context)


@require_safe
@for_keepers
def person(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Show a person, and where they are."""
    entry = person_for(embassy, ref)
    leads = is_coordinator(member_of(request), embassy, timezone.now().date())
    context = {
        "embassy": embassy,
        "shown": PersonShown(embassy, entry),
        "notes": NotesShown(embassy, entry),
        "may_anonymise": entry.is_private or leads,
        "leads": leads,
    }
    return render(request, "relations/person.html", context)


@show_or_send
@for_keepers
def add_organisation(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Record an organisation."""
    circle = request.GET.get("circle", "")
    form = OrganisationForm(
        request.POST or None, embassy=embassy, instance=Organisation(circle=circle)
    )

    def record(entry: Organisation, **how: Any) -> None:
        actions.record_entry(entry, names=form.names, **how)

    return add(request, embassy, form, record=record)


@show_or_send
@for_keepers
def add_person(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Record a person: on public record for their office, or known to this embassy alone."""
    form = NewPersonForm(request.POST or None, embassy=embassy, instance=Person())

    def record(entry: Person, **how: Any) -> None:
        actions.record_person(
            entry,
            form.legal_basis,
            in_danger=form.cleaned_data["in_danger"] != "no",
            names=form.names,
            **how,
        )

    return add(request, embassy, form, record=record)


@show_or_send
@for_keepers
def edit_organisation(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Change an organisation."""
    found = organisation_for(embassy, ref)
    return edit(
        request, embassy, OrganisationForm(request.POST or None, embassy=embassy, instance=found)
    )


@show_or_send
@for_keepers
def edit_person(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Change a person."""
    found = person_for(embassy, ref)
    return edit(request, embassy, PersonForm(request.POST or None, embassy=embassy, instance=found))
