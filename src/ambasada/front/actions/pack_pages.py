"""The pages of a content pack, written as drafts to Wagtail's tree in every language."""

from collections.abc import Mapping
from datetime import datetime

from wagtail.models import Locale, Page

from ambasada.front.actions.pack_guides import add_guides, write_guide
from ambasada.front.actions.pack_texts import fill
from ambasada.front.markdown import rich_text
from ambasada.front.models import AboutPage, ContactPage, EmergencyPage, HomePage, VerifyPage
from ambasada.front.packs import Pack, PackText, day
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.pages.models import TextPage
from ambasada.prisoners.models import PrisonersPage
from ambasada.publishing.models import (
    EventIndexPage,
    GuideIndexPage,
    NewsIndexPage,
    NewsPage,
    PressIndexPage,
    ReportIndexPage,
    SituationPage,
    StandardPage,
)
from ambasada.register.models import RegisterPage
from ambasada.statements.actions import write_statement
from ambasada.statements.models import StatementIndexPage
from ambasada.statements.plaintext import NotAStatement, parse

_PAGE_TYPES: dict[str, type[Page]] = {
    "home": HomePage,
    "guides": GuideIndexPage,
    "events": EventIndexPage,
    "press": PressIndexPage,
    "reports": ReportIndexPage,
    "news": NewsIndexPage,
    "situation": SituationPage,
    "statements": StatementIndexPage,
    "about": AboutPage,
    "contact": ContactPage,
    "emergency": EmergencyPage,
    "verify": VerifyPage,
    "prisoners": PrisonersPage,
    "meetings": RegisterPage,
}
# Pages that stand below another one and not below the home page; the other is written before.
_SECTIONS = {"meetings": "partners"}


def add_home_pages(pack: Pack, now: datetime) -> dict[str, HomePage]:
    root = Page.get_first_root_node()
    homes: dict[str, HomePage] = {}
    for code in pack.languages:
        locale, _made = Locale.objects.get_or_create(language_code=code)
        slug = f"{pack.code}-{code}"
        home = HomePage(locale=locale, slug=slug, first_published_at=now, live=False)
        if homes:
            home.translation_key = homes[pack.languages[0]].translation_key
        fill(home, pack.pages["home"][code])
        homes[code] = root.add_child(instance=home)
    return homes


def write_pages(pack: Pack, embassy: Embassy, homes: dict[str, HomePage], *, now: datetime) -> None:
    keys: dict[str, dict[str, Page]] = {}
    for key in pack.pages:
        if key != "home":
            above = keys[_SECTIONS[key]] if key in _SECTIONS else homes
            keys[key] = _add_translations(pack, above, key=key, now=now)
    for name, texts in pack.news.items():
        _add_news(keys["news"], name=name, texts=texts, now=now)
    guides = add_guides(pack, embassy, keys.get("guides", {}), now=now)
    for code, home in homes.items():
        ids = {key: pages[code].pk for key, pages in keys.items()} | {"home": home.pk}
        for key, texts in pack.pages.items():
            page = home if key == "home" else keys[key][code]
            _write_text(page, texts[code], ids)
        for item in NewsPage.objects.child_of(keys["news"][code]):
            text = next(each[code] for name, each in pack.news.items() if name == item.slug)
            _write_text(item, text, ids)
        for name, versions in guides.items():
            write_guide(versions[code], pack.guides[name].texts[code], ids)


def _add_translations(
    pack: Pack, sections: Mapping[str, Page], *, key: str, now: datetime
) -> dict[str, Page]:
    """Add one page in each language; the versions know one another by their translation key."""
    pages: dict[str, Page] = {}
    for code, section in sections.items():
        page = _PAGE_TYPES.get(key, StandardPage)(
            locale=section.locale, slug=key, first_published_at=now, live=False
        )
        if pages:
            page.translation_key = pages[pack.languages[0]].translation_key
        fill(page, pack.pages[key][code])
        pages[code] = section.add_child(instance=page)
    return pages


def _add_news(
    indexes: dict[str, Page], *, name: str, texts: dict[str, PackText], now: datetime
) -> None:
    key = None
    for code, text in texts.items():
        index = indexes[code]
        item = NewsPage(locale=index.locale, slug=name, first_published_at=now, live=False)
        item.published_on = day(text.front.get("published_on"), f"news, {name}, published_on")
        if key:
            item.translation_key = key
        fill(item, text)
        index.add_child(instance=item)
        key = item.translation_key


def _write_text(page: Page, text: PackText, ids: dict[str, int]) -> None:
    """Put the running text in, now that every page it may link to exists."""
    if isinstance(page, TextPage) and text.markdown:
        page.body = [("text", rich_text(text.markdown, pages=ids))]
    page.save_revision()


def write_statements(pack: Pack, embassy: Embassy) -> None:
    for language, data in sorted(pack.statements.items()):
        try:
            parsed = parse(data, language=language)
        except NotAStatement as error:
            raise Refused(str(error)) from None
        write_statement(parsed, embassy=embassy, language=language)
