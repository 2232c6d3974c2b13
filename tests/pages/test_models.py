"""What every page has: an address of ours, Wagtail's addresses in step with it, its class."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from ambasada.network.models import Embassy
from ambasada.publishing.models import NewsPage, StandardPage
from tests.factories.pages import DAY, approve_at_once, at, drafted, news, published, statement
from tests.factories.reader import Reader


@pytest.mark.parametrize(
    ("language", "title", "slug"),
    [
        ("be", "Сустрэча з дэпутатамі ў Лондане", "2026-05-01-sustreca-z-deputatami-u-londanie"),
        ("ru", "Встреча с депутатами в Лондоне", "2026-05-01-vstrecha-s-deputatami-v-londone"),
        ("en", "A meeting with MPs in London", "2026-05-01-a-meeting-with-mps-in-london"),
    ],
)
def test_slug_is_the_date_and_the_title_in_our_latin_letters_when_none_is_given(
    britain: Embassy, language: str, title: str, *, slug: str
) -> None:
    assert news(britain, language, title=title).slug == slug
    assert statement(britain, language, title=title).slug == slug


def test_slug_of_a_standing_page_has_no_date(britain: Embassy) -> None:
    home = at(britain, "be")

    page = published(StandardPage(title="Як спытаць"), home)

    assert page.slug == "jak-spytac"


def test_address_stays_when_the_title_of_a_published_page_changes(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "be", title="Першая назва")
    before = item.address

    item.title = "Зусім іншая назва"
    item.save_revision()
    unapproved = reader_in_britain.get(f"/be/{before}").heading
    approve_at_once(item)

    assert unapproved == "Першая назва"
    assert (item.title, item.address) == ("Зусім іншая назва", before)
    assert reader_in_britain.get(f"/be/{before}").heading == "Зусім іншая назва"


def test_wagtail_knows_the_public_address_of_every_page(britain: Embassy, norland: Embassy) -> None:
    statement(britain, "be")
    pages = list(Page.objects.filter(depth__gte=2).specific())

    for page in pages:
        code = page.url_path.split("/", 2)[1].rpartition("-")[0]
        embassy = {"gb": britain, "norland": norland}[code]
        language = page.locale.language_code
        path = page.url_path.removeprefix(f"/{code}-{language}/")
        assert page.full_url == f"{embassy.origin}/{language}/{path}", page.url_path
        assert page.get_url_parts() == (embassy.site.pk, embassy.origin, f"/{language}/{path}")
        assert page.url == page.full_url  # two sites: a path alone would lead astray
    assert {type(page).__name__ for page in pages} == {
        "AboutPage",
        "ContactPage",
        "EmergencyPage",
        "EventIndexPage",
        "GuideIndexPage",
        "GuidePage",
        "HomePage",
        "NewsIndexPage",
        "NewsPage",
        "PressIndexPage",
        "PrisonersPage",
        "RegisterPage",
        "ReportIndexPage",
        "SituationPage",
        "StandardPage",
        "StatementIndexPage",
        "StatementPage",
        "VerifyPage",
    }


def test_every_published_page_answers_at_the_address_wagtail_knows(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    statement(britain, "en")

    for page in Page.objects.filter(url_path__startswith="/gb-").specific():
        shown = reader_in_britain.get(page.full_url.removeprefix(britain.origin))
        assert (shown.status, shown.canonical) == (200, page.full_url)


def test_page_has_no_public_address_when_no_embassy_owns_it(britain: Embassy) -> None:
    assert Page.get_first_root_node().specific.url is None
    assert britain.site.root_page.specific.address == ""


def test_yellow_page_is_refused_when_it_has_no_neutral_title(britain: Embassy) -> None:
    page = at(britain, "en", "help/")
    page.page_class, page.neutral_title = "yellow", ""

    with pytest.raises(ValidationError) as refused:
        page.full_clean()

    assert list(refused.value.message_dict) == ["neutral_title"]


def test_second_page_gets_a_number_when_its_title_and_day_are_taken(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    items = [news(britain, "be", title="Ціхі дзень", introduction=text) for text in "ABC"]
    texts = [statement(britain, "be", title="Ціхі дзень") for _time in range(2)]

    assert len({page.slug for page in items}) == 3
    assert len({page.slug for page in texts}) == 2
    shown = [reader_in_britain.get(f"/be/{item.address}").main.one("header") for item in items]
    assert [each.all("p")[0].text for each in shown] == ["A", "B", "C"]


@pytest.mark.parametrize("language", ["be", "ru"])
def test_draft_has_our_slug_and_follows_its_title_until_it_is_published(
    britain: Embassy, reader_in_britain: Reader, language: str
) -> None:
    draft = drafted(
        NewsPage(title="Першая назва", published_on=DAY), at(britain, language, "news/")
    )
    first = draft.slug

    draft.title = "Another name"
    draft.save_revision()
    approve_at_once(draft)

    assert first.isascii()
    assert first.startswith("2026-05-01-p")
    assert draft.slug == "2026-05-01-another-name"
    assert reader_in_britain.get(f"/{language}/news/{draft.slug}/").status == 200
    assert reader_in_britain.get(f"/{language}/news/{first}/").status == 404


def test_title_is_refused_when_no_address_can_be_made_of_it(britain: Embassy) -> None:
    with pytest.raises(ValidationError) as refused:
        news(britain, "be", title="!?")

    assert list(refused.value.message_dict) == ["title"]
