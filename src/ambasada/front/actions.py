from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Locale, Page, Site

from ambasada.front.markdown import rich_text
from ambasada.front.models import (
    AboutPage,
    ContactPage,
    EmergencyPage,
    HomePage,
    VerifyPage,
)
from ambasada.front.packs import Pack, PackText, day
from ambasada.lib.refused import Refused
from ambasada.network.actions import let_editors_edit
from ambasada.network.models import (
    Channel,
    Embassy,
    EmergencyBlock,
    EmergencyNumber,
    Mandate,
    Office,
    StoredDocument,
    Term,
    Wording,
)
from ambasada.network.queries import LOOPBACK_HOSTS, is_host_taken
from ambasada.pages.models import TextPage
from ambasada.publishing.models import NewsIndexPage, NewsPage, StandardPage
from ambasada.statements.actions import import_statement
from ambasada.statements.models import StatementIndexPage
from ambasada.statements.plaintext import NotAStatement, parse

_PAGE_TYPES: dict[str, type[Page]] = {
    "home": HomePage,
    "news": NewsIndexPage,
    "statements": StatementIndexPage,
    "about": AboutPage,
    "contact": ContactPage,
    "emergency": EmergencyPage,
    "verify": VerifyPage,
}


@transaction.atomic
def raise_embassy(pack: Pack, *, host: str, port: int, now: datetime) -> Embassy:
    """Make an embassy, its facts and all its pages from a content pack, on a host name.

    The installation's first embassy becomes the default site. All or nothing: raises Refused,
    and changes nothing, if the code or the host name is in use or the pack has a gap.
    """
    if is_host_taken(host):
        message = f"Another embassy answers {host} already. Choose another name with --host."
        raise Refused(message)
    if Embassy.objects.filter(code=pack.code).exists():
        message = f"There is an embassy with the code {pack.code} already. Change the pack's code."
        raise Refused(message)
    homes = _home_pages(pack, now)
    site = Site.objects.create(
        hostname=host,
        port=port,
        site_name=pack.code,
        root_page=homes[pack.languages[0]],
        is_default_site=not Site.objects.exists(),
    )
    embassy = _embassy(pack, site)
    _emergency(pack, embassy)
    _mandate(pack, embassy)
    _channels(pack, embassy)
    _pages(pack, homes, now)
    _statements(pack, embassy, now)
    let_editors_edit(embassy)
    return embassy


def site_port(host: str, port: int) -> int:
    """Return the port readers use: ours on this machine's own names, https everywhere else."""
    return port if host in LOOPBACK_HOSTS or host.endswith(".localhost") else 443


def _home_pages(pack: Pack, now: datetime) -> dict[str, HomePage]:
    # Wagtail's own first page and site, made by its migrations, belong to no embassy.
    Site.objects.filter(embassy=None).delete()
    Page.objects.filter(depth=2, slug="home").delete()
    root = Page.get_first_root_node()
    homes: dict[str, HomePage] = {}
    for code in pack.languages:
        locale, _made = Locale.objects.get_or_create(language_code=code)
        home = HomePage(locale=locale, slug=f"{pack.code}-{code}", first_published_at=now)
        if homes:
            home.translation_key = homes[pack.languages[0]].translation_key
        _fill(home, pack.pages["home"][code])
        homes[code] = root.add_child(instance=home)
    return homes


def _embassy(pack: Pack, site: Site) -> Embassy:
    facts = pack.facts
    embassy = Embassy(site=site, **{key: facts[key] for key in _EMBASSY_KEYS})
    embassy.full_clean()
    embassy.save()
    wordings = dict(facts["wording"])
    wordings |= {f"function_{key}": text for key, text in facts["functions"].items()}
    Wording.objects.bulk_create(
        Wording(embassy=embassy, key=key, text=wordings[key]) for key in Wording.Key.values
    )
    return embassy


_EMBASSY_KEYS = (
    "code",
    "kind",
    "languages",
    "time_zone",
    "exit_address",
    "band",
    "name",
    "short_name",
    "nation",
    "territory",
    "legal_form",
    "controller",
)


def _emergency(pack: Pack, embassy: Embassy) -> None:
    facts = pack.facts["emergency"]
    block = EmergencyBlock.objects.create(
        embassy=embassy,
        channel=facts["channel"],
        channel_address=facts["channel_address"],
        response_time=facts["response_time"],
        inside_country=facts["inside_country"],
        checked_on=day(facts["checked_on"], "emergency, checked_on"),
    )
    for order, number in enumerate(facts["numbers"]):
        EmergencyNumber.objects.create(
            block=block, number=number["number"], when=number["when"], sort_order=order
        )


