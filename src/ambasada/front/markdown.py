"""CommonMark of a content pack, turned into the rich text that Wagtail keeps."""

import re
from collections.abc import Mapping

import nh3
from markdown_it import MarkdownIt

_TAGS = {"p", "h2", "h3", "b", "i", "ol", "ul", "li", "a", "blockquote", "hr", "br"}
_PAGE_LINK = re.compile(r'<a href="page:([a-z]+)">')


def rich_text(markdown: str, *, pages: Mapping[str, int]) -> str:
    """Return cleaned rich text; `page:KEY` becomes a link to the page with that id.

    Only the features of `pages.blocks.TEXT_FEATURES` come through; a link to an unknown page
    stays as its words.
    """
    html = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).render(markdown)
    for long, short in (("strong", "b"), ("em", "i")):
        html = html.replace(f"<{long}>", f"<{short}>").replace(f"</{long}>", f"</{short}>")
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "mailto", "tel", "page"},
        link_rel=None,
    )
    linked = _PAGE_LINK.sub(lambda found: _page_tag(pages.get(found[1])), clean)
    return linked.replace("\n", " ").strip()


def _page_tag(page_id: int | None) -> str:
    return f'<a linktype="page" id="{page_id}">' if page_id else "<a>"
