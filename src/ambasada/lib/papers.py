"""PDF files without what they say besides their pages: who wrote them, when, with what, and where.

A file is read and written afresh: earlier versions of it that stand behind one another, and what
nothing leads to, are left behind. What a page shows stays as it was.
"""

from io import BytesIO

_HEAD = b"%PDF-"


class NotAPaper(Exception):
    """It is no PDF that can be cleaned: damaged, locked, or with a part that can’t be read."""


def page_count(content: bytes) -> int:
    """Return how many pages a PDF file has that we made ourselves."""
    from pypdf import PdfReader  # noqa: PLC0415 -- slow, and few commands need it

    return len(PdfReader(BytesIO(content)).pages)


def cleaned(content: bytes) -> bytes:
    """Return a PDF file that says no more than its pages. Raises NotAPaper."""
    # Numbers of objects that were left out are gone when it is written once more.
    return _written_afresh(_written_afresh(content))


def is_clean(content: bytes) -> bool:
    """Tell whether a file is one that `cleaned` wrote: cleaning it once more changes nothing."""
    try:
        return _written_afresh(content) == content
    except NotAPaper:
        return False


def _written_afresh(content: bytes) -> bytes:
    if not content.startswith(_HEAD):
        raise NotAPaper
    # What reads PDF takes a sixth of the time in which a command or a server starts.
    from ambasada.lib.rewriting import rewritten  # noqa: PLC0415 -- slow, and few commands need it

    return rewritten(content)
