"""Catalogues: what is in ours, and how the text becomes the form Django reads."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

import ambasada
from ambasada.config.catalogues import compile_catalogues
from ambasada.formats import replaced
from ambasada.lib.refused import Refused

LOCALE = Path(ambasada.__file__).parent / "locale"
CATALOGUES = [LOCALE / name / "LC_MESSAGES" / "django.po" for name in ("be", "ru")]
PLACEHOLDER = re.compile(r"%\(\w+\)[ds]")


@pytest.mark.parametrize("path", CATALOGUES, ids=["be", "ru"])
def test_catalogue_is_whole(path: Path) -> None:
    catalogue = polib.pofile(str(path), check_for_duplicates=True)

    assert catalogue.metadata["Language"] == path.parts[-3]
    assert catalogue.metadata["Plural-Forms"].startswith("nplurals=4; plural=(n%1")
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []
    assert [entry.msgid for entry in catalogue if "'" in entry.msgstr] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=["be", "ru"])
def test_translation_names_the_same_placeholders(path: Path) -> None:
    """A misspelt placeholder would stop the page it is on."""
    for entry in polib.pofile(str(path)):
        forms = list(entry.msgstr_plural.values()) or [entry.msgstr]
        wanted = PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)

        assert len(forms) == (4 if entry.msgid_plural else 1)
        for form in forms:
            assert sorted(PLACEHOLDER.findall(form)) == sorted(wanted), entry.msgid


@pytest.mark.parametrize("path", CATALOGUES, ids=["be", "ru"])
def test_every_word_we_replace_is_named_in_a_source(path: Path) -> None:
    """`makemessages` drops from a catalogue what no source names."""
    catalogue = polib.pofile(str(path))
    words = sum(len(group) for name, group in vars(replaced).items() if name.isupper())

    from_django = [e for e in catalogue if ("formats/replaced.py", "") in e.occurrences]
    assert len(from_django) == words


HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def write_catalogue(tmp_path: Path) -> Callable[[str], Path]:
    def write(body: str) -> Path:
        path = tmp_path / "be" / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER + body, encoding="utf-8")
        return path

    return write


def test_compiling_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    shutil.copytree(LOCALE, tmp_path / "one", ignore=shutil.ignore_patterns("*.mo"))
    shutil.copytree(LOCALE, tmp_path / "two", ignore=shutil.ignore_patterns("*.mo"))

    first = compile_catalogues(tmp_path / "one")
    second = compile_catalogues(tmp_path / "two")

    assert [path.parts[-3] for path in first] == ["be", "ru"]
    assert [path.read_bytes() for path in first] == [p.read_bytes() for p in second]


def test_compiling_skips_what_is_newer(
    tmp_path: Path, write_catalogue: Callable[[str], Path]
) -> None:
    source = write_catalogue('msgid "day"\nmsgstr "дзень"\n')
    target = source.with_suffix(".mo")
    os.utime(source, (1_000, 1_000))

    assert compile_catalogues(tmp_path) == [target]
    assert compile_catalogues(tmp_path) == []

    os.utime(target, (1_000, 1_000))
    assert compile_catalogues(tmp_path) == [target]
    assert {path.name for path in target.parent.iterdir()} == {source.name, target.name}


def test_compiling_leaves_out_what_is_fuzzy_or_unfinished(
    tmp_path: Path, write_catalogue: Callable[[str], Path]
) -> None:
    source = write_catalogue(
        'msgid "done"\nmsgstr "гатова"\n\n'
        '#, fuzzy\nmsgid "guess"\nmsgstr "здагадка"\n\n'
        'msgid "day"\nmsgid_plural "days"\nmsgstr[0] "дзень"\nmsgstr[1] ""\n'
    )

    compile_catalogues(tmp_path)

    entries = polib.mofile(str(source.with_suffix(".mo")))
    assert [entry.msgid for entry in entries] == ["done"]


@pytest.mark.parametrize("body", ['msgid "day"\nmsgsrt "дзень"\n', 'msgid "a"\nmsgstr "б"\n\n' * 2])
def test_broken_catalogue_is_refused_in_one_sentence(
    body: str, tmp_path: Path, write_catalogue: Callable[[str], Path]
) -> None:
    source = write_catalogue(body)

    with pytest.raises(Refused, match=r"is no readable catalogue .+ correct that line"):
        compile_catalogues(tmp_path)
    assert not source.with_suffix(".mo").exists()
