"""The sources of a page as templates show them, made of the page's own bytes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail.models import Page

from ambasada.network.models import FairCopy, StoredCopy, files_of


@dataclass(frozen=True)
class Source:
    """Where a claim comes from."""

    title: str
    address: str
    dated_on: date | None
    accessed_on: date | None
    copy: StoredCopy | None


def sources_of(page: Page) -> list[Source]:
    """Return the sources of a page, in order; a page type without sources has none.

    An approved page names its documents by the hash that was approved; a draft by what is stored.
    """
    blocks = getattr(page, "sources", None)
    if not blocks:
        return []
    fair_copy: FairCopy | None = getattr(page, "fair_copy", None)
    files = fair_copy.files if fair_copy else files_of(page)
    return [_source(each["value"], files) for each in blocks.raw_data]


def _source(value: dict[str, Any], files: dict[int, StoredCopy]) -> Source:
    return Source(
        title=value["title"],
        address=value.get("address") or "",
        dated_on=_day(value.get("dated_on")),
        accessed_on=_day(value.get("accessed_on")),
        copy=files.get(value.get("archived") or 0),
    )


def _day(stored: str | date | None) -> date | None:
    return date.fromisoformat(stored) if isinstance(stored, str) and stored else stored or None
