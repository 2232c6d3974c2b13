"""Exports: people or organisations of a list, as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ambasada.accounts.passkeys import passkey_required
from ambasada.accounts.requests import member_of
from ambasada.network.models import Embassy
from ambasada.relations.actions import Form, export_contacts
from ambasada.relations.models import Circle, Segment
from ambasada.relations.queries import counted, organisations_found, people_found
from ambasada.relations.views.directory import segment_asked, within
from ambasada.relations.views.entering import for_keepers, show_or_send

_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.VCARD: "text/vcard; charset=utf-8",
    Form.POPOLO: "application/json",
}


@show_or_send
@for_keepers
@passkey_required
def export(request: HttpRequest, embassy: Embassy, kind: str) -> HttpResponse:
    """Ask in which form, then write whom a list shows: by the same words, circle and segment."""
    if kind not in Segment.Kind.values:
        raise Http404
    text, circle = request.GET.get("q", "")[:200], request.GET.get("circle", "")
    circle = circle if circle in Circle.values else ""
    segment = segment_asked(request, embassy, kind)
    found = (
        people_found(embassy, text)
        if kind == Segment.Kind.PEOPLE
        else organisations_found(embassy, text, circle)
    )
    found = within(found, segment, request)
    form = request.POST.get("form", "")
    if request.method == "POST" and form in list(Form):
        made = export_contacts(
            found, Form(form), embassy=embassy, by=member_of(request), now=timezone.now()
        )
        name = f"{kind}.{form}"
        return HttpResponse(
            b"".join(made.pieces),
            content_type=_TYPES[Form(form)],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    count, is_more = counted(found)
    context = {"embassy": embassy, "kind": kind, "text": text, "circle": circle}
    return render(request, "relations/export.html", context | {"count": count, "is_more": is_more})
