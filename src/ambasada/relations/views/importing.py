"""Imports: a file is sent, its columns are named, it is tried, taken in, and taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ambasada.accounts.requests import member_of
from ambasada.lib.contacts.suggestions import columns_of
from ambasada.lib.refused import Refused
from ambasada.lib.waiting import Waiting
from ambasada.network.models import Embassy
from ambasada.network.rules import is_coordinator
from ambasada.relations import actions
from ambasada.relations.actions.importing import save_mapping
from ambasada.relations.actions.importing.uploads import (
    change_upload,
    drop_upload,
    put_upload,
    upload_for,
)
from ambasada.relations.files import Unmapped, hash_of
from ambasada.relations.forms import ImportForm, MappingForm
from ambasada.relations.queries import import_for, imports_of
from ambasada.relations.reasons import told
from ambasada.relations.views.entering import for_keepers, show_or_send
from ambasada.relations.views.trying import SHOWN, Tried, read_upload, run, shown, words

_ON_A_PAGE = 100


@show_or_send
@for_keepers
def imports(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Show what was imported, and take a file to be tried."""
    member, now = member_of(request), timezone.now()
    leads = is_coordinator(member, embassy, now.date())
    is_sent = request.method == "POST"
    form = ImportForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, leads=leads
    )
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        about = {"name": file.name[-100:], "said": form.said, "mapping": "", "tried": None}
        token = put_upload(file.read(), about, embassy=embassy, by=member)
        _try(request, embassy, token)
        return redirect("relations_import", embassy.code, token)
    context = {"embassy": embassy, "form": form, "runs": imports_of(embassy, now=now)}
    return render(request, "relations/imports.html", context)


@show_or_send
@for_keepers
def import_file(request: HttpRequest, embassy: Embassy, token: str) -> HttpResponse:
    """Show what a file would become, or ask which column is which; import it, or let it go."""
    waiting = upload_for(token, embassy=embassy, by=member_of(request), now=timezone.now())
    if waiting is None:
        messages.error(request, _("This file is not here any more. Choose it again."))
        return redirect("relations_imports", embassy.code)
    wish = request.POST.get("do", "") if request.method == "POST" else ""
    if wish == "drop":
        drop_upload(token, embassy=embassy)
        messages.success(request, _("The file is gone, and nothing was changed."))
        return redirect("relations_imports", embassy.code)
    if wish == "import":
        return _imported(request, embassy, token=token, waiting=waiting)
    if wish == "map" or waiting.about["tried"] is None or request.GET.get("map"):
        return _mapped(request, embassy, token=token, waiting=waiting)
    return render(request, "relations/import.html", _shown(request, embassy, waiting))


@require_safe
@for_keepers
def import_refused(request: HttpRequest, embassy: Embassy, token: str) -> HttpResponse:
    """Give back what was refused, with the reasons, as CSV."""
    waiting = upload_for(token, embassy=embassy, by=member_of(request), now=timezone.now())
    if waiting is None or not waiting.about["tried"]:
        raise Http404
    text = waiting.about["tried"]["refused"]
    return HttpResponse(
        text.encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="refused.csv"'},
    )


