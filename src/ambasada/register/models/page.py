from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ambasada.network.models import Embassy
from ambasada.network.queries import facts_of
from ambasada.network.responses import PublicRequest, with_headers
from ambasada.pages.models import PublicPage, TextPage, tabs
from ambasada.pages.queries import public_rows
from ambasada.register.downloads import FORMS
from ambasada.register.periods import is_quarter
from ambasada.register.showing import Quarter, quarters_in


class RegisterPage(TextPage, PublicPage, Page):
    """The register of meetings: quarters with their totals, and below each its rows.

    A quarter and the downloads are paths below; they are this page in another form.
    """

    chosen: Quarter | None = None  # what is shown alone
    form: str = ""  # its path below this page

    edit_handler = tabs(
        [FieldPanel("title"), *TextPage.text_panels],
        [*TextPage.truth_panels, *TextPage.safety_panels],
    )
    override_translatable_fields: ClassVar = [
        TranslatableField("title"),
        TranslatableField("introduction"),
        TranslatableField("body"),
        TranslatableField("neutral_title"),
        TranslatableField("sources"),
        TranslatableField("corrections"),
        SynchronizedField("page_class"),
        SynchronizedField("checked_on"),
    ]
    subpage_types: ClassVar = []
    has_plain_text = False
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("register of meetings")
        verbose_name_plural = _("register of meetings")

    @classmethod
    def held_below(cls, embassy: Embassy) -> set[str]:
        """Return the paths of the quarters and of the downloads below such a page."""
        sections = {row.path for row in public_rows(embassy, [cls._meta.label_lower])}
        facts = facts_of(embassy) if sections else None
        quarters = quarters_in(facts) if facts else []
        names = [f"{each.name}/" for each in quarters]
        names += [f"register.{form}" for form in FORMS] if quarters else []
        return {f"{section}{name}" for section in sections for name in names}

    def serve_held(self, request: PublicRequest, rest: str) -> HttpResponse:
        """Show a quarter, or send the register as a file. Raises Http404 if there is none."""
        quarters = quarters_in(request.facts)
        name = rest.rstrip("/")
        if rest.endswith("/") and is_quarter(name):
            self.chosen = next((each for each in quarters if each.name == name), None)
        if self.chosen:
            self.form = rest
            return self.serve(request)
        form = name.removeprefix("register.")
        if not quarters or rest != f"register.{form}" or form not in FORMS:
            raise Http404
        write, kind = FORMS[form]
        body = write(quarters, request.facts, super().address)
        return with_headers(HttpResponse(body, kind), self.header_class)

    @property
    def address(self) -> str:
        """The path below the language, of a quarter as well."""
        return f"{super().address}{self.form}"

    def versions(self, embassy: Embassy) -> dict[str, str]:
        """Return the paths of the public versions by language, of a quarter as well."""
        found = super().versions(embassy)
        return {language: f"{path}{self.form}" for language, path in found.items()}

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Return the template of the page, or of a quarter."""
        if self.chosen:
            return "register/quarter_page.html"
        name: str = super().get_template(request, *args, **kwargs)
        return name

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `section`, its own path; and `quarters`, newest first, or the `quarter` chosen."""
        context = super().get_context(request, *args, **kwargs)
        context["section"] = super().address
        if self.chosen:
            return context | {"quarter": self.chosen}
        return context | {"quarters": quarters_in(context["facts"])}
