"""How many pages were found, as readers are told."""

import pytest

from ambasada.editions.searching.answered import SearchPage
from ambasada.editions.searching.asked import MOST, Result
from ambasada.network.models import Embassy
from tests.factories.editions import baked, text_at

pytestmark = [pytest.mark.django_db, pytest.mark.files, pytest.mark.usefixtures("edition")]


def test_answer_says_that_there_may_be_more_than_it_shows() -> None:
    baked_page = (
        b'<!--search--><div data-found="Pages found:" data-first="The first 30 pages"></div>'
        b"<!--/search-->"
    )
    page = SearchPage(baked_page, "/en/search/")
    some = [Result(f"/en/{number}/", "en", "Amber", ()) for number in range(MOST)]

    assert b">The first 30 pages<" in page.found("amber", some)
    assert b">Pages found: 29<" in page.found("amber", some[1:])


def test_copy_is_told_how_many_pages_are_shown_at_most(britain: Embassy) -> None:
    baked(britain)

    assert f'data-first="The first {MOST} pages"' in text_at(britain, "/en/search/")
    assert f'data-first="Першыя старонкі: {MOST}"' in text_at(britain, "/be/search/")
