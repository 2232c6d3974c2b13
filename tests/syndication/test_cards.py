"""What other sites and search engines are told of a page."""

from io import BytesIO

import pytest
from PIL import Image

from ambasada.lib.pictures import is_silent
from ambasada.network.models import Embassy
from ambasada.syndication.cards import draw_card
from tests.factories.pages import approve_at_once, news, statement
from tests.factories.reader import Reader
from tests.factories.reading import Answer

BAND = ["#.o.", ".#.o"]
RED = (194, 26, 38)


def told(answer: Answer) -> dict[str, str]:
    """Return what the head tells other sites, by property."""
    metas = answer.page.one("head").all("meta")
    return {
        each.attributes["property"]: each.attributes["content"]
        for each in metas
        if "property" in each.attributes
    }


def colours_of(card: bytes) -> set[tuple[int, int, int]]:
    picture = Image.open(BytesIO(card)).convert("RGB")
    return {colour for _count, colour in picture.getcolors() or ()}  # type: ignore[misc]


def test_page_tells_of_itself_under_its_whole_address(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "be", title="Навіна", introduction="Пра што яна.")
    address = f"{britain.origin}/be/{item.address}"

    answer = reader_in_britain.get(f"/ru/{item.address}")

    assert told(answer) == {
        "og:title": "Навіна",
        "og:description": "Пра што яна.",
        "og:type": "article",
        "og:url": address,
        "og:site_name": britain.name["ru"],
        "og:image": f"{address}card.png",
    }
    assert answer.main.attributes["itemtype"] == "https://schema.org/NewsArticle"
    assert answer.main.one("h1").attributes["itemprop"] == "name"


@pytest.mark.parametrize("make", [news, statement])
def test_card_is_a_picture_of_the_size_that_is_asked_for_and_says_nothing_besides(
    britain: Embassy, reader_in_britain: Reader, make: object
) -> None:
    page = make(britain, "en")  # type: ignore[operator]

    answer = reader_in_britain.get(f"/en/{page.address}card.png")

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "image/png"
    assert is_silent(answer.bytes, "image/png")
    assert Image.open(BytesIO(answer.bytes)).size == (1200, 630)
    assert RED in colours_of(answer.bytes)


def test_card_stands_where_the_text_does(britain: Embassy, reader_in_britain: Reader) -> None:
    item = news(britain, "be")

    assert reader_in_britain.get(f"/be/{item.address}card.png").status == 200
    assert reader_in_britain.get(f"/ru/{item.address}card.png").status == 404
    assert reader_in_britain.get("/be/about/card.png").status == 404


def test_neutral_page_is_given_away_by_nothing(britain: Embassy, reader_in_britain: Reader) -> None:
    item = news(britain, "en", title="Where to hide", introduction="A secret.")
    item.page_class, item.neutral_title = "yellow", "Information"
    item.save_revision()
    approve_at_once(item)

    answer = reader_in_britain.get(f"/en/{item.address}")
    card = reader_in_britain.get(f"/en/{item.address}card.png")

    assert told(answer) == {}
    assert "itemtype" not in answer.main.attributes
    assert card.bytes == draw_card("Information", [], [])
    assert RED not in colours_of(card.bytes)


def test_every_title_fits() -> None:
    titles = [
        "",
        "А",
        "А\nБ",
        "Слова " * 100,
        "х" * 300,
        "Ўзнёслая ґанак’а сям’я — Łacinka: ŭ ć ś ź ł",
    ]

    cards = {draw_card(title, ["10 снежня 2026", "Імя " * 40], BAND) for title in titles}

    assert len(cards) == len(titles)
    assert max(map(len, cards)) < 40_000


def test_card_is_the_same_each_time() -> None:
    assert draw_card("A title", ["A day"], BAND) == draw_card("A title", ["A day"], BAND)
