"""The reading pages of a site: found as a reader finds them, from link to link."""

import re
from html.parser import HTMLParser

from bench.figures import Unmeasured
from bench.serving import Serving, fetch

# Enough for the shipped content in three languages, several times over.
_MOST_PAGES = 200
_IN_A_LANGUAGE = re.compile(r"^/[a-z]{2}(?:-[a-z]+)?/")


class Page(HTMLParser):
    """What one page links to and what a browser loads for it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.styles: list[str] = []
        self.others: list[str] = []  # script, icon, anything preloaded
        self.pictures: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        relations = values.get("rel", "").split()
        if tag == "a":
            self.links.append(values.get("href", "").partition("#")[0])
        elif tag == "link" and "stylesheet" in relations:
            self.styles.append(values.get("href", ""))
        elif tag == "link" and {"icon", "preload", "modulepreload"} & set(relations):
            self.others.append(values.get("href", ""))
        elif tag == "script" and "src" in values:
            self.others.append(values["src"])
        elif tag == "img":
            self.pictures.append(values.get("src", ""))


def reading_pages(site: Serving) -> list[str]:
    """Return the path of every reading page that links lead to, in every language."""
    connection = site.connect()
    waiting = ["/"]
    found: dict[str, None] = {}
    while waiting:
        path = waiting.pop(0)
        body, _encoding = fetch(connection, path, accept="identity")
        for link in Page(body.decode()).links:
            if _IN_A_LANGUAGE.match(link) and link not in found:
                found[link] = None
                waiting.append(link)
        if len(found) > _MOST_PAGES:
            message = f"The site has more than {_MOST_PAGES} pages: measure on a small one."
            raise Unmeasured(message)
    connection.close()
    return sorted(found)
