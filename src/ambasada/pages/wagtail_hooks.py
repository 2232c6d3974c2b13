from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.action_menu import ActionMenuItem as FactMenuItem

from ambasada.accounts.requests import member_of
from ambasada.network.models import FairCopy, is_dispensable
from ambasada.network.rules import answered_by
from ambasada.pages.actions import note_author
from ambasada.pages.also_waiting import also_waiting_for
from ambasada.pages.queries import missed_for, scheduled_for, waiting_for
from ambasada.pages.rich_text import OutsideLink, PageLink

# Wagtail's reports and its help page speak of what this site does not offer.
_LEFT_OUT = frozenset({"reports", "help"})
# What a form sends when its "Ask for approval" is pressed.
_ASK = "action-ask"


@hooks.register("register_rich_text_features", order=100)
def register_links(features: FeatureRegistry) -> None:
    features.register_link_type(PageLink)
    features.register_link_type(OutsideLink)


@hooks.register("construct_main_menu")
def leave_out(request: HttpRequest, menu_items: list[MenuItem]) -> None:  # noqa: ARG001
    menu_items[:] = [each for each in menu_items if each.name not in _LEFT_OUT]


@hooks.register("insert_global_admin_css")
def approvals_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("pages/approvals.css"))


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("approvals/", include("ambasada.pages.urls"))]


@hooks.register("register_admin_menu_item")
def approvals_menu_item() -> MenuItem:
    return MenuItem(
        _("Approvals"), reverse("approvals"), name="approvals", icon_name="check", order=50
    )


class WaitingPanel(Component):
    """What this member can do next, first thing after signing in."""

    name = "waiting"
    order = 10
    template_name = "pages/staff/panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add `mine` and `also`, which this member may approve, and how many it may not.

        And `missed`, which did not go out at its moment, and how many are still to go out.
        """
        member, now = member_of(parent_context["request"]), timezone.now()
        waiting, _has_more = waiting_for(member, now=now)
        mine = [each for each in waiting if not each.hindrance]
        return {
            "mine": mine,
            "also": also_waiting_for(member, now=now),
            "others": len(waiting) - len(mine),
            "missed": missed_for(member, now=now),
            "scheduled": len(scheduled_for(member, now=now)),
        }


@hooks.register("construct_homepage_panels")
def next_things(request: HttpRequest, panels: list[Any]) -> None:  # noqa: ARG001
    panels.insert(0, WaitingPanel())


@hooks.register("construct_homepage_summary_items", order=900)  # after they were added
def no_counts(request: HttpRequest, summary_items: list[Any]) -> None:  # noqa: ARG001
    """Leave out how many pages there are: nobody acts on that."""
    summary_items.clear()


class _AskForPage(ActionMenuItem):
    name = _ASK
    label = _("Ask for approval")
    icon_name = "check"


class _AskForFact(FactMenuItem):
    name = _ASK
    label = _("Ask for approval")
    icon_name = "check"


@hooks.register("register_page_action_menu_item")
def ask_for_page() -> ActionMenuItem:
    return _AskForPage(order=10)


@hooks.register("register_snippet_action_menu_item")
def ask_for_fact(model: type[Any]) -> FactMenuItem:  # noqa: ARG001 -- Wagtail's signature
    return _AskForFact(order=10)


@hooks.register("after_move_page")
def note_who_moved(request: HttpRequest, page: Page) -> None:
    """Note who gave a page, and what stands below it, another address: that makes no revision."""
    for each in page.get_descendants(inclusive=True).specific():
        note_author(each, member_of(request))


@hooks.register("construct_page_chooser_queryset")
def own_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Offer the pages of the member's own embassies to link to."""
    homes = Q(depth=1)
    for embassy in answered_by(member_of(request), today=timezone.now().date()):
        for language in embassy.languages:
            homes |= Q(url_path__startswith=embassy.home_path(language))
    return pages.filter(homes)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def go_on_to_ask_for_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Go on from the saved draft to what it would change."""
    return redirect("ask", "page", page.pk) if _ASK in request.POST else None


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def go_on_to_ask_for_fact(request: HttpRequest, fact: Any) -> HttpResponse | None:  # noqa: ANN401
    """Go on from the saved draft to what it would change."""
    return redirect("ask", fact._meta.label_lower, fact.pk) if _ASK in request.POST else None


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def page_buttons(page: Page, user: object, **_kwargs: Any) -> list[Button]:  # noqa: ARG001
    """Offer to ask for a draft, a translation's too, and to take back what is public."""
    if page.depth < 2:  # noqa: PLR2004 -- Wagtail's root
        return []
    buttons = [
        Button(_("Ask for approval"), reverse("ask", args=["page", page.pk]), icon_name="check")
    ]
    if FairCopy.objects.filter(object_id=page.pk, path__isnull=False, is_public=True).exists():
        buttons.append(
            Button(_("Take back"), reverse("take_back", args=["page", page.pk]), icon_name="undo")
        )
    return buttons


@hooks.register("register_snippet_listing_buttons")
def fact_buttons(snippet: Any, user: object, next_url: str | None) -> list[Button]:  # noqa: ANN401, ARG001
    """Offer to take back what an embassy can be without."""
    if not is_dispensable(snippet):
        return []
    path = reverse("take_back", args=[snippet._meta.label_lower, snippet.pk])
    return [Button(_("Take back"), path, icon_name="undo")]
