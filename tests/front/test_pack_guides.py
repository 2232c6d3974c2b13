"""The guides of a pack: in every language and listed, or the pack is refused in one sentence."""

import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from ambasada.front.pack_guides import parts_of
from ambasada.front.packs import read_pack
from ambasada.lib.refused import Refused
from ambasada.publishing.models import GuideIndexPage, GuidePage
from tests.factories.embassies import CONTENT, raised_from
from tests.factories.packs import (
    DAY,
    LANGUAGES,
    markdown_file,
    tiny_facts,
    tiny_guide,
    tiny_pack,
    words,
    write,
)
from tests.factories.reader import Reader

HOST = "tiny.example.org"


def without_guides(folder: Path) -> Path:
    """Write a pack without guides and without the page that lists them."""
    facts = {name: each for name, each in tiny_facts().items() if name != "guides"}
    return tiny_pack(folder, facts)


def said(folder: Path, code: str, text: str = "## One\n", **heading: Any) -> None:
    """Write the guide in a language anew."""
    front = {**tiny_guide(code), **heading}
    kept = {name: each for name, each in front.items() if each != ""}
    write(folder / "guides" / "first" / f"{code}.md", markdown_file(kept, text))


def test_guide_is_split_into_what_opens_it_and_its_steps(tmp_path: Path) -> None:
    guide = read_pack(tiny_pack(tmp_path)).guides["first"]

    assert (guide.topic, guide.position) == ("safety", 0)
    assert parts_of(guide.texts["en"]) == (
        "Opening.",
        [("One", "Read [help](page:help)."), ("Two", "Wait.")],
    )


def test_order_of_the_list_is_that_of_the_pack() -> None:
    guides = read_pack(CONTENT / "gb").guides

    assert len(guides) == 14
    assert list(guides)[:3] == [
        "if-you-are-in-belarus",
        "first-72-hours",
        "do-not-return-for-a-passport",
    ]
    topics = [each.topic for each in guides.values()]
    assert topics == sorted(topics, key=GuidePage.Topic.values.index)


@pytest.mark.parametrize("code", ["gb", "norland"])
def test_guide_of_a_committed_pack_rests_on_sources_and_gives_nothing_away(code: str) -> None:
    for name, guide in read_pack(CONTENT / code).guides.items():
        for text in guide.texts.values():
            assert text.front.get("sources"), name
            assert text.front["page_class"] == "green" or text.front["neutral_title"], name


def spoil(folder: Path, gap: str) -> None:
    """Take something away from a pack that lacks nothing."""
    guide = folder / "guides" / "first"
    if gap == "file":
        (guide / "be.md").unlink()
    elif gap == "place":
        shutil.copytree(guide, folder / "guides" / "second")
    elif gap == "folder":
        shutil.rmtree(guide)
    elif gap == "list in one language":
        (folder / "pages" / "guides.be.md").unlink()
    elif gap == "list":
        for page in (folder / "pages").glob("guides.*.md"):
            page.unlink()
    else:
        for code, text, heading in SAID[gap]:
            said(folder, code, text, **heading)


SAID: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "sentence": [("ru", "## One\n", {"for_whom": ""})],
    "step": [("ru", "## One\n", {})],
    "steps": [(code, "Text.\n", {}) for code in LANGUAGES],
    "fact": [("be", "## One\n\n## Two\n", {"is_law": False})],
    "day": [(code, "## One\n", {"checked_on": "yesterday"}) for code in LANGUAGES],
}
SPOILT = {
    "file": r"has no readable file first/be\.md",
    "sentence": r"guides/first/ru\.md does not say `for_whom`",
    "step": r"has 2 steps in en and 1 in ru",
    "steps": r"has 0 steps in en and 0 in en",
    "fact": r"says another `is_law` in be than in en",
    "day": r"must say when it was checked and whether it rests on law",
    "place": r"lists no guide “second”",
    "folder": r"has no folder guides/first",
    "list": r"has guides and no page that lists them",
    "list in one language": r"has no readable file pages/guides\.be\.md",
}


@pytest.mark.parametrize("gap", SPOILT)
def test_pack_is_refused_when_a_guide_has_a_gap(tmp_path: Path, gap: str) -> None:
    folder = tiny_pack(tmp_path)
    spoil(folder, gap)

    with pytest.raises(Refused, match=SPOILT[gap]):
        read_pack(folder)


def test_pack_is_refused_when_it_names_a_topic_there_is_not(tmp_path: Path) -> None:
    facts = deepcopy(tiny_facts())
    facts["guides"]["topics"] = {"weather": ["first"]}

    with pytest.raises(Refused, match=r"names the topic “weather” of guides\. There are: home, "):
        read_pack(tiny_pack(tmp_path, facts))


@pytest.mark.django_db
def test_embassy_is_not_raised_when_nobody_answers_for_its_guides(tmp_path: Path) -> None:
    facts = deepcopy(tiny_facts())
    facts["guides"]["checked_by"] = "Weather office"

    with pytest.raises(Refused, match="names no office that answers for its guides"):
        raised_from(tiny_pack(tmp_path, facts), HOST)

    assert not GuidePage.objects.exists()


@pytest.mark.usefixtures("embassies")
def test_guide_of_a_pack_is_read_in_every_language_at_one_address(tmp_path: Path) -> None:
    embassy = raised_from(tiny_pack(tmp_path), HOST)
    reader = Reader(HOST)

    for code in embassy.languages:
        shown = reader.get(f"/{code}/guides/first/")
        assert (shown.status, shown.text_language) == (200, code)
        assert words("office")[code] in shown.main.text
        assert f"/{code}/help/" in shown.main.hrefs
        assert f"/{code}/guides/first/" in reader.get(f"/{code}/guides/").main.hrefs
    keys = {each.translation_key for each in GuidePage.objects.filter(slug="first")}
    assert len(keys) == 1


@pytest.mark.django_db
def test_pack_without_guides_raises_an_embassy_without_them(tmp_path: Path) -> None:
    raised_from(without_guides(tmp_path), HOST)
    reader = Reader(HOST)

    assert not GuideIndexPage.objects.exists()
    assert reader.get("/en/guides/").status == 404
    assert "/en/guides/" not in reader.get("/en/").page.hrefs


@pytest.mark.django_db
def test_list_without_guides_says_what_will_stand_there(tmp_path: Path) -> None:
    folder = without_guides(tmp_path)
    for code in ("en", "be", "ru"):
        write(folder / "pages" / f"guides.{code}.md", markdown_file({"title": "Guides"}, ""))
    raised_from(folder, HOST)

    assert "Our guides will stand here." in Reader(HOST).get("/en/guides/").main.text


def test_day_of_a_pack_is_the_day_it_was_checked(tmp_path: Path) -> None:
    guide = read_pack(tiny_pack(tmp_path)).guides["first"]

    assert {text.front["checked_on"] for text in guide.texts.values()} == {DAY}
