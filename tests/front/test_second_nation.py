"""The software knows no nation: Norland's pages speak of Norland alone, Britain's of their own."""

import re

import pytest

from ambasada.front.models import AboutPage
from ambasada.network.models import Embassy
from tests.factories.pages import news, withdraw_at_once
from tests.factories.reader import Reader
from tests.factories.reading import Answer

# Belarus, Белар-, Бялорусь, Белорусс-, Biełaruś, Bialorus, Weissrussland: any form of the name.
_ANOTHER_NATION = re.compile(
    r"b[iy]?[ae]l+[ao]r+[uo]s|bie[lł]ar|bia[lł]oru|бел[ао]р|бял[ао]р|б[iі]ларус|weissru|weißru",
    re.IGNORECASE,
)
_NORLAND = re.compile(r"norl|норл|testl|тестл", re.IGNORECASE)
_SITE_WIDE = ("/", "/exit/", "/healthz", "/robots.txt", "/sitemap.xml")


def everything(reader: Reader, languages: list[str]) -> dict[str, Answer]:
    """Follow every link inside the site from the site map on, and meet each kind of error."""
    found: dict[str, Answer] = {}
    waiting = [*_SITE_WIDE, *(f"/{code}/" for code in languages)]
    waiting += [f"/{code}/nowhere/" for code in languages]
    waiting += re.findall(r"https?://[^/]+(/[^<]+)</loc>", reader.get("/sitemap.xml").body)
    while waiting:
        path = waiting.pop().partition("#")[0]
        if path in found or path.startswith("/static/"):
            continue
        found[path] = reader.get(path)
        if found[path].headers["Content-Type"].startswith("text/html"):
            waiting += [href for href in found[path].page.hrefs if href.startswith("/")]
    return found


@pytest.mark.parametrize(
    "name",
    ["Belarusian", "беларуская", "Бялорусь", "белорусов", "Biełaruś", "Беларусь", "BELARUS"],
)
def test_name_of_another_nation_is_noticed_in_any_form(name: str) -> None:
    assert _ANOTHER_NATION.search(f"a{name}b")


@pytest.mark.usefixtures("britain")
def test_norland_says_nothing_of_another_nation_on_any_page(
    norland: Embassy, reader_in_norland: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_back = news(norland, "en")
    withdraw_at_once(taken_back)

    answers = everything(reader_in_norland, norland.languages)
    answers["gone"] = reader_in_norland.get(f"/en/{taken_back.address}")
    monkeypatch.setattr(AboutPage, "get_context", None)  # calling it fails
    answers["failed"] = reader_in_norland.get("/ru/about/")

    assert sorted({each.status for each in answers.values()}) == [200, 404, 410, 500]
    assert len(answers) >= 40
    assert {
        path: _ANOTHER_NATION.findall(each.body)
        for path, each in answers.items()
        if _ANOTHER_NATION.search(each.body + str(each.headers))
    } == {}


@pytest.mark.usefixtures("norland")
def test_britain_says_nothing_of_norland_on_any_page(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    answers = everything(reader_in_britain, britain.languages)

    assert len(answers) > 50
    assert {path for path, each in answers.items() if _NORLAND.search(each.body)} == set()


def test_no_link_of_the_site_is_broken(
    britain: Embassy, norland: Embassy, reader_in_britain: Reader, *, reader_in_norland: Reader
) -> None:
    for embassy, reader in ((britain, reader_in_britain), (norland, reader_in_norland)):
        answers = everything(reader, embassy.languages)
        broken = {path for path, each in answers.items() if each.status != 200}
        assert broken == {f"/{code}/nowhere/" for code in embassy.languages}


@pytest.mark.usefixtures("norland")
def test_page_of_one_embassy_is_not_read_on_the_others_host(reader_in_britain: Reader) -> None:
    assert reader_in_britain.get("/en/news/2026-10-05-treasurer-wanted/").status == 404
