"""The guides of a content pack, written as drafts below the page that lists them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wagtail.models import Page

from ambasada.front.actions.pack_texts import fill
from ambasada.front.markdown import rich_text
from ambasada.front.pack_guides import Guide, parts_of
from ambasada.front.pack_texts import PackText
from ambasada.front.packs import Pack
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, Office
from ambasada.publishing.models import GuidePage


def add_guides(
    pack: Pack, embassy: Embassy, indexes: Mapping[str, Page], *, now: datetime
) -> dict[str, dict[str, GuidePage]]:
    """Add the guides of a pack in each language; return them by name and language, still empty."""
    office = _office(pack, embassy) if pack.guides else None
    return {
        name: _add_guide(guide, indexes, name=name, office=office, now=now)
        for name, guide in pack.guides.items()
    }


def _add_guide(
    guide: Guide,
    indexes: Mapping[str, Page],
    *,
    name: str,
    office: Office | None,
    now: datetime,
) -> dict[str, GuidePage]:
    pages: dict[str, GuidePage] = {}
    for code, text in guide.texts.items():
        page = GuidePage(
            locale=indexes[code].locale,
            slug=name,
            first_published_at=now,
            live=False,
            topic=guide.topic,
            position=guide.position,
            for_whom=text.front["for_whom"],
            jurisdiction=text.front["jurisdiction"],
            is_law=text.front["is_law"],
            checked_by=office,
        )
        for first in list(pages.values())[:1]:
            page.translation_key = first.translation_key
        fill(page, text)
        # Its links are made once every page exists.
        page.steps = _steps(text, {})
        pages[code] = indexes[code].add_child(instance=page)
    return pages


def write_guide(page: GuidePage, text: PackText, ids: Mapping[str, int]) -> None:
    """Put the running text in, now that every page it may link to exists."""
    opening, _steps_of = parts_of(text)
    page.body = [("text", rich_text(opening, pages=ids))] if opening else []
    page.steps = _steps(text, ids)
    page.save_revision()


def _steps(text: PackText, ids: Mapping[str, int]) -> list[tuple[str, dict[str, Any]]]:
    _opening, steps = parts_of(text)
    return [
        ("step", {"heading": heading, "text": rich_text(each, pages=ids)})
        for heading, each in steps
    ]


def _office(pack: Pack, embassy: Embassy) -> Office:
    """Return the office that answers for the guides, which a pack names by its title."""
    title = pack.facts["guides"].get("checked_by")
    offices = Office.objects.filter(embassy=embassy)
    office = next((each for each in offices if title in each.title.values()), None)
    if office is None:
        message = (
            "The content pack names no office that answers for its guides. Set `checked_by` of "
            "[guides] to the title of one of its offices."
        )
        raise Refused(message)
    return office
