"""What the heading of a text says, written into a page."""

from typing import Any

from wagtail.models import Page

from ambasada.front.pack_texts import PackText
from ambasada.pages.models import TextPage


def fill(page: Page, text: PackText) -> None:
    """Fill in the title, the introduction and, of a text, what it rests on and whom it protects."""
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
