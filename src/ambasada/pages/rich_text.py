"""Links in running text: inside the site by the page itself, outside without a trace."""

from typing import Any

from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text import LinkHandler

from ambasada.network.models import FairCopy


class PageLink(LinkHandler):
    """A link to a page, in the language of the interface that shows it."""

    identifier = "page"

    @staticmethod
    def get_model() -> type[Page]:
        return Page

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Return the opening tags of many links with one query; a lost target is no link."""
        wanted = {int(attrs["id"]) for attrs in attrs_list if str(attrs.get("id", "")).isdecimal()}
        # Facts have no path; pages of all kinds share their numbers.
        pages = FairCopy.objects.filter(is_public=True, path__isnull=False, object_id__in=wanted)
        paths = dict(pages.values_list("object_id", "path"))
        return [cls._tag(paths.get(int(attrs.get("id", 0)))) for attrs in attrs_list]

    @staticmethod
    def _tag(path: str | None) -> str:
        return "<a>" if path is None else f'<a href="/{get_language()}/{escape(path)}">'


class OutsideLink(LinkHandler):
    """A link to another site, which is not told where the reader comes from."""

    identifier = "external"

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Return the opening tags of many links."""
        return [
            f'<a class="outside" rel="noopener noreferrer external" href="{escape(attrs["href"])}">'
            for attrs in attrs_list
        ]
