"""A PDF keeps its pages and loses its history: who wrote it, with what, what lies inside."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from ambasada.lib.papers import NotAPaper, cleaned, is_clean
from tests.factories.papers import SHOWN, paper
from tests.factories.photographs import CANARY, jpeg


def test_paper_keeps_what_its_pages_show_and_nothing_else() -> None:
    written = paper()
    assert written.count(CANARY.encode()) > 8

    made = cleaned(written)

    assert CANARY.encode() not in made
    page = PdfReader(BytesIO(made)).pages[0]
    assert SHOWN in page.extract_text()
    assert page.images[0].image is not None
    assert not page.get("/Annots")


def test_cleaned_paper_is_told_from_one_that_is_not() -> None:
    made = cleaned(paper())

    assert is_clean(made)
    assert not is_clean(paper())
    assert not is_clean(made + CANARY.encode())
    assert not is_clean(made.replace(b"/Type /Catalog", b"/Type /Catalog /Lang (x)", 1))


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-", b"%PDF-1.7\n%%EOF", b"<html>", jpeg(), paper(is_locked=True), paper()[:900]],
    ids=["empty", "head", "bare", "html", "picture", "locked", "cut off"],
)
def test_what_is_no_paper_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPaper):
        cleaned(content)
    assert not is_clean(content)