def _mandate(pack: Pack, embassy: Embassy) -> None:
    facts = pack.facts["mandate"]
    resolution, founding = facts["resolution"], facts["founding"]
    adopted_on = day(resolution["adopted_on"], "mandate, resolution, adopted_on")
    Mandate.objects.create(
        embassy=embassy,
        resolution_title=resolution["title"],
        adopted_by=resolution["adopted_by"],
        adopted_on=adopted_on,
        resolution_address=resolution.get("address", ""),
        resolution_document=_document(pack, resolution, adopted_on),
        resolution_note=resolution.get("note", {}),
        founded_on=day(founding["decided_on"], "mandate, founding, decided_on"),
        founding_text=founding["text"],
    )
    for position, each in enumerate(facts.get("offices", [])):
        office = Office.objects.create(
            embassy=embassy, title=each["title"], signs=each["signs"], position=position
        )
        for order, term in enumerate(each.get("terms", [])):
            Term.objects.create(
                office=office,
                holder=term["holder"],
                starts_on=day(term["from"], "mandate, offices, terms, from"),
                ends_on=day(term["until"], "mandate, offices, terms, until"),
                basis=term["basis"],
                sort_order=order,
            )


def _document(pack: Pack, resolution: dict[str, Any], dated_on: object) -> StoredDocument | None:
    if not resolution.get("document"):
        return None
    path = (pack.folder / resolution["document"]).resolve()
    if not path.is_relative_to(pack.folder.resolve()) or not path.is_file():
        message = f"The content pack has no document {resolution['document']}. Add the file."
        raise Refused(message)
    return StoredDocument.objects.create(
        title=resolution["title"][pack.languages[0]],
        file=ContentFile(path.read_bytes(), name=f"document{path.suffix}"),
        dated_on=dated_on,
    )


def _channels(pack: Pack, embassy: Embassy) -> None:
    for position, facts in enumerate(pack.facts.get("channels", [])):
        channel = Channel(embassy=embassy, position=position, **facts)
        channel.full_clean()
        channel.save()


def _pages(pack: Pack, homes: dict[str, HomePage], now: datetime) -> None:
    keys = {key: _add_translations(pack, homes, key, now) for key in pack.pages if key != "home"}
    for name, texts in pack.news.items():
        _add_news(keys["news"], name, texts, now)
    for code, home in homes.items():
        ids = {key: pages[code].pk for key, pages in keys.items()} | {"home": home.pk}
        for key, texts in pack.pages.items():
            page = home if key == "home" else keys[key][code]
            _write_text(page, texts[code], ids)
        for item in NewsPage.objects.child_of(keys["news"][code]):
            text = next(each[code] for name, each in pack.news.items() if name == item.slug)
            _write_text(item, text, ids)


def _add_translations(
    pack: Pack, homes: dict[str, HomePage], key: str, now: datetime
) -> dict[str, Page]:
    """Add one page in each language; the versions know one another by their translation key."""
    pages: dict[str, Page] = {}
    for code, home in homes.items():
        page = _PAGE_TYPES.get(key, StandardPage)(
            locale=home.locale, slug=key, first_published_at=now
        )
        if pages:
            page.translation_key = pages[pack.languages[0]].translation_key
        _fill(page, pack.pages[key][code])
        pages[code] = home.add_child(instance=page)
    return pages


def _add_news(
    indexes: dict[str, Page], name: str, texts: dict[str, PackText], now: datetime
) -> None:
    key = None
    for code, text in texts.items():
        index = indexes[code]
        item = NewsPage(locale=index.locale, slug=name, first_published_at=now)
        item.published_on = day(text.front.get("published_on"), f"news, {name}, published_on")
        if key:
            item.translation_key = key
        _fill(item, text)
        index.add_child(instance=item)
        key = item.translation_key


def _fill(page: Page, text: PackText) -> None:
    page.title = text.title
    page.introduction = text.front.get("description", "")
    if isinstance(page, TextPage):
        page.page_class = text.front.get("page_class", TextPage.PageClass.GREEN)
        page.neutral_title = text.front.get("neutral_title", "")
        page.checked_on = text.front.get("checked_on")
        page.sources = [("source", _source(each)) for each in text.front.get("sources", [])]


def _source(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": facts["title"],
        "address": facts.get("address", ""),
        "dated_on": facts.get("dated_on"),
        "accessed_on": facts.get("accessed_on"),
        "archived": None,
    }


def _write_text(page: Page, text: PackText, ids: dict[str, int]) -> None:
    """Put the running text in, now that every page it may link to exists, and publish."""
    if isinstance(page, TextPage) and text.markdown:
        page.body = [("text", rich_text(text.markdown, pages=ids))]
    page.save_revision().publish()


def _statements(pack: Pack, embassy: Embassy, now: datetime) -> None:
    for language, data in sorted(pack.statements.items()):
        try:
            parsed = parse(data, language=language)
        except NotAStatement as error:
            raise Refused(str(error)) from None
        import_statement(parsed, embassy=embassy, language=language, now=now)

