"""What the documents say is what there is: settings, commands, decisions, places, links."""

import importlib
import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ambasada.config.cli import main
from ambasada.config.environment import Environment, explain
from tests.architecture.layers import APPS, REPOSITORY

DOCS = REPOSITORY / "docs"
OPERATIONS = DOCS / "operations.md"
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
_STATUS = re.compile(
    r"^Status: ((?:proposed|accepted|superseded by [0-9]+), 20\d\d-\d\d-\d\d)$", re.MULTILINE
)
_COMMAND = re.compile(r"(?:`|\.venv/bin/)ambasada((?: [a-z]+)+)")
# What begins like a place in the repository and leaves nothing to be filled in.
_PLACE = re.compile(r"(?:src|tests|docs|script|content|frontend|requirements)/[\w./-]+")


def _documents() -> list[Path]:
    """Return every Markdown file of the repository, committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = [REPOSITORY / name for name in sorted(set(filter(None, listed.split("\0"))))]
    return [path for path in paths if path.is_file()]


DOCUMENTS = _documents()


def _name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def _tokens(path: Path) -> Iterator[Token]:
    """Yield what a Markdown file is made of, the parts of its paragraphs included."""
    for token in MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8")):
        yield token
        yield from token.children or ()


def _rows(path: Path, beginning: str) -> list[list[str]]:
    """Return the cells of the rows that begin so, as they are written."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith(f"| {beginning}")
    ]


def test_table_of_settings_is_what_the_command_explains() -> None:
    explained = [
        [f"`{name}`", f"`{value}`" if value else "(empty)", explanation]
        for name, value, explanation in explain(Environment())
    ]

    assert len(explained) == len(fields(Environment))
    assert _rows(OPERATIONS, "`AMBASADA_") == explained


def _commands(capsys: pytest.CaptureFixture[str], *above: str) -> Iterator[str]:
    """Yield every command `--help` leads to, as it is typed."""
    with pytest.raises(SystemExit):
        main([*above, "--help"])
    below = re.findall(r"^    ([a-z]+)(?:  |$)", capsys.readouterr().out, re.MULTILINE)
    if not below:
        yield " ".join(above)
    for name in below:
        yield from _commands(capsys, *above, name)


def test_every_command_is_in_the_operators_table(capsys: pytest.CaptureFixture[str]) -> None:
    told = [_COMMAND.match(cells[0]) for cells in _rows(OPERATIONS, "`ambasada ")]

    assert sorted(found[1].strip() for found in told if found) == sorted(_commands(capsys))


def test_documents_name_no_command_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    there = tuple(_commands(capsys))
    invented = [
        f"{_name(path)}: ambasada{words}"
        for path in DOCUMENTS
        for words in _COMMAND.findall(path.read_text(encoding="utf-8"))
        if not f"{words.strip()} ".startswith(tuple(f"{command} " for command in there))
    ]

    assert invented == []


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    headings = [path.read_text(encoding="utf-8").split(".", 1)[0] for path in DECISIONS]

    assert numbers == list(range(1, len(DECISIONS) + 1))
    assert headings == [f"# {number}" for number in numbers]


def test_index_names_every_decision_with_its_title_and_status() -> None:
    expected = []
    for number, path in enumerate(DECISIONS, start=1):
        text = path.read_text(encoding="utf-8")
        title = text.splitlines()[0].partition(". ")[2]
        status = _STATUS.search(text)
        assert status, f"{path.name} has no status"
        expected.append([str(number), f"[{title}]({path.name})", status[1]])

    rows = _rows(DOCS / "decisions" / "README.md", "")

    assert [cells for cells in rows if cells[0].isdecimal()] == expected


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_decision_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize(("name", "most"), [("README.md", 90), ("CONTRIBUTING.md", 150)])
def test_first_documents_are_short(name: str, most: int) -> None:
    assert len((REPOSITORY / name).read_text(encoding="utf-8").splitlines()) <= most


@pytest.mark.parametrize("app", sorted(APPS))
def test_architecture_says_of_an_app_what_the_app_says(app: str) -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    section = text.partition(f"### `{app}`\n")[2].partition("\n#")[0]
    own = importlib.import_module(f"ambasada.{app}").__doc__ or ""

    assert " ".join(own.split()) in " ".join(section.split())


def _anchors(path: Path) -> set[str]:
    """Return the anchors that a forge makes of a document's headings."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each).strip().lower().replace(" ", "-") for each in headings}


def _lost(path: Path) -> Iterator[str]:
    for token in _tokens(path):
        target = str(token.attrGet("href") or token.attrGet("src") or "")
        if not target or re.match(r"[a-z]+:", target):
            continue
        place, _, anchor = target.partition("#")
        found = path.parent / place if place else path
        if not found.exists() or (anchor and anchor not in _anchors(found)):
            yield target


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_links_inside_the_repository_lead_somewhere(path: Path) -> None:
    assert list(_lost(path)) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_places_a_document_names_are_there(path: Path) -> None:
    named = [token.content for token in _tokens(path) if token.type == "code_inline"]
    places = [each for each in named if _PLACE.fullmatch(each)]

    assert [each for each in places if not (REPOSITORY / each).exists()] == []
