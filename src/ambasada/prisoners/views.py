"""Staff: lists of political prisoners, what waits for a human, and each row of an approval."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ambasada.accounts.requests import member_of
from ambasada.lib.refused import Refused
from ambasada.network.models import FairCopy
from ambasada.pages.queries import approval_for
from ambasada.prisoners.actions import accept_claims, dismiss_claims
from ambasada.prisoners.forms import NameForm, NumberForm
from ambasada.prisoners.keyed import make_key
from ambasada.prisoners.models import PrisonerClaim, PrisonerList, keys_folder
from ambasada.prisoners.queries import (
    changed_refs,
    claims_of,
    found_by_name,
    lists_for,
    own_list,
    rows_of,
)
from ambasada.prisoners.removal_screen import removal_address

_ON_ONE_PAGE = 100


def _heading(title: str) -> dict[str, Any]:
    way_back = [
        {"url": reverse("prisoners"), "label": _("Political prisoners")},
        {"url": "", "label": title},
    ]
    return {
        "header_title": title,
        "header_icon": "group",
        "breadcrumbs_items": [*WagtailAdminTemplateMixin.breadcrumbs_items, *way_back],
    }


def _page_of(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(int(asked), 1) if asked.isdecimal() and len(asked) < 7 else 1  # noqa: PLR2004


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Show the lists, and find somebody by a part of a name; a name is in no address."""
    member, now = member_of(request), timezone.now()
    form = NameForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = [
            {"name": name, "status": each.status, "remove": removal_address(embassy.code, each.ref)}
            for embassy, each, name in found_by_name(member, form.cleaned_data["name"], now=now)
        ]
    context = {
        "lists": lists_for(member, now=now),
        "form": form,
        "number_form": NumberForm(),
        "found": found,
    }
    frame = {"header_title": _("Political prisoners"), "header_icon": "group"}
    return render(request, "prisoners/staff/index.html", context | frame)


@require_POST
def by_number(request: HttpRequest) -> HttpResponse:
    """Lead to the screen that removes who a source has under a number."""
    form = NumberForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the number as it stands in the source’s list."))
        return redirect("prisoners")
    said = form.cleaned_data
    of_list = own_list(member_of(request), said["of_list"], now=timezone.now())
    keyed = make_key(keys_folder(of_list.embassy))
    ref = keyed.ref_of(of_list.key, said["number"].strip())
    return redirect(removal_address(of_list.embassy.code, ref) or "prisoners")


@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Show what waits of one kind; take it into the draft, or leave it alone."""
    if kind not in PrisonerClaim.Kind.values:
        raise Http404
    now = timezone.now()
    of_list = own_list(member_of(request), number, now=now)
    if request.method == "POST":
        _answer(request, of_list)
        return redirect("prisoner_claims", number, kind)
    page = _page_of(request)
    shown = claims_of(of_list, kind, first=(page - 1) * _ON_ONE_PAGE, most=_ON_ONE_PAGE + 1)
    name = str(PrisonerClaim.Kind(kind).label)
    context = {
        "of_list": of_list,
        "claims": shown[:_ON_ONE_PAGE],
        "may_take_all": kind == PrisonerClaim.Kind.RELEASE,
        "next_page": page + 1 if len(shown) > _ON_ONE_PAGE else None,
    }
    title = _("Waits for you: %(kind)s") % {"kind": name}
    return render(request, "prisoners/staff/claims.html", context | _heading(title))


def _answer(request: HttpRequest, of_list: PrisonerList) -> None:
    sent = request.POST.getlist("all" if "take_all" in request.POST else "claim")
    numbers = [int(each) for each in sent if each.isdecimal() and len(each) < 19]  # noqa: PLR2004 -- 64 bits
    run = dismiss_claims if "dismiss" in request.POST else accept_claims
    try:
        count = run(of_list, numbers, by=member_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return
    if run is dismiss_claims:
        messages.success(request, _("Left alone. The same is not claimed again."))
        return
    said = ngettext(
        "%(count)d person is changed in the draft. Ask for the list to be approved.",
        "%(count)d people are changed in the draft. Ask for the list to be approved.",
        count,
    )
    messages.success(request, said % {"count": count})


@require_safe
def rows(request: HttpRequest, number: int, copy: int) -> HttpResponse:
    """Show each person that an approval changes, compared with what was public before it."""
    approval = approval_for(member_of(request), number, now=timezone.now())
    kind = PrisonerList._meta.label_lower
    chosen = FairCopy.objects.filter(approval=approval, pk=copy, kind=kind).first()
    if chosen is None or not chosen.is_known:
        raise Http404
    earlier = FairCopy.objects.filter(kind=kind, object_id=chosen.object_id, pk__lt=chosen.pk)
    before = earlier.once_public().order_by("-approval__decided_at", "-pk").first()
    changed = changed_refs(
        before.content["fields"]["roll"] if before else "",
        chosen.content["fields"]["roll"],
        approval.embassy,
    )
    page = _page_of(request)
    first = (page - 1) * _ON_ONE_PAGE
    context = {
        "approval": approval,
        "is_kept": changed is not None,
        "count": len(changed or ()),
        "rows": rows_of((changed or [])[first : first + _ON_ONE_PAGE]),
        "next_page": page + 1 if len(changed or ()) > first + _ON_ONE_PAGE else None,
    }
    title = _("People of approval %(number)s") % {"number": number}
    return render(request, "prisoners/staff/rows.html", context | _heading(title))
