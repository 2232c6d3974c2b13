"""A pack with a gap is refused in one sentence, before any store is touched."""

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from ambasada.front.packs import PAGE_KEYS, read_pack
from ambasada.lib.refused import Refused
from tests.factories.embassies import CONTENT
from tests.factories.packs import LANGUAGES, markdown_file, tiny_facts, tiny_pack, write

Place = tuple[str | int, ...]


def tables_of_languages(value: Any, place: Place = ()) -> Iterator[Place]:  # noqa: ANN401 -- TOML
    """Yield where the tables are whose keys are languages."""
    children: dict[Any, Any] = dict(enumerate(value)) if isinstance(value, list) else {}
    if isinstance(value, dict):
        children = value
    if children.keys() & set(LANGUAGES):
        yield place
    for key, each in children.items():
        yield from tables_of_languages(each, (*place, key))


def at(facts: Any, place: Place) -> Any:  # noqa: ANN401 -- TOML
    for key in place:
        facts = facts[key]
    return facts


PLACES = list(tables_of_languages(tiny_facts()))


def is_one_sentence(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][^\n]*\.", text)) and "Error" not in text


def test_pack_lacks_nothing_when_it_is_as_small_as_may_be(tmp_path: Path) -> None:
    pack = read_pack(tiny_pack(tmp_path))

    assert (pack.code, pack.languages) == ("tiny", ["en", "be", "ru"])
    assert tuple(pack.pages) == (*PAGE_KEYS, "guides")
    assert list(pack.news) == ["2026-05-01-first"]
    assert list(pack.statements) == ["en"]


@pytest.mark.parametrize("code", ["gb", "norland"])
def test_committed_pack_lacks_nothing(code: str) -> None:
    assert read_pack(CONTENT / code).code == code


def test_every_fact_with_words_is_a_table_of_languages() -> None:
    assert len(PLACES) == 31


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_pack_is_refused_when_one_language_is_missing_somewhere(
    tmp_path: Path, place: Place, language: str
) -> None:
    facts = deepcopy(tiny_facts())
    del at(facts, place)[language]

    with pytest.raises(Refused) as refused:
        read_pack(tiny_pack(tmp_path, facts))

    said_in = next(code for code in LANGUAGES if code != language)
    where = ", ".join(str(key + 1) if isinstance(key, int) else key for key in place)
    assert str(refused.value) == (
        f"The content pack says embassy.toml, {where} in {said_in} and not in {language}. Add it."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", PAGE_KEYS)
def test_pack_is_refused_when_a_page_is_missing_in_one_language(
    tmp_path: Path, key: str, language: str
) -> None:
    folder = tiny_pack(tmp_path)
    (folder / "pages" / f"{key}.{language}.md").unlink()

    with pytest.raises(Refused) as refused:
        read_pack(folder)

    assert str(refused.value) == (
        f"The content pack has no readable file pages/{key}.{language}.md. "
        "Add it, or name another pack."
    )


@pytest.mark.parametrize(
    ("place", "emptied"),
    [
        (("emergency",), {}),
        (("emergency", "numbers"), []),
        (("emergency", "numbers", 0, "number"), ""),
        (("emergency", "numbers", 0, "when"), {}),
        (("emergency", "channel"), {}),
        (("emergency", "channel_address"), ""),
        (("emergency", "response_time"), {}),
        (("emergency", "inside_country"), {}),
        (("emergency", "checked_on"), ""),
    ],
)
def test_pack_is_refused_when_its_emergency_block_is_empty_anywhere(
    tmp_path: Path, place: Place, emptied: object
) -> None:
    facts = deepcopy(tiny_facts())
    at(facts, place[:-1])[place[-1]] = emptied

    with pytest.raises(Refused, match="An embassy cannot go live with an empty emergency block"):
        read_pack(tiny_pack(tmp_path, facts))


def test_pack_may_have_a_news_item_in_one_language_only(tmp_path: Path) -> None:
    folder = tiny_pack(tmp_path)
    (folder / "news" / "2026-05-01-first" / "en.md").unlink()
    (folder / "news" / "2026-05-01-first" / "ru.md").unlink()

    assert list(read_pack(folder).news["2026-05-01-first"]) == ["be"]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("embassy.toml", "code = ", "embassy.toml is not valid TOML"),
        ("embassy.toml", 'code = "x"\n', "embassy.toml must name `code` and a list of `languages`"),
        ("pages/about.en.md", "+++\ntitle = \n+++\nText.\n", "about.en.md is not valid TOML"),
        ("pages/about.en.md", "Text.\n", "about.en.md does not end"),
        ("pages/about.en.md", "+++\nx = 1\n+++\nText.\n", "about.en.md has no title"),
        ("pages/about.en.md", "x" * 1_000_001, "about.en.md is larger than a text can be"),
    ],
)
def test_pack_is_refused_when_a_file_cannot_be_understood(
    tmp_path: Path, name: str, text: str, *, sentence: str
) -> None:
    folder = tiny_pack(tmp_path)
    write(folder / name, text)

    with pytest.raises(Refused, match=sentence) as refused:
        read_pack(folder)

    assert is_one_sentence(str(refused.value).replace("+++", "")) or "TOML" in sentence


def test_pack_is_refused_when_a_file_is_no_text(tmp_path: Path) -> None:
    folder = tiny_pack(tmp_path)
    (folder / "pages" / "about.be.md").write_bytes("Пра нас".encode("cp1251"))

    with pytest.raises(Refused, match=r"about\.be\.md is not UTF-8 text\. Save it as UTF-8\."):
        read_pack(folder)


def test_pack_is_refused_when_there_is_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="has no readable file"):
        read_pack(tmp_path / "nowhere")


def test_text_is_split_at_its_heading(tmp_path: Path) -> None:
    folder = tiny_pack(tmp_path)
    front = {"title": "Us", "neutral_title": "Information", "page_class": "yellow"}
    write(folder / "pages" / "about.en.md", markdown_file(front, "One.\n\nTwo.\n"))

    text = read_pack(folder).pages["about"]["en"]

    assert (text.title, text.front, text.markdown) == ("Us", front, "One.\n\nTwo.")
