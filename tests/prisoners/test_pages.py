"""What readers get of lists of prisoners: nothing before members approved it, and that alone."""

import pytest

from ambasada.network.models import Embassy
from tests.factories.editions import baked, text_at
from tests.factories.prisoners import approved, imported, person, ref_of
from tests.factories.staff import seat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]


def test_person_is_baked_once_the_list_is_approved(britain: Embassy) -> None:
    for name in ("anna", "boris"):
        seat(name, britain)
    made = imported(britain, person(1), person(2, status="former"))
    path = f"/en/prisoners/{ref_of(britain)}/"
    baked(britain)
    assert text_at(britain, path) == ""
    assert made.approval is not None

    approved(made.approval)
    outcome = baked(britain)

    assert outcome.faults == {}
    text = text_at(britain, path)
    assert "Asoba Numar1-Test" in text
    assert "According to Test Centre, list of 1 November 2026." in text
    for each in ("", "letter-a/", "status-active/", "status-former/", "year-2021/", "birthdays/"):
        assert text_at(britain, f"/en/prisoners/{each}"), each
    assert text_at(britain, "/be/prisoners/letter-0430/")
    for each in ("letter-a/", "status-active/", "year-2021/", "birthdays/"):
        text = text_at(britain, f"/en/prisoners/{each}")
        assert text.count('<meta name="robots" content="noindex">') == 1, each
        assert text.count('<p class="row__text notice" lang="en">') == 1, each
    text = text_at(britain, path)
    assert text.count('<p class="row__text notice" lang="en">') == 1
    assert "noindex" not in text
