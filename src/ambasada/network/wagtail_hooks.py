"""The embassy's facts in the admin: each embassy's editors see and change their own."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.forms import Select
from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from ambasada.accounts.models import Member
from ambasada.accounts.requests import member_of
from ambasada.accounts.views import not_here
from ambasada.network.forms import OwnEmbassyForm
from ambasada.network.models import (
    Banner,
    Channel,
    Embassy,
    EmergencyBlock,
    Mandate,
    Mirror,
    Office,
    OnionAddress,
    SearchWords,
    StoredDocument,
    Wording,
)
from ambasada.network.panels import RecoveryPanel
from ambasada.network.rules import answered_by, embassies_of


def seated_in(member: Member | AnonymousUser) -> Q:
    """Return the condition "belongs to an embassy where this member has a seat"."""
    return Q(embassy__in=_embassies_of(member))


def _embassies_of(member: Member | AnonymousUser) -> QuerySet[Embassy]:
    if not isinstance(member, Member):
        return Embassy.objects.none()
    return embassies_of(member, today=timezone.now().date())


class SeatPolicy(ModelPermissionPolicy):
    """Django's model permissions, narrowed to the embassies where the member has a seat."""

    def _embassy_of(self, instance: Model) -> Embassy:
        return instance if isinstance(instance, Embassy) else instance.embassy  # type: ignore[attr-defined]

    def user_has_permission_for_instance(
        self, user: Member | AnonymousUser, action: str, instance: Model
    ) -> bool:
        """Allow what the model permission allows, in one's own embassy."""
        if not isinstance(user, Member) or not self.user_has_permission(user, action):
            return False
        return _embassies_of(user).filter(pk=self._embassy_of(instance).pk).exists()

    def user_has_any_permission_for_instance(
        self, user: Member | AnonymousUser, actions: list[str], instance: Model
    ) -> bool:
        """Allow if one of the actions is allowed in one's own embassy."""
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )

    def instances_user_has_any_permission_for(
        self, user: Member | AnonymousUser, actions: list[str]
    ) -> QuerySet[Any]:
        """Return the rows of one's own embassies."""
        rows = super().instances_user_has_any_permission_for(user, actions)
        condition = Q(pk__in=_embassies_of(user)) if self.model is Embassy else seated_in(user)
        return rows.filter(condition)


class _OwnEmbassyOnly:
    """Refuse the one row of another embassy; Wagtail asks only about the kind of row."""

    permission_policy: SeatPolicy
    request: HttpRequest

    def get_object(self, *args: Any, **kwargs: Any) -> Model:
        """Return the row; raise PermissionDenied unless it is of one's own embassy."""
        row: Model = super().get_object(*args, **kwargs)  # type: ignore[misc]  # a mixin
        if not self.permission_policy.user_has_permission_for_instance(
            self.request.user, "change", row
        ):
            raise PermissionDenied
        return row


class _EditView(_OwnEmbassyOnly, snippets.EditView):
    pass


class _DeleteView(_OwnEmbassyOnly, snippets.DeleteView):
    pass


class _HistoryView(_OwnEmbassyOnly, snippets.HistoryView):
    pass


class _UsageView(_OwnEmbassyOnly, snippets.UsageView):
    pass


class _CompareView(_OwnEmbassyOnly, snippets.RevisionsCompareView):
    pass


class _UnscheduleView(_OwnEmbassyOnly, snippets.RevisionsUnscheduleView):
    pass


class _FactsViewSet(SnippetViewSet):
    """A view set of facts that belong to an embassy: one's own are listed, opened and changed."""

    copy_view_enabled = False
    edit_view_class = _EditView
    delete_view_class = _DeleteView
    history_view_class = _HistoryView
    usage_view_class = _UsageView
    revisions_compare_view_class = _CompareView
    revisions_unschedule_view_class = _UnscheduleView

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """List the rows of one's own embassies."""
        policy: SeatPolicy = self.permission_policy
        return policy.instances_user_has_any_permission_for(request.user, ["change"])

    @property
    def permission_policy(self) -> SeatPolicy:
        """The policy that knows seats."""
        return SeatPolicy(self.model)


class EmbassyViewSet(_FactsViewSet):
    model = Embassy
    icon = "home"
    menu_label = _("Name and look")
    panels = (
        FieldPanel("name"),
        FieldPanel("short_name"),
        FieldPanel("nation"),
        FieldPanel("territory"),
        FieldPanel("legal_form"),
        FieldPanel("controller"),
        FieldPanel("time_zone"),
        FieldPanel("exit_address"),
        FieldPanel("band"),
    )


class WordingViewSet(_FactsViewSet):
    model = Wording
    icon = "openquote"
    menu_label = _("Wordings")
    panels = (FieldPanel("text"),)


