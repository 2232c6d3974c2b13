"""A press: a process of its own that turns sheets of HTML into PDF, and does nothing else.

What draws the letters is a library in C, which stays out of the server. Run as
`python -m ambasada.lib.press`, it takes a sheet a line, as JSON, and answers each with a line;
where Debian's Pango is not installed it ends at once. It opens no file and no connection: what a
sheet shows besides its words comes with it.
"""

import base64
import json
import sys
from collections.abc import Mapping
from typing import Any

from ambasada.lib.printing import ABSENT

try:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcherResponse
except OSError:  # there is no Pango
    HTML = None

SCHEME = "paper:"


def main() -> int:
    """Print sheets until there are none left."""
    if HTML is None:
        return ABSENT
    for line in sys.stdin:
        said = json.loads(line)
        files = {name: base64.b64decode(each) for name, each in said["files"].items()}
        made = printed(said["html"], said["css"], files)
        sys.stdout.write(f"{base64.b64encode(made).decode()}\n")
        sys.stdout.flush()
    return 0


def printed(html: str, css: str, files: Mapping[str, bytes]) -> bytes:
    """Return a sheet as PDF: always the same bytes, which say no time and no maker."""

    def fetch(address: str, *_rest: object, **_also: object) -> URLFetcherResponse:
        return URLFetcherResponse(address, files[address.removeprefix(SCHEME)])

    fonts = FontConfiguration()
    style = CSS(string=css, font_config=fonts, url_fetcher=fetch, base_url=f"{SCHEME}/")
    page = HTML(string=html, url_fetcher=fetch, base_url=f"{SCHEME}/")
    made: bytes = page.write_pdf(
        stylesheets=[style], font_config=fonts, finisher=_without_maker, pdf_tags=True
    )
    return made


def _without_maker(_document: object, pdf: Any) -> None:  # noqa: ANN401 -- pydyf's
    """Leave out which program made it."""
    pdf.info.pop("Producer", None)


if __name__ == "__main__":
    sys.exit(main())
