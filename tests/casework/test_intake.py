"""The page of the help origin: what stands on it, and that its bytes are known."""

import base64
import gzip
import hashlib
import html
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from html5lib import HTMLParser

from ambasada.casework import intake_page as page_of_intake
from ambasada.casework.intake_page import (
    NOWHERE,
    OtherEmbassy,
    ThroughTor,
    changed_files,
    intake_page,
    known_sums,
)
from ambasada.lib.sealing.word_lists import word_list
from tests.factories.facts import facts_from_pack
from tests.running_site import REPOSITORY
from tests.spelling import intake_texts

INSTANCE, ROOT = "0" * 32, "RWQ" + "A" * 53
LARGEST_SCRIPT = 115_000  # bytes, as a browser loads it
PLACE = re.compile(r"\{\w+\}")


def page_of(code: str = "gb", language: str = "en", *, tor: ThroughTor = NOWHERE) -> str:
    facts = facts_from_pack(code)
    return intake_page(facts, language, instance=INSTANCE, root=ROOT, tor=tor).decode()


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_page_is_well_made_and_says_nothing_inline(language: str) -> None:
    page = page_of(language=language)
    parser = HTMLParser(strict=False)
    parser.parse(page)

    assert parser.errors == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page) == []


def test_same_facts_make_the_same_bytes() -> None:
    assert page_of() == page_of()


def test_numbers_stand_above_all_that_can_be_done() -> None:
    page = page_of()
    places = [page.index(each) for each in ('href="tel:999"', "data-screen", "<h1>")]

    assert places == sorted(places)


def test_exit_is_the_first_link_and_leads_to_the_public_site() -> None:
    first = re.search(r'<a [^>]*href="([^"]+)"', page_of())

    assert first is not None
    assert first[1] == "http://127.0.0.1:8000/exit/"


def test_other_embassies_are_told_with_their_root_keys() -> None:
    other = OtherEmbassy(facts_from_pack("norland"), "1" * 32, "RWQ" + "B" * 53)
    page = intake_page(
        facts_from_pack("gb"), "be", instance=INSTANCE, root=ROOT, others=[other]
    ).decode()

    said = re.search(r'data-others="([^"]*)"', page)
    assert said is not None
    (told,) = json.loads(html.unescape(said[1]))
    assert told == {
        "code": "norland",
        "instance": "1" * 32,
        "languages": ["en", "ru"],
        "name": "Народное посольство Норландии в Тестландии",
        "root": "RWQ" + "B" * 53,
    }


def test_title_names_nobody() -> None:
    titles = [
        re.search(r"<title>(.*?)</title>", page_of(language=each)) for each in ("en", "be", "ru")
    ]

    assert [each and each[1] for each in titles] == ["Information", "Інфармацыя", "Информация"]


def test_script_is_told_whose_page_it_is() -> None:
    page = page_of()

    for said in (f'data-root="{ROOT}"', f'data-instance="{INSTANCE}"', 'data-embassy="gb"'):
        assert said in page


def test_onion_address_is_named_where_there_is_one() -> None:
    assert "abc.onion" not in page_of()
    page = page_of(tor=ThroughTor(site="http://abc.onion"))
    assert page.count("http://abc.onion") == 2  # also to the script


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_who_has_no_script_is_told_where_the_server_seals_only_where_it_does(language: str) -> None:
    page = page_of(language=language, tor=ThroughTor(plain="http://abc.onion"))

    assert "/plain/" not in page_of(language=language)
    assert page.count(f'href="http://abc.onion/gb/{language}/plain/"') == 1
    assert "<form" not in page


def test_second_nation_has_the_same_page() -> None:
    words = page_of("norland", "ru").casefold()

    assert "норланд" in words
    assert "беларус" not in words


def test_browser_takes_no_other_bytes_than_those_named() -> None:
    page = page_of()
    for name in ("intake.js", "intake.css", "en.json"):
        content = (page_of_intake.BUNDLE / name).read_bytes()
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        assert f"sha256-{digest}" in page


def test_bundle_is_the_one_that_the_source_names() -> None:
    assert changed_files() == [], "python frontend/build.py --accept, if the change was meant"


def test_changed_bundle_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in known_sums():
        (tmp_path / name).write_bytes((page_of_intake.BUNDLE / name).read_bytes())
    (tmp_path / "intake.js").write_bytes(b"alert()")
    (tmp_path / "ru.json").unlink()
    monkeypatch.setattr(page_of_intake, "BUNDLE", tmp_path)

    assert changed_files() == ["intake.js", "ru.json"]


def test_bundle_is_built_again_byte_for_byte(tmp_path: Path) -> None:
    """By anybody, anywhere: the names of folders are not in it."""
    for folder in (tmp_path / "once", tmp_path / "elsewhere" / "twice"):
        subprocess.run(
            [sys.executable, str(REPOSITORY / "frontend" / "build.py"), "--intake", str(folder)],
            check=True,
            capture_output=True,
        )
        found = {
            each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in folder.iterdir()
        }
        assert found == known_sums()


def test_script_can_be_read_and_is_small_enough() -> None:
    script = (page_of_intake.BUNDLE / "intake.js").read_bytes()

    assert len(gzip.compress(script, 9)) <= LARGEST_SCRIPT
    assert max(len(line) for line in script.splitlines()) < 600
    assert b"sealByPerson" in script


@pytest.mark.parametrize("language", ["be", "ru"])
def test_texts_say_the_same_things_in_each_language(language: str) -> None:
    english, other = intake_texts("en"), intake_texts(language)

    assert list(other) == list(english)
    places = {key: sorted(PLACE.findall(text)) for key, text in english.items()}
    assert {key: sorted(PLACE.findall(text)) for key, text in other.items()} == places
    assert [key for key, text in other.items() if not text.strip()] == []


@pytest.mark.parametrize("language", ["be", "ru"])
def test_signs_are_those_of_the_language(language: str) -> None:
    texts = " ".join(intake_texts(language).values())

    assert re.findall(r"[“”\"']| — ", texts) == []


def test_every_text_is_said_somewhere() -> None:
    folder = REPOSITORY / "frontend" / "intake"
    code = "".join(path.read_text("utf-8") for path in folder.rglob("*.ts"))
    # A name may be put together: `type.${value}`, `${name}.heading`.
    begun = set(re.findall(r"[`\"]([a-z.]+\.)\$\{", code))
    ended = set(re.findall(r"\}(\.[a-z.]+)`", code))
    silent = [
        key
        for key in intake_texts("en")
        if f'"{key}"' not in code
        and not any(key.startswith(each) for each in begun)
        and not any(key.endswith(each) for each in ended)
    ]

    assert silent == []


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_bundle_has_the_words_of_the_protocol(language: str) -> None:
    loaded = (page_of_intake.BUNDLE / f"{language}.json").read_text("utf-8")

    assert all(f'"{word}"' in loaded for word in word_list(language))
