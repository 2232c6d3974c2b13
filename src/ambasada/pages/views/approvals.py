"""Staff: what waits, what it changes, and saying yes or no."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ambasada.accounts.passkeys import passkey_required
from ambasada.accounts.queries import members_ever
from ambasada.accounts.requests import member_of
from ambasada.lib.headers import HeaderClass
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, FairCopy
from ambasada.network.queries import looking_at
from ambasada.network.responses import with_headers
from ambasada.network.rules import may_approve_for
from ambasada.pages.actions import approve, decline, is_changed
from ambasada.pages.also_waiting import also_waiting_for
from ambasada.pages.banner import SLOT, banner_in
from ambasada.pages.forms import DeclineForm
from ambasada.pages.queries import (
    approval_for,
    behind_of,
    drafts_of,
    facts_with,
    hindrance,
    missed_for,
    scheduled_for,
    shown_at,
    waiting_for,
    what_changes,
)
from ambasada.pages.queries.addresses import page_at
from ambasada.pages.scheduling import said_moment


class WaitingView(WagtailAdminTemplateMixin, TemplateView):
    """What I may approve, and what waits for others."""

    template_name = "pages/staff/waiting.html"
    page_title = gettext_lazy("Approvals")
    header_icon = "check"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add `mine`, `also`, `others`, and the number of the next page if there is one.

        And `scheduled`, which goes out at its moment, and `missed`, which did not.
        """
        asked = self.request.GET.get("page", "1")
        page = max(int(asked), 1) if asked.isdecimal() and len(asked) < 7 else 1  # noqa: PLR2004
        member, now = member_of(self.request), timezone.now()
        waiting, has_more = waiting_for(member, now=now, page=page)
        return super().get_context_data(
            mine=[each for each in waiting if not each.hindrance],
            also=also_waiting_for(member, now=now),
            others=[each for each in waiting if each.hindrance],
            scheduled=scheduled_for(member, now=now),
            missed=missed_for(member, now=now),
            next_page=page + 1 if has_more else None,
            **kwargs,
        )


waiting = require_safe(WaitingView.as_view())


class DraftsView(WagtailAdminTemplateMixin, TemplateView):
    """What differs from what is public and nobody asked for, with the days it has left."""

    template_name = "pages/staff/drafts.html"
    page_title = gettext_lazy("Drafts nobody asked for yet")
    header_icon = "edit"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("approvals"), "label": _("Approvals")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add `drafts`, and `behind`: public pages of which another language is newer."""
        member, now = member_of(self.request), timezone.now()
        return super().get_context_data(
            drafts=drafts_of(member, now=now), behind=behind_of(member, now=now), **kwargs
        )


drafts = require_safe(DraftsView.as_view())


class ApprovalView(WagtailAdminTemplateMixin, TemplateView):
    """One approval: what it changes, who wrote it, and the button for who may press it."""

    template_name = "pages/staff/approval.html"
    header_icon = "check"

    def get_page_title(self) -> str:
        """Return what is asked."""
        return str(_("Approval %(number)s") % {"number": self.kwargs["number"]})

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("approvals"), "label": _("Approvals")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the approval, its `changes`, why this member may not approve it, and the form."""
        now, member = timezone.now(), member_of(self.request)
        approval = approval_for(member, self.kwargs["number"], now=now)
        is_waiting = approval.status == Approval.Status.WAITING
        is_scheduled = approval.status == Approval.Status.SCHEDULED
        at, may_approve = approval.release_at, may_approve_for(member, today=now.date())
        return super().get_context_data(
            approval=approval,
            changes=what_changes(approval),
            is_alone=members_ever() == 1,
            hindrance=hindrance(member, approval, now=now),
            is_waiting=is_waiting,
            is_changed=is_waiting and is_changed(approval),
            moment=said_moment(at, approval.embassy.time_zone) if at else "",
            is_late=is_waiting and at is not None and at <= now,
            is_scheduled=is_scheduled,
            has_newer_draft=is_scheduled and is_changed(approval),
            may_take_back=is_scheduled and may_approve(approval.embassy_id),
            decline_form=DeclineForm(),
            **kwargs,
        )


one = require_safe(ApprovalView.as_view())


@require_POST
@passkey_required
def approve_it(request: HttpRequest, number: int) -> HttpResponseBase:
    """Approve what was on the screen, by its hash."""
    now = timezone.now()
    approval = approval_for(member_of(request), number, now=now)
    try:
        done = approve(
            approval, by=member_of(request), looked_at=request.POST.get("looked_at", ""), now=now
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("approval", number)
    if done.status == Approval.Status.WAITING:
        messages.success(request, _("You approved this. It waits for one more member."))
    elif done.status == Approval.Status.SCHEDULED:
        messages.success(request, _("Approved: it goes out at its moment, and not before."))
    elif done.change == Approval.Change.WITHDRAW:
        messages.success(request, _("Approved: it is taken back."))
    else:
        messages.success(request, _("Approved: this is public now."))
    return redirect("approval", number)


@require_POST
def decline_it(request: HttpRequest, number: int) -> HttpResponseBase:
    """Decline, with a note."""
    now = timezone.now()
    approval = approval_for(member_of(request), number, now=now)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The note is too long. 400 characters fit."))
        return redirect("approval", number)
    try:
        decline(approval, by=member_of(request), note=form.cleaned_data["note"], now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Declined. The draft stays as it is."))
    return redirect("approval", number)


@require_safe
def look(request: HttpRequest, number: int, copy: int) -> HttpResponse:
    """Show a page, or the page on which a fact stands, as readers would get it."""
    approval = approval_for(member_of(request), number, now=timezone.now())
    chosen = FairCopy.objects.select_related("embassy").filter(approval=approval, pk=copy).first()
    facts = facts_with(approval)
    if chosen is None or facts is None:
        raise Http404
    request.facts = facts  # type: ignore[attr-defined]  # see responses.PublicRequest
    language = chosen.language or facts.embassy.first_language
    page = (
        chosen.thing
        if chosen.path is not None
        else page_at(facts.embassy, language, shown_at(chosen.kind)).page
    )
    if page is None:
        raise Http404
    with override(language), looking_at(approval.copies.all()):
        response = page.serve(request).render()
    banner = banner_in(facts, language, now=timezone.now())
    response.content = response.content.replace(SLOT, banner, 1)
    return with_headers(response, HeaderClass.PREVIEW)