class ChannelViewSet(_FactsViewSet):
    model = Channel
    icon = "comment"
    menu_label = _("Channels")
    list_display = ("address", "kind", "checked_on", "retired_on")
    edit_handler = ObjectList(
        [
            FieldPanel("embassy", widget=Select),
            FieldPanel("kind"),
            FieldPanel("title"),
            FieldPanel("address"),
            FieldPanel("url"),
            FieldPanel("languages"),
            FieldPanel("purpose"),
            FieldPanel("reveals"),
            FieldPanel("since"),
            FieldPanel("checked_on"),
            MultiFieldPanel(
                [FieldPanel("retired_on"), FieldPanel("retired_note")],
                heading=_("Not ours any more"),
            ),
            FieldPanel("position"),
        ],
        base_form_class=OwnEmbassyForm,
    )


class EmergencyBlockViewSet(_FactsViewSet):
    model = EmergencyBlock
    icon = "warning"
    menu_label = _("Emergency block")
    panels = (
        InlinePanel("numbers", heading=_("Local numbers"), min_num=1),
        FieldPanel("channel"),
        FieldPanel("channel_address"),
        FieldPanel("response_time"),
        FieldPanel("inside_country"),
        FieldPanel("checked_on"),
    )


class BannerViewSet(_FactsViewSet):
    model = Banner
    icon = "warning"
    menu_label = _("Banner")
    list_display = ("level", "until", "embassy")
    edit_handler = ObjectList(
        [
            FieldPanel("embassy", widget=Select),
            FieldPanel("level", widget=Select),
            FieldPanel("text"),
            FieldPanel("link"),
            FieldPanel("until"),
        ],
        base_form_class=OwnEmbassyForm,
    )


class MandateViewSet(_FactsViewSet):
    model = Mandate
    icon = "doc-full"
    menu_label = _("Mandate")
    panels = (
        MultiFieldPanel(
            [
                FieldPanel("resolution_title"),
                FieldPanel("adopted_by"),
                FieldPanel("adopted_on"),
                FieldPanel("resolution_address"),
                FieldPanel("resolution_document"),
                FieldPanel("resolution_note"),
            ],
            heading=_("Resolution"),
        ),
        MultiFieldPanel(
            [FieldPanel("founded_on"), FieldPanel("founding_text")], heading=_("Founding decision")
        ),
    )


class OfficeViewSet(_FactsViewSet):
    model = Office
    icon = "group"
    menu_label = _("Offices and terms")
    edit_handler = ObjectList(
        [
            FieldPanel("embassy", widget=Select),
            FieldPanel("title"),
            FieldPanel("signs"),
            FieldPanel("position"),
            InlinePanel("terms", heading=_("Terms")),
        ],
        base_form_class=OwnEmbassyForm,
    )


class MirrorViewSet(_FactsViewSet):
    model = Mirror
    icon = "copy"
    menu_label = _("Mirrors")
    list_display = ("address", "embassy")
    edit_handler = ObjectList(
        [FieldPanel("embassy", widget=Select), FieldPanel("address")],
        base_form_class=OwnEmbassyForm,
    )


class OnionAddressViewSet(_FactsViewSet):
    model = OnionAddress
    icon = "site"
    menu_label = _("Onion address")
    list_display = ("address", "embassy")
    edit_handler = ObjectList(
        [FieldPanel("embassy", widget=Select), FieldPanel("address")],
        base_form_class=OwnEmbassyForm,
    )


class SearchWordsViewSet(_FactsViewSet):
    model = SearchWords
    icon = "search"
    menu_label = _("Words for the search")
    list_display = ("__str__", "embassy")
    edit_handler = ObjectList(
        [FieldPanel("embassy", widget=Select), FieldPanel("same"), FieldPanel("forms")],
        base_form_class=OwnEmbassyForm,
    )


class EmbassyFactsGroup(SnippetViewSetGroup):
    """One menu for everything an embassy says about itself."""

    menu_label = _("Embassy")
    menu_icon = "home"
    menu_order = 150
    items = (
        BannerViewSet,
        EmergencyBlockViewSet,
        ChannelViewSet,
        MirrorViewSet,
        OnionAddressViewSet,
        MandateViewSet,
        OfficeViewSet,
        SearchWordsViewSet,
        WordingViewSet,
        EmbassyViewSet,
    )


register_snippet(EmbassyFactsGroup)


@hooks.register("register_admin_urls")
def members_urls() -> list[URLResolver]:
    return [path("", include("ambasada.network.urls"))]


@hooks.register("register_admin_menu_item")
def members_item() -> MenuItem:
    return MenuItem(_("Members"), reverse("members"), name="members", icon_name="group", order=160)


@hooks.register("before_serve_document")
def serve_own_documents(document: StoredDocument, request: HttpRequest) -> HttpResponse | None:
    """Hand out the documents of the member's own embassies; another's are as good as absent."""
    own = answered_by(member_of(request), today=timezone.now().date())
    is_own = own.filter(code=document.collection.name).exists()
    return None if is_own else not_here(request)


@hooks.register("construct_homepage_panels")
def tell_of_recoveries(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, RecoveryPanel(request))
