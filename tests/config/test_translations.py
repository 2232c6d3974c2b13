"""Belarusian and Russian: nothing left out, nothing half done, nothing misspelt."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

import ambasada
from tests.spelling import LOCALE, misspelt, sentences, word_lists

PACKAGE = Path(ambasada.__file__).parent
LANGUAGES = ["be", "ru"]
PLACEHOLDER = re.compile(r"%\(\w+\)[ds]|%[ds]|\{\w*\}|</?\w[^>]*>")
NO_BREAK_SPACE = "\u00a0"


def _catalogue(language: str, locale: Path = LOCALE) -> polib.POFile:
    return polib.pofile(str(locale / language / "LC_MESSAGES" / "django.po"))


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Collect the sentences of the sources anew, in a copy, and return its catalogues."""
    copy = tmp_path_factory.mktemp("sources") / "ambasada"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("static", "*.mo", "*.pyc"))
    languages = [option for language in LANGUAGES for option in ("-l", language)]
    command = ["django", "makemessages", *languages, "--add-location", "file"]
    # Without our settings, as docs/languages.md has it: makemessages then asks for no database.
    outside = {name: value for name, value in os.environ.items() if name == "PATH"}
    subprocess.run(
        [sys.executable, "-m", *command], cwd=copy, env=outside, check=True, capture_output=True
    )
    return copy / "locale"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_what_the_sources_say_and_no_more(
    collected: Path, language: str
) -> None:
    ours = {(e.msgctxt, e.msgid, e.msgid_plural) for e in _catalogue(language)}
    theirs = {
        (e.msgctxt, e.msgid, e.msgid_plural)
        for e in _catalogue(language, collected)
        if not e.obsolete
    }

    assert theirs - ours == set(), "run makemessages (docs/languages.md) and translate these"
    assert ours - theirs == set(), "run makemessages: no source says these any more"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    catalogue = _catalogue(language)

    assert [e.msgid for e in catalogue if not e.translated() or e.fuzzy or e.obsolete] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_counted_sentences_have_four_forms(language: str) -> None:
    catalogue = _catalogue(language)

    counted = {e.msgid: len(e.msgstr_plural) for e in catalogue if e.msgid_plural}
    assert "nplurals=4;" in catalogue.metadata["Plural-Forms"]
    assert set(counted.values()) == {4}, counted


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_stay(language: str) -> None:
    for entry in _catalogue(language):
        wanted = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))

        for form in entry.msgstr_plural.values() or [entry.msgstr]:
            assert sorted(PLACEHOLDER.findall(form)) == wanted, entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_are_those_of_the_language(language: str) -> None:
    """«…» and no other quotation marks, U+2019 as apostrophe, no line begins with a dash."""
    texts = [PLACEHOLDER.sub("", sentence) for sentence in sentences(language)]

    assert [text for text in texts if re.search("[\"'“”„‘ʼ]", text)] == []
    assert [text for text in texts if re.search(f"(?<!{NO_BREAK_SPACE})—", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_misspelt(language: str) -> None:
    assert misspelt(language) == [], "mend the word, or add it to the nearest words file"


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_words_are_sorted_and_listed_once(language: str) -> None:
    for path in word_lists(language):
        words = path.read_text(encoding="utf-8").splitlines()

        assert words == sorted(set(words)), path
