"""What a rendered page must never hold; asked of each before its bytes are kept."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop

from ambasada.editions.rendering import Rendered

# Relations of <link> that only name another address, and load nothing from it.
_NAMING = frozenset({"alternate", "canonical", "license", "author", "help", "next", "prev"})
_LOADING = {
    "img": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "use": ("href",),
    "image": ("href",),
}
_TOKENS = re.compile(rb"csrfmiddlewaretoken|csrf_token|staff_csrf|staff_session|sessionid")
_WORKBENCH = re.compile(rb"wagtail-?userbar|data-w-|wagtailadmin|data-comment")
_ADMIN_PATHS = ("/admin/", "/account/")
LARGEST_PAGE = 600_000  # bytes of HTML: a long site map of news stays below


class Reading(HTMLParser):
    """What a page says of itself, where it leads, and what a browser loads for it."""

    def __init__(self, body: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.leads_to: set[str] = set()
        self.loads: set[str] = set()
        self.has_form = False
        self.has_inline_code = False
        self.feed(body.decode())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        values = {name: value or "" for name, value in attributes}
        if tag == "html":
            self.language = values.get("lang", "")
        if tag in {"form", "input", "textarea", "button", "select"}:
            self.has_form = True
        if "style" in values or any(name.startswith("on") for name in values):
            self.has_inline_code = True
        if tag in {"script", "style"} and "src" not in values:
            self.has_inline_code = True
        if tag in {"a", "area"} and values.get("href"):
            self.leads_to.add(values["href"])
        if tag == "link" and not set(values.get("rel", "").split()) <= _NAMING:
            self.loads.update(_addresses(values.get("href", "")))
        for name in _LOADING.get(tag, ()):
            self.loads.update(_addresses(values.get(name, "")))

    @property
    def links(self) -> set[str]:
        """The paths on this site that it leads to or loads, without what follows # or ?."""
        every = (urlsplit(each) for each in self.leads_to | self.loads)
        return {each.path for each in every if each.path.startswith("/") and not each.netloc}


def _addresses(value: str) -> set[str]:
    """Return the addresses of a src or a srcset; a data: address holds its own bytes."""
    found = {part.split()[0] for part in value.split(",") if part.strip()}
    return set() if value.startswith(("data:", "#")) else found


def faults(page: Rendered, reading: Reading | None) -> list[str]:
    """Name everything that keeps a page from being baked; `reading` is None for what is no HTML."""
    found = [name for name, is_wrong in _OF_ALL.items() if is_wrong(page)]
    if reading is not None:
        found += [name for name, is_wrong in _OF_HTML.items() if is_wrong(page, reading)]
    return found


_OF_ALL: dict[str, Callable[[Rendered], bool]] = {
    gettext_noop("sets a cookie"): lambda page: page.sets_cookie,
    gettext_noop("holds a token of a session"): lambda page: bool(_TOKENS.search(page.body)),
    gettext_noop("holds something of the workbench"): lambda page: bool(
        _WORKBENCH.search(page.body)
    ),
    gettext_noop("is too large"): lambda page: (
        page.type.startswith("text/html") and len(page.body) > LARGEST_PAGE
    ),
    gettext_noop("is empty"): lambda page: not page.body and not page.to,
}
_OF_HTML: dict[str, Callable[[Rendered, Reading], bool]] = {
    gettext_noop("is in another language than its address"): lambda page, read: (
        read.language != page.language
    ),
    gettext_noop("loads something from elsewhere"): lambda _page, read: any(
        not each.startswith("/") or each.startswith("//") for each in read.loads
    ),
    gettext_noop("holds a form"): lambda _page, read: read.has_form,
    gettext_noop("holds code between its lines"): lambda _page, read: read.has_inline_code,
    gettext_noop("leads into the admin"): lambda _page, read: any(
        each.startswith(_ADMIN_PATHS) for each in read.links
    ),
}
