"""Staff: asking for something to be made public, or to be taken back."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from ambasada.accounts.queries import members_ever
from ambasada.accounts.requests import member_of
from ambasada.lib.refused import Refused
from ambasada.network.models import FairCopy
from ambasada.pages.actions import ask, ask_to_withdraw, take_in_translation
from ambasada.pages.forms import MomentForm
from ambasada.pages.queries import draft_for, drafts_of, embassy_of, versions_in_draft
from ambasada.pages.queries.screens import Version
from ambasada.pages.queries.waiting import Draft
from ambasada.pages.titles import title_of


class AskView(WagtailAdminTemplateMixin, TemplateView):
    """What would change, in every language that has a draft, and the button that asks for it."""

    template_name = "pages/staff/ask.html"
    header_icon = "check"

    def get_page_title(self) -> str:
        """Return what the button does."""
        return str(_("Publish") if members_ever() == 1 else _("Ask for approval"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("approvals"), "label": _("Approvals")},
            {"url": "", "label": self.get_page_title()},
        ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the page or fact first; what is of another embassy is not here."""
        self.thing = draft_for(
            member_of(request), kwargs["kind"], kwargs["number"], now=timezone.now()
        )
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add `versions`: the drafts of this thing, with what each would change.

        And `others`, drafts that may go out with it, and `moment_form`.
        """
        versions = versions_in_draft(self.thing)
        return super().get_context_data(
            thing=self.thing,
            versions=versions,
            others=self._others(versions),
            moment_form=MomentForm(zones=self._zones()),
            is_alone=members_ever() == 1,
            **kwargs,
        )

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Ask for what was ticked, together and for the moment that was named."""
        member = member_of(request)
        things = self._chosen(set(request.POST.getlist("version")))
        if not things:
            messages.error(request, _("Choose at least one version."))
            return redirect(request.path)
        form = MomentForm(request.POST, zones=self._zones())
        if not form.is_valid():
            messages.error(request, form.fault)
            return redirect(request.path)
        try:
            with transaction.atomic():  # a refused request leaves the drafts as they were
                for thing in things:
                    if isinstance(thing, Page):
                        take_in_translation(thing, by=member)
                approval = ask(things, by=member, now=timezone.now(), release_at=form.moment)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        return redirect("approval", approval.pk)

    def _others(self, versions: list[Version]) -> list[Draft]:
        """Return the drafts of the same embassy that nobody asked for, but for these versions."""
        member, here = member_of(self.request), {each.key for each in versions}
        own = embassy_of(self.thing)
        drafts = drafts_of(member, now=timezone.now())
        return [each for each in drafts if each.embassy == own and each.key not in here]

    def _chosen(self, keys: set[str]) -> list[Any]:
        """Return the pages and facts with these keys, of those that the screen offers."""
        member, now = member_of(self.request), timezone.now()
        versions = versions_in_draft(self.thing)
        others = [each for each in self._others(versions) if each.key in keys]
        return [
            *(each.thing for each in versions if each.key in keys),
            *(
                draft_for(member, "page" if each.language else each.kind, each.number, now=now)
                for each in others
            ),
        ]

    def _zones(self) -> list[str]:
        """Return the time zones a moment may be named in: the embassy's, the member's, UTC."""
        embassy = embassy_of(self.thing)
        own = [embassy.time_zone] if embassy else []
        return list(dict.fromkeys([*own, timezone.get_current_timezone_name(), "UTC"]))


ask_for = AskView.as_view()


class TakeBackView(WagtailAdminTemplateMixin, TemplateView):
    """Ask for a public page, channel or office to be taken back."""

    template_name = "pages/staff/take_back.html"
    header_icon = "undo"

    def get_page_title(self) -> str:
        """Return what the button does."""
        return str(_("Take back"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("approvals"), "label": _("Approvals")},
            {"url": "", "label": self.get_page_title()},
        ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the public page or fact first."""
        member = member_of(request)
        self.thing = draft_for(member, kwargs["kind"], kwargs["number"], now=timezone.now())
        self.copy = get_object_or_404(FairCopy.objects.of_thing(self.thing), is_public=True)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add its title as readers have it, and whether it has an address."""
        title, is_page = title_of(self.copy.thing), self.copy.path is not None
        return super().get_context_data(title=title, is_page=is_page, **kwargs)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Ask for it."""
        try:
            approval = ask_to_withdraw(self.thing, by=member_of(request), now=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        return redirect("approval", approval.pk)


take_back = TakeBackView.as_view()
