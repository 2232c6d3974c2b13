"""Staff: which editions there are, what changed between two, and whether one is sound."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ambasada.accounts.requests import member_of
from ambasada.editions.folders import Folders
from ambasada.editions.queries import (
    difference_between,
    elsewhere_of,
    erased_before,
    faults_of,
    manifest_of,
    overview_of,
    rollbacks_before,
)
from ambasada.editions.views.own import own, own_one
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy


def _folders() -> Folders:
    return Folders(settings.EDITIONS_ROOT)


class EditionsView(WagtailAdminTemplateMixin, TemplateView):
    """What is served, what could not be baked, and the editions that are kept."""

    template_name = "editions/index.html"
    page_title = gettext_lazy("Editions")
    header_icon = "site"

    @cached_property
    def embassies(self) -> list[Embassy]:
        """Return the embassies this member may choose from."""
        return own(self.request)

    @property
    def embassy(self) -> Embassy:
        """The embassy that was chosen; without a choice the first. Anything else is Http404."""
        if "code" in self.kwargs:
            return own_one(self.request, self.kwargs["code"])
        if not self.embassies:
            raise Http404
        return self.embassies[0]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the embassies to choose from, and what there is to say of the one that was chosen."""
        embassy, member, now = self.embassy, member_of(self.request), timezone.now()
        return super().get_context_data(
            embassies=self.embassies,
            overview=overview_of(_folders(), embassy.code),
            elsewhere=elsewhere_of(embassy, now=now),
            waiting=rollbacks_before(member, embassy, _folders(), now=now),
            erased=erased_before(member, embassy, _folders(), now=now),
            **kwargs,
        )


index = require_safe(EditionsView.as_view())


class ChangesView(WagtailAdminTemplateMixin, TemplateView):
    """Which paths came, went and changed between two editions."""

    template_name = "editions/changes.html"
    header_icon = "site"

    def get_page_title(self) -> str:
        """Return which two are compared."""
        return str(_("Changes from edition %(older)s to %(newer)s") % self.kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("editions_of", args=[self.kwargs["code"]]), "label": _("Editions")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the difference. Raises Refused if one of the two is not here."""
        older, newer = (
            manifest_of(_folders(), self.kwargs["code"], self.kwargs[which])
            for which in ("older", "newer")
        )
        return super().get_context_data(difference=difference_between(older, newer), **kwargs)


@require_safe
def changes(request: HttpRequest, code: str, **numbers: int) -> HttpResponse:
    """Compare two editions of one of the member's embassies."""
    own_one(request, code)
    try:
        return ChangesView.as_view()(request, code=code, **numbers)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("editions_of", code)


@require_POST
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Check the edition that is served, every byte of it, and say what is wrong."""
    own_one(request, code)
    folders = _folders()
    try:
        number = manifest_of(folders, code, None).number
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("editions_of", code)
    found = faults_of(folders, code, number, now=timezone.now())
    for sentence in found:
        messages.error(request, sentence)
    if not found:
        sentence = _("Edition %(number)s is whole, signed, and true to its charter.")
        messages.success(request, sentence % {"number": number})
    return redirect("editions_of", code)
