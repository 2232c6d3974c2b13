from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.coreutils import find_available_slug
from wagtail.fields import StreamField
from wagtail.models import Page, Site

from ambasada.lib.headers import HeaderClass
from ambasada.lib.printed import Paper
from ambasada.lib.slugs import slug_of
from ambasada.network.languages import spoken
from ambasada.network.models import Embassy
from ambasada.network.queries import Facts, chrome_for, facts_of
from ambasada.network.responses import PublicRequest, with_headers
from ambasada.pages.blocks import CorrectionStream, SourceStream, TextStream
from ambasada.pages.history import versions_of_page
from ambasada.pages.papers import paper_of, papers_of
from ambasada.pages.picturing import show_pictures
from ambasada.pages.plain_text import in_lines
from ambasada.pages.sourcing import sources_of
from ambasada.pages.translating import ahead_of, made_from, translation_of
from ambasada.pages.versions import versions_of

PLAIN_TEXT, PAPER = "information.txt", "information.pdf"

if TYPE_CHECKING:
    from wagtail.models import Page as _Page  # what the mixin is mixed into
else:
    _Page = object


class PublicPage(_Page):
    """What every public page has and does; mixed into stock Wagtail pages before `Page`.

    A page lives under an embassy's home page of its language, and its address is that
    language, then its path below the home page.
    """

    slug: str
    private_page_options: ClassVar[list[str]] = []  # a page here is public or it is not there
    has_feed: ClassVar[bool] = False  # whether outlets make a feed of the dated pages below it
    has_card: ClassVar[bool] = False  # whether outlets draw a card for links to it
    schema_type: ClassVar[str] = "WebPage"  # what it is in the words of schema.org
    words_template: ClassVar[str] = "components/prose.html"  # shows the words of a page alone
    has_plain_text: ClassVar[bool] = True  # a list has none, and is read where it stands
    has_paper: ClassVar[bool] = False  # whether it is handed on as a PDF
    keeps_versions: ClassVar[bool] = False  # whether what it said before has addresses
    below = ""  # what follows its own address where it is read below that

    @property
    def is_neutral(self) -> bool:
        """Whether the page shows no name, no band and no red; TextPage decides for its own."""
        return False

    @property
    def address(self) -> str:
        """The path below the language, such as "news/2026-05-01-title/"; "" for the home page."""
        below_home = self.url_path.strip("/").partition("/")[2]
        return f"{below_home}/{self.below}" if below_home else ""

    def versions(self, embassy: Embassy) -> dict[str, str]:
        """Return the paths of the page's public versions by language, in the embassy's order."""
        return versions_of(self, embassy)

    @property
    def made_from(self) -> dict[str, str]:
        """Of a translation the language and the SHA-256 of the text it was made from; else {}."""
        return made_from(self)

    @classmethod
    def held_below(cls, embassy: Embassy) -> Iterable[str]:  # noqa: ARG003 -- of a page that holds some
        """Return the paths, below the language, that public pages of this kind answer themselves.

        One that is there in a single language begins with a slash and that language. No page
        stands there: "news/2026-05/" is answered by "news/". What is returned here by a
        kind in `editions.sources.HOLDING` is baked.
        """
        return ()

    @classmethod
    def held_in_own_language(cls, embassy: Embassy) -> Iterable[str]:  # noqa: ARG003 -- likewise
        """Return such paths that are there in the page's own language alone; they begin with it."""
        return ()

    def serve_held(self, request: PublicRequest, rest: str) -> HttpResponse:
        """Answer a path below this page; `rest` follows its own address. Raises Http404."""
        is_own = self.locale.language_code == get_language()
        if is_own and rest == PLAIN_TEXT and self.has_plain_text:
            text = self._plain_text(request)
            return with_headers(HttpResponse(text, "text/plain; charset=utf-8"), self.header_class)
        paper = self.paper(request.facts.embassy) if is_own and rest == PAPER else None
        body = papers_of(request.facts.embassy.code).read(paper) if paper else None
        if body is None:
            raise Http404
        return with_headers(HttpResponse(body, "application/pdf"), self.header_class)

    def paper(self, embassy: Embassy) -> Paper | None:
        """Return the page as a PDF, None before it was made; of a neutral page there is none.

        A file stays where it was saved.
        """
        return paper_of(self, embassy) if self.has_paper and not self.is_neutral else None

    def _plain_text(self, request: PublicRequest) -> str:
        """Return what the page says as plain text; a neutral one names nobody below it either."""
        embassy, language = request.facts.embassy, self.locale.language_code
        address = f"{embassy.origin}/{language}/{self.address}"
        foot = () if self.is_neutral else (spoken(embassy.name, language).text, address)
        shown = self.serve(request)
        if isinstance(shown, TemplateResponse):
            shown.render()
        return in_lines(shown.content.decode(), embassy.origin, foot=foot)

    def words_html(self) -> str:
        """Return all the words of a page below its title, as HTML without the frame."""
        return render_to_string(
            self.words_template, {"page": self, "body": getattr(self, "body", ())}
        ).strip()

    @property
    def dated_on(self) -> date | None:
        """The day by which a list sorts the page; None where no list does."""
        return None

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Name the page after its title before Wagtail would."""
        self.name_by_title()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Name a draft after its title as well."""
        self.name_by_title()
        super().minimal_clean()

    def name_by_title(self) -> None:
        """Let the slug follow the title until the page is first published, then leave it.

        A translation keeps its own: wagtail-localize would give it that of the original again.
        Raises ValidationError if the title has no letter or digit to make an address of.
        """
        if self.first_published_at and translation_of(self):
            self.slug = Page.objects.values_list("slug", flat=True).get(pk=self.pk)
        if self.first_published_at or not self.title:
            return
        try:
            made = self.made_slug()
        except ValueError:
            raise ValidationError({"title": _("Use at least one letter or digit.")}) from None
        parent = self.get_parent()
        self.slug = find_available_slug(parent, made, self.pk) if parent else made

    def made_slug(self) -> str:
        """Return the slug that the title gives in the page's own language."""
        # A page that is previewed before it is first saved has no language yet.
        language = self.locale.language_code if self.locale_id else settings.LANGUAGE_CODE
        return slug_of(self.title, language)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:  # noqa: ARG002 -- Wagtail's signature
        """Return Wagtail's (site id, origin, path): one rule, whatever host asks."""
        code = self.url_path.split("/", 2)[1].rpartition("-")[0]
        site = Site.objects.filter(embassy__code=code).first()
        if site is None:
            return None
        return site.pk, site.root_url, f"/{self.locale.language_code}/{self.address}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the templates of every page rely on."""
        facts = facts_for(request, self)
        embassy = facts.embassy
        language = get_language() or embassy.first_language
        versions = self.versions(embassy)
        is_own = self.locale.language_code == language
        path = self.address.removesuffix(self.below)
        show_pictures(self, embassy)
        return {
            **super().get_context(request, *args, **kwargs),
            "language": language,
            "text_language": self.locale.language_code,
            "facts": facts,
            "chrome": chrome_for(facts, language, path=path, versions=versions),
            "is_neutral": self.is_neutral,
            "sources": sources_of(self),
            "paper": self.paper(embassy),
            "has_history": self.keeps_versions and bool(versions_of_page(self)),
            "own_path": path,
            "behind": ahead_of(self),
            # A page shown in another language's stead is not one of its versions.
            "alternates": [
                (code, f"{embassy.origin}/{code}/{path}") for code, path in versions.items()
            ]
            if is_own
            else [],
        }

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render the page with the headers of its class."""
        response = TemplateResponse(
            request, self.get_template(request), self.get_context(request, *args, **kwargs)
        )
        return with_headers(response, self.header_class)

    @property
    def header_class(self) -> HeaderClass:
        """The row of the header table this page is sent with."""
        return HeaderClass.GREEN


def tabs(text: list[Panel], truth: list[Panel] | None = None) -> TabbedInterface:
    """Return the editor of a page: what it says, then what it rests on and whom it protects."""
    lists = [ObjectList(text, heading=_("Text"))]
    if truth:
        lists.append(ObjectList(truth, heading=_("Sources and safety")))
    return TabbedInterface(lists)


def facts_for(request: HttpRequest, page: Page) -> Facts:
    """Return the facts a page is shown with; in a preview the request knows none.

    Raises Http404 if the embassy has not been approved yet.
    """
    facts: Facts | None = getattr(request, "facts", None)
    if facts is None:
        code = page.url_path.split("/", 2)[1].rpartition("-")[0]
        facts = facts_of(Embassy.objects.select_related("site").get(code=code))
    if facts is None:
        message = "the embassy has not been approved yet"
        raise Http404(message)
    return facts


class TextPage(models.Model):
    """A page with a text: its class, its neutral title, its sources, its corrections."""

    class PageClass(models.TextChoices):
        GREEN = "green", _("green: anybody may be seen reading it")
        YELLOW = "yellow", _("yellow: about help; leaves no copy on the device")

    keeps_versions: ClassVar[bool] = True

    introduction = models.TextField(
        _("introduction"), blank=True, max_length=400, help_text=_("One or two sentences.")
    )
    body = StreamField(TextStream(), verbose_name=_("text"), blank=True)
    page_class = models.CharField(
        _("class"), max_length=10, choices=PageClass.choices, default=PageClass.GREEN
    )
    neutral_title = models.CharField(
        _("neutral title"),
        max_length=80,
        blank=True,
        help_text=_("Shown in the browser's tab and history instead of the title."),
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    sources = StreamField(SourceStream(), verbose_name=_("sources"), blank=True)
    corrections = StreamField(CorrectionStream(), verbose_name=_("corrections"), blank=True)

    text_panels: ClassVar = [FieldPanel("introduction"), FieldPanel("body")]
    truth_panels: ClassVar = [
        FieldPanel("sources"),
        FieldPanel("corrections"),
        FieldPanel("checked_on"),
    ]
    safety_panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("page_class"), FieldPanel("neutral_title")], heading=_("Safety of readers")
        )
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Ask for a neutral title where the class needs one."""
        super().clean()
        if self.page_class == self.PageClass.YELLOW and not self.neutral_title:
            raise ValidationError(
                {"neutral_title": _("A yellow page needs a title that gives nothing away.")}
            )

    @property
    def is_neutral(self) -> bool:
        """A neutral page shows no name, no band and no red."""
        return self.page_class == self.PageClass.YELLOW

    @property
    def header_class(self) -> HeaderClass:
        """The row of the header table this page is sent with."""
        return HeaderClass.YELLOW if self.is_neutral else HeaderClass.GREEN


class OutgoingLink(models.Model):
    """An address of another site that public pages lead to, and whether it answered last time.

    Nothing of a reader is in it; `pages` are numbers of pages. Days, and no hours.
    """

    class Fault(models.TextChoices):
        """What is wrong, in words that editors understand."""

        UNREACHABLE = "unreachable", _("cannot be reached")
        GONE = "gone", _("is not there any more")
        FAILS = "fails", _("answers with a fault of its own")

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    address = models.TextField()
    pages = models.JSONField(default=list)
    due_at = models.DateTimeField(default=datetime(2026, 1, 1, tzinfo=UTC))
    looked_on = models.DateField(null=True)
    fault = models.CharField(max_length=20, choices=Fault.choices, blank=True)
    failed_on = models.DateField(null=True)  # the first of the days on which it failed

    class Meta:
        verbose_name = _("outgoing link")
        verbose_name_plural = _("outgoing links")
        default_permissions: ClassVar = ()  # there is no form for it
        indexes: ClassVar = [models.Index(fields=["due_at"], name="outgoing_link_by_turn")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["embassy", "address"], name="a_link_is_kept_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)
