from dataclasses import replace
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from ambasada.accounts.queries import members_ever
from ambasada.editions.public import offline_size_of, root_key_of, signed_intake_of
from ambasada.editions.queries import mirrors_for_readers, onion_for_readers
from ambasada.lib.recorder import reads
from ambasada.lib.tags import FACT, INTAKE_LIST, MEMBERS, OFFLINE, ROOT_KEY
from ambasada.network.models import Embassy, Mandate
from ambasada.network.queries import Chrome, Function, channels_of, offices_of
from ambasada.pages.models import PublicPage, TextPage, tabs
from ambasada.pages.queries import listed, public_paths
from ambasada.publishing.models import TEXT_FIELDS, NewsPage
from ambasada.statements.models import StatementPage

# What happened lately fits one screen of a phone.
_LATEST_NEWS = 5


class HomePage(TextPage, PublicPage, Page):
    """What is happening now, what you can do, how to know it is us."""

    edit_handler = tabs([FieldPanel("title"), *TextPage.text_panels])
    override_translatable_fields = TEXT_FIELDS
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "front.AboutPage",
        "front.ContactPage",
        "front.EmergencyPage",
        "front.VerifyPage",
        "prisoners.PrisonersPage",
        "publishing.EventIndexPage",
        "publishing.GuideIndexPage",
        "publishing.NewsIndexPage",
        "publishing.PressIndexPage",
        "publishing.ReportIndexPage",
        "publishing.SituationPage",
        "publishing.StandardPage",
        "statements.StatementIndexPage",
    ]
    has_plain_text = False

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `mandate`, `statement`, the latest one or None, and `news`, the latest few.

        And `functions` with the tasks of each that readers find a page for.
        """
        context = super().get_context(request, *args, **kwargs)
        facts, language = context["facts"], context["language"]
        reads(f"{FACT}{Mandate._meta.label_lower}")
        context["mandate"] = facts.mandate
        context["news"] = listed(NewsPage, facts.embassy, language, at_most=_LATEST_NEWS)
        latest = listed(StatementPage, facts.embassy, language, at_most=1)
        context["statement"] = next(iter(latest), None)
        context["functions"] = _with_pages(context["chrome"], facts.embassy)
        return context


def _with_pages(chrome: Chrome, embassy: Embassy) -> list[Function]:
    """Return the functions with those of their tasks whose pages are public."""
    root = f"/{chrome.language}/"
    tasks = [href for function in chrome.functions for _label, href in function.tasks]
    paths = {href: href.partition("#")[0].removeprefix(root) for href in tasks}
    public = public_paths(embassy, paths.values())
    return [
        replace(
            function,
            tasks=tuple(each for each in function.tasks if paths[each[1]] in public),
        )
        for function in chrome.functions
    ]


class AboutPage(TextPage, PublicPage, Page):
    """Who we are, and the mandate as a timeline: resolution, founding, offices and terms."""

    edit_handler = tabs([FieldPanel("title"), *TextPage.text_panels], [*TextPage.truth_panels])
    override_translatable_fields = TEXT_FIELDS
    subpage_types: ClassVar = []

    class Meta:
        verbose_name = _("page about us")
        verbose_name_plural = _("pages about us")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `mandate`, `document` (our copy of its resolution), `offices`, `is_one_person`.

        The last says whether one person alone answers for what stands here.
        """
        context = super().get_context(request, *args, **kwargs)
        facts = context["facts"]
        context["mandate"], context["document"] = facts.mandate, facts.mandate_document
        reads(f"{FACT}{Mandate._meta.label_lower}", MEMBERS)
        context["offices"] = offices_of(facts, context["language"])
        context["is_one_person"] = members_ever() < 2  # noqa: PLR2004 -- two members
        return context


class ContactPage(TextPage, PublicPage, Page):
    """Every channel: what it is, what it reveals about you, and which are not ours any more."""

    edit_handler = tabs([FieldPanel("title"), *TextPage.text_panels])
    override_translatable_fields = TEXT_FIELDS
    subpage_types: ClassVar = []

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `channels`, those in use, and `retired`, those that are not ours any more."""
        context = super().get_context(request, *args, **kwargs)
        return context | channels_of(context["facts"])


class EmergencyPage(TextPage, PublicPage, Page):
    """The emergency block in full, and what else helps in the first hour."""

    edit_handler = tabs([FieldPanel("title"), *TextPage.text_panels], [*TextPage.safety_panels])
    override_translatable_fields = TEXT_FIELDS
    subpage_types: ClassVar = []

    class Meta:
        verbose_name = _("emergency page")
        verbose_name_plural = _("emergency pages")


class VerifyPage(TextPage, PublicPage, Page):
    """Make sure it is us: true addresses, what we never do, how to check."""

    edit_handler = tabs([FieldPanel("title"), *TextPage.text_panels], [*TextPage.truth_panels])
    override_translatable_fields = TEXT_FIELDS
    subpage_types: ClassVar = []

    class Meta:
        verbose_name = _("page to make sure it is us")
        verbose_name_plural = _("pages to make sure it is us")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `channels` in use, `retired` ones, `root`, `intake`, `onion`, `mirrors`, `offline`.

        `root` is the key and `intake` the list it signed, None before there is one; `onion` is ""
        where there is none; `offline` the size in bytes of the copy to read offline, None before
        there is one: so the page never leads to a file that is not there yet.
        """
        context = super().get_context(request, *args, **kwargs)
        reads(ROOT_KEY, INTAKE_LIST, OFFLINE)
        facts = context["facts"]
        context["root"] = root_key_of(facts.embassy)
        context["intake"] = signed_intake_of(facts.embassy)
        context["onion"] = onion_for_readers(facts)
        context["mirrors"] = mirrors_for_readers(facts)
        context["offline"] = offline_size_of(facts.embassy)
        return context | channels_of(facts)