@require_POST
@for_keepers
def undo_import(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Take an import back."""
    found = import_for(embassy, ref)
    try:
        undone = actions.undo_import(
            found, embassy=embassy, by=member_of(request), now=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("relations_imports", embassy.code)
    if not undone.stayed:
        messages.success(request, _("Taken back whole."))
        return redirect("relations_imports", embassy.code)
    return render(request, "relations/import_undone.html", {"embassy": embassy, "undone": undone})


def _try(request: HttpRequest, embassy: Embassy, token: str) -> None:
    """Try a file and keep what came of it beside it; what keeps it from being tried is said."""
    member, now = member_of(request), timezone.now()
    waiting = upload_for(token, embassy=embassy, by=member, now=now)
    if waiting is None:
        raise Http404
    try:
        tried = run(waiting, embassy=embassy, by=member, now=now, is_dry=True)
    except Unmapped:
        return
    except Refused as refusal:
        messages.error(request, told(str(refusal)))
        return
    about = waiting.about | {"tried": _kept(tried), "is_done": False}
    change_upload(token, Waiting(waiting.content, about), embassy=embassy, by=member)


def _kept(tried: Tried) -> dict[str, Any]:
    refused = tried.returned.text if len(tried.returned) else ""
    return {"counts": tried.counts, "verdicts": tried.verdicts, "refused": refused}


def _mapped(
    request: HttpRequest, embassy: Embassy, *, token: str, waiting: Waiting
) -> HttpResponse:
    """Ask which column is which, and try the file by the answer, which is kept."""
    try:
        rows = read_upload(waiting, embassy).rows
    except Unmapped as unmapped:
        rows = unmapped.rows
    except Refused as refusal:
        messages.error(request, told(str(refusal)))
        rows = None
    if rows is None:
        drop_upload(token, embassy=embassy)
        return redirect("relations_imports", embassy.code)
    is_sent = request.POST.get("do") == "map"
    form = MappingForm(request.POST if is_sent else None, columns=columns_of(rows))
    if is_sent and form.is_valid():
        member, now = member_of(request), timezone.now()
        mapping = form.mapping
        save_mapping(mapping, hash_of(rows.header), embassy=embassy, by=member, now=now)
        about = waiting.about | {"mapping": mapping.to_toml(), "tried": None}
        change_upload(token, Waiting(waiting.content, about), embassy=embassy, by=member)
        _try(request, embassy, token)
        return redirect("relations_import", embassy.code, token)
    context = {"embassy": embassy, "form": form, "name": waiting.about["name"]}
    return render(request, "relations/import_columns.html", context)


def _imported(
    request: HttpRequest, embassy: Embassy, *, token: str, waiting: Waiting
) -> HttpResponse:
    """Import a file; of it only what was refused goes on waiting, to be fetched."""
    member, now = member_of(request), timezone.now()
    try:
        done = run(waiting, embassy=embassy, by=member, now=now, is_dry=False)
    except Refused as refusal:
        messages.error(request, told(str(refusal)))
        return redirect("relations_import", embassy.code, token)
    count = done.counts["new"] + done.counts["possible"]
    said = ngettext("%(count)d entry is new.", "%(count)d entries are new.", count)
    messages.success(request, f"{_('Imported.')} {said % {'count': count}}")
    if not len(done.returned):
        drop_upload(token, embassy=embassy)
        return redirect("relations_imports", embassy.code)
    about = waiting.about | {"tried": _kept(done), "is_done": True}
    change_upload(token, Waiting(b"", about), embassy=embassy, by=member)
    return redirect("relations_import", embassy.code, token)


def _shown(request: HttpRequest, embassy: Embassy, waiting: Waiting) -> dict[str, object]:
    tried, chosen = waiting.about["tried"], request.GET.get("verdict", "")
    verdicts = [each for each in tried["verdicts"] if chosen in ("", each[1])]
    after = request.GET.get("after", "")
    start = int(after) if after.isdecimal() and len(after) < len(str(SHOWN)) + 1 else 0
    page = verdicts[start : start + _ON_A_PAGE]
    said = words()
    return {
        "embassy": embassy,
        "name": waiting.about["name"],
        "is_done": waiting.about["is_done"],
        "is_table": waiting.about["name"].rpartition(".")[2].lower() not in ("vcf", "json"),
        "counts": [(kind, said[kind], count) for kind, count in tried["counts"].items() if count],
        "chosen": chosen,
        "verdicts": list(shown(page, embassy)),
        "following": start + _ON_A_PAGE if start + _ON_A_PAGE < len(verdicts) else 0,
        "is_cut": len(tried["verdicts"]) == SHOWN,
        "has_refused": bool(tried["refused"]),
    }
