from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ambasada.lib.recorder import holds_until, reads
from ambasada.lib.tags import FACT, PEOPLE, PERSON
from ambasada.network.languages import reading_order
from ambasada.network.models import Embassy, FairCopy, SpoiltCopy
from ambasada.network.responses import PublicRequest, with_headers
from ambasada.pages.models import PublicPage, TextPage, tabs
from ambasada.pages.site_maps import site_map_of
from ambasada.prisoners.directory import BIRTHDAYS, Group, Standing, group_tag
from ambasada.prisoners.models.fold import People, public_people
from ambasada.prisoners.models.lists import PrisonerList, PrisonerRecord
from ambasada.prisoners.records import Person
from ambasada.prisoners.telling import told_of

_SITE_MAP = "sitemap.xml"


class PrisonersPage(TextPage, PublicPage, Page):
    """Political prisoners as named sources tell of them, found by status, year and letter.

    Nobody on a list is a page: a person, a group of them and the birthdays of the month are paths
    that this page answers, made of approved lists.
    """

    answered: str = ""  # the path that is answered, below this page’s own
    is_in_one_language: bool = False  # pages of letters, which other languages do not have

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
        verbose_name = _("political prisoners")
        verbose_name_plural = _("political prisoners")

    @classmethod
    def sections_of(cls, embassy: Embassy) -> list[str]:
        """Return where the section stands now in each language, language first."""
        found = _sections(embassy, cls._meta.label_lower)
        return [f"/{language}/{path}" for language, path in found.items()]

    @classmethod
    def held_in_own_language(cls, embassy: Embassy) -> Iterator[str]:
        """Yield the paths, with their language, of people, groups and the birthdays."""
        sections = cls.sections_of(embassy)
        if not sections:
            return
        directory = public_people(embassy).directory
        everywhere = list(directory.paths())
        for section in sections:
            language = section[1:].partition("/")[0]
            for path in (*everywhere, *directory.paths_in(language)):
                yield f"{section[1:]}{path}"
        yield from cls.site_maps_of(embassy)

    @classmethod
    def site_maps_of(cls, embassy: Embassy) -> list[str]:
        """Return the paths, with their language, of what names everybody to search engines.

        Only languages in which the section is written have one: elsewhere it is the same text.
        """
        if not public_people(embassy).standing:
            return []
        written = FairCopy.objects.public(embassy).filter(
            kind=cls._meta.label_lower, language__in=embassy.languages
        )
        rows = sorted(written.values_list("language", "path"))
        return [f"{language}/{path}{_SITE_MAP}" for language, path in rows]

    def serve_held(self, request: PublicRequest, rest: str) -> HttpResponse:
        """Show a person, a group of people or the birthdays of the month. Raises Http404."""
        embassy = request.facts.embassy
        language = get_language() or embassy.first_language
        people = public_people(embassy)
        if rest == _SITE_MAP and people.standing and self.locale.language_code == language:
            return with_headers(self._site_map(people, embassy), self.header_class)
        self.answered = rest
        standing = people.standing.get(rest.rstrip("/")) if rest.endswith("/") else None
        if standing is not None:
            return self._answer(request, "person", _of_person(people, standing, language))
        if rest == BIRTHDAYS and people.standing:
            return self._answer(request, "birthdays", _of_birthdays(people, embassy, language))
        group = people.directory.groups(language).get(rest)
        if not rest or group is None:
            raise Http404
        self.is_in_one_language = bool(group.letters)
        return self._answer(request, "group", _of_group(people, group, language))

    def _site_map(self, people: People, embassy: Embassy) -> HttpResponse:
        reads(PEOPLE)
        places = {
            code: f"{embassy.origin}/{code}/{path}" for code, path in self.versions(embassy).items()
        }
        own = self.locale.language_code
        everybody = (
            {code: f"{place}{ref}/" for code, place in places.items()}
            for ref in sorted(people.standing)
        )
        return site_map_of((versions[own], versions) for versions in everybody)

    def _answer(self, request: PublicRequest, kind: str, said: dict[str, Any]) -> HttpResponse:
        context = self.get_context(request) | said
        if self.is_in_one_language:
            context["alternates"] = []
        response = TemplateResponse(request, f"prisoners/{kind}.html", context)
        return with_headers(response, self.header_class)

    @property
    def section(self) -> str:
        """The path of the page itself, below the language."""
        return super().address

    @property
    def address(self) -> str:
        """The path below the language of what is answered."""
        return f"{self.section}{self.answered}"

    def versions(self, embassy: Embassy) -> dict[str, str]:
        """Return the paths by language; from a page of letters to the others’ own beginning."""
        language = get_language() or embassy.first_language
        found = super().versions(embassy)
        if not self.is_in_one_language:
            return {code: f"{path}{self.answered}" for code, path in found.items()}
        elsewhere = dict.fromkeys(embassy.languages, self.section) | found
        return elsewhere | {language: f"{elsewhere[language]}{self.answered}"}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `section`, and on the page itself `lists` and the `directory` of a language."""
        context = super().get_context(request, *args, **kwargs)
        context["section"] = f"/{context['language']}/{self.section}"
        if self.answered:
            return context
        reads(f"{FACT}{PrisonerList._meta.label_lower}", PEOPLE)
        people = public_people(context["facts"].embassy)
        letters = people.directory.groups(context["language"]).get("")
        return context | {
            "lists": list(people.lists.values()),
            "statuses": people.directory.statuses.items(),
            "years": people.directory.years,
            "letters": letters.below if letters else (),
        }


def _sections(embassy: Embassy, kind: str) -> dict[str, str]:
    """Return the path under which each language reads the section; nothing if it is not public."""
    copies = FairCopy.objects.public(embassy).filter(kind=kind)
    paths = dict(copies.values_list("language", "path"))
    found = {}
    for language in embassy.languages:
        order = [code for code in (*reading_order(language), *embassy.languages) if code in paths]
        if order:
            found[language] = paths[order[0]] or ""
    return found


def _of_person(people: People, standing: Standing, language: str) -> dict[str, Any]:
    """Return what is said of a person. Raises SpoiltCopy if the record is not what it was."""
    reads(f"{PERSON}{standing.ref}")
    row = PrisonerRecord.objects.filter(sha256=standing.sha256).first()
    person = Person.read(row.source, standing.sha256) if row is not None else None
    if person is None:
        raise SpoiltCopy
    return {
        "person": person,
        "standing": standing,
        "name": standing.name(language),
        "other_names": _other_names(standing, language),
        "source": people.lists[standing.of_list],
        "told": told_of(person),
    }


def _other_names(standing: Standing, language: str) -> list[tuple[str, str]]:
    shown = standing.name(language).text
    return [(code, name) for code, name in sorted(standing.names.items()) if name != shown]


def _of_group(people: People, group: Group, language: str) -> dict[str, Any]:
    reads(group_tag(group.base, language, group.letters))
    base = group.base.rstrip("/")
    words = people.directory.statuses.get(base.removeprefix("status-"), [])
    return {
        "group": group,
        "heading_letters": group.letters.capitalize(),
        "status_words": words if base.startswith("status-") else [],
        "year": base.removeprefix("year-") if base.startswith("year-") else "",
        "people": named(group.people, language),
    }


def named(people: tuple[Standing, ...] | list[Standing], language: str) -> list[dict[str, Any]]:
    """Return people with the names that a reader of a language is shown."""
    return [{"ref": each.ref, "name": each.name(language), "each": each} for each in people]


def _of_birthdays(people: People, embassy: Embassy, language: str) -> dict[str, Any]:
    zone = ZoneInfo(embassy.time_zone)
    today = timezone.now().astimezone(zone).date()
    this = today.replace(day=1)
    following = (this + timedelta(days=32)).replace(day=1)
    holds_until(datetime.combine(following, datetime.min.time(), zone))
    days: dict[date, list[Standing]] = {}
    for month in (this.month, following.month):
        reads(f"{PEOPLE}born:{month}")
        for each in people.directory.born_in(month):
            if each.birthday is not None:
                days.setdefault(date(2000, *each.birthday), []).append(each)
    return {
        "months": (this, following),
        "days": [(day, named(here, language)) for day, here in days.items()],
    }
