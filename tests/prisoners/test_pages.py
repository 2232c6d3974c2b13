"""What readers get of lists of prisoners: nothing before members approved it, and that alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambasada.editions.actions import erase, remove_at_wish
from ambasada.network.models import Embassy
from ambasada.prisoners.models import PrisonerList, PrisonerRecord, PrisonerRoll
from tests.factories.editions import baked, text_at, visitor_of
from tests.factories.prisoners import approved, imported, person, published, ref_of
from tests.factories.reading import read
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


def test_birthdays_of_this_month_and_the_next_are_told(britain: Embassy) -> None:
    this = timezone.localdate().month
    months = [(this + ahead - 1) % 12 + 1 for ahead in range(3)]
    born = {number: f"1990-{month:02}-28" for number, month in enumerate(months, 1)}
    published(britain, *(person(number, born=born[number]) for number in born))
    baked(britain)

    text = read(text_at(britain, "/en/prisoners/birthdays/")).one("main").text

    assert text.index("Numar1-Test") < text.index("Numar2-Test")
    assert "Numar3-Test" not in text


def test_everybody_is_on_a_site_map_of_their_own_until_they_are_taken_off(
    britain: Embassy,
) -> None:
    baked(britain)
    assert "prisoners/sitemap.xml" not in text_at(britain, "/robots.txt")
    published(britain, person(1), person(2))
    baked(britain)
    path = f"prisoners/{ref_of(britain)}/"
    robots, pages = text_at(britain, "/robots.txt"), text_at(britain, "/sitemap.xml")
    for code in britain.languages:
        assert f"Sitemap: {britain.origin}/{code}/prisoners/sitemap.xml\n" in robots
        own = text_at(britain, f"/{code}/prisoners/sitemap.xml")
        assert own.count("<url>") == 2
        assert f"<loc>{britain.origin}/{code}/{path}</loc>" in own
        for other in britain.languages:
            assert f'hreflang="{other}" href="{britain.origin}/{other}/{path}"' in own
    assert path not in pages

    remove_at_wish(ref_of(britain), britain, by=seat("anna", britain), now=timezone.now())

    assert visitor_of(britain).ask("/en/prisoners/sitemap.xml").status == 503
    baked(britain)
    left = text_at(britain, "/en/prisoners/sitemap.xml")
    assert (path in left, left.count("<url>")) == (False, 1)


def test_erased_list_is_sent_to_nobody_at_once(britain: Embassy) -> None:
    published(britain, person(1), person(2))
    paths = [f"/en/prisoners/{ref_of(britain)}/", "/en/prisoners/status-active/"]
    paths += ["/en/prisoners/letter-a/", "/en/prisoners/birthdays/"]
    baked(britain)
    visitor = visitor_of(britain)
    assert [visitor.ask(path).status for path in paths] == [200] * 4

    of_list = PrisonerList.objects.get()
    erase(of_list, britain, by=seat("anna", britain), now=timezone.now())

    visitor = visitor_of(britain)
    assert 200 not in [visitor.ask(path).status for path in paths]
    assert PrisonerRecord.objects.count() == PrisonerRoll.objects.count() == 0
    assert baked(britain, later=timedelta(minutes=1)).faults == {}
    assert [visitor_of(britain).ask(path).status for path in paths] == [404] * 4
    assert visitor_of(britain).ask("/en/prisoners/").status == 200
