"""The embassy's facts in the admin: each embassy's editors see and change their own."""

from typing import Any

from django.forms import Select
from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from ambasada.accounts.requests import member_of
from ambasada.accounts.views import not_here
from ambasada.network.choosing import PictureChooserViewSet, picture_chooser
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
from ambasada.network.panels import RecoveryPanel, RefusedPanel
from ambasada.network.rules import answered_by
from ambasada.network.viewsets import FactsViewSet


class EmbassyViewSet(FactsViewSet):
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


class WordingViewSet(FactsViewSet):
    model = Wording
    icon = "openquote"
    menu_label = _("Wordings")
    panels = (FieldPanel("text"),)


class ChannelViewSet(FactsViewSet):
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


class EmergencyBlockViewSet(FactsViewSet):
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


class BannerViewSet(FactsViewSet):
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


class MandateViewSet(FactsViewSet):
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


class OfficeViewSet(FactsViewSet):
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


class MirrorViewSet(FactsViewSet):
    model = Mirror
    icon = "copy"
    menu_label = _("Mirrors")
    list_display = ("address", "embassy")
    edit_handler = ObjectList(
        [FieldPanel("embassy", widget=Select), FieldPanel("address")],
        base_form_class=OwnEmbassyForm,
    )


class OnionAddressViewSet(FactsViewSet):
    model = OnionAddress
    icon = "site"
    menu_label = _("Onion address")
    list_display = ("address", "embassy")
    edit_handler = ObjectList(
        [FieldPanel("embassy", widget=Select), FieldPanel("address")],
        base_form_class=OwnEmbassyForm,
    )


class SearchWordsViewSet(FactsViewSet):
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


@hooks.register("register_admin_menu_item")
def pictures_item() -> MenuItem:
    return MenuItem(
        _("Pictures"), reverse("pictures"), name="pictures", icon_name="image", order=155
    )


@hooks.register("register_admin_viewset")
def picture_chooser_viewset() -> PictureChooserViewSet:
    return picture_chooser


@hooks.register("before_serve_document")
def serve_own_documents(document: StoredDocument, request: HttpRequest) -> HttpResponse | None:
    """Hand out the documents of the member's own embassies; another's are as good as absent."""
    own = answered_by(member_of(request), today=timezone.now().date())
    is_own = own.filter(code=document.collection.name).exists()
    return None if is_own else not_here(request)


@hooks.register("construct_homepage_panels")
def tell_of_recoveries(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, RecoveryPanel(request))
    panels.insert(1, RefusedPanel())
