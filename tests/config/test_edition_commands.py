"""`ambasada edition`: what it prints, and with which code it ends."""

import pytest

from ambasada.config.cli import main
from ambasada.editions.folders import MANIFEST
from ambasada.network.models import Embassy
from tests.factories.editions import baked, folders, text_at
from tests.factories.pages import news

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]


def said(capsys: Capture, *arguments: str, code: int = 0) -> str:
    """Run a command about Britain's editions; return what it printed, a refusal last."""
    assert main(["edition", *arguments, "--embassy", "gb"]) == code
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_list_prints_a_line_for_each(edition: Embassy, capsys: Capture) -> None:
    count = len(folders().manifest("gb", 1).entries)
    news(edition)
    baked(edition)
    (folders().edition("gb", 1) / MANIFEST).write_bytes(b"")

    lines = said(capsys, "list").splitlines()

    assert lines[0].startswith("2  2026-11-24 12:00 UTC  ")
    assert lines[0].endswith(f"{count + 5} paths  served")  # three languages, its text, its card
    assert lines[1:] == ["1  cannot be read"]


@pytest.mark.usefixtures("edition")
def test_show_prints_head_counts_and_languages(capsys: Capture) -> None:
    served, first = said(capsys, "show"), said(capsys, "show", "1")

    lines = dict(line.split(": ", 1) for line in served.splitlines())
    assert served == first
    assert (lines["Edition"], lines["Charter"], lines["Languages"]) == ("1", "1", "be, en, ru")
    assert lines["Runs out"] == "2026-12-24 12:00:00 UTC"
    assert lines["Paths"] == str(len(folders().manifest("gb", 1).entries))
    assert lines["Before it"] == "(nothing: it is the first)"


def test_show_names_the_line_of_the_ledger_that_mirrors_witness(
    edition: Embassy, capsys: Capture
) -> None:
    news(edition)
    baked(edition)

    shown = said(capsys, "show")

    head = folders().manifest("gb", 2).ledger
    expected = f"line {head['number']} of {head['day']}, {head['sha256']}" if head else "(no line"
    assert f"Ledger: {expected}" in shown


def test_diff_marks_what_came_and_what_changed(edition: Embassy, capsys: Capture) -> None:
    item = news(edition)
    baked(edition)

    lines = said(capsys, "diff", "1", "2").splitlines()

    assert f"+ /en/{item.address}" in lines
    assert "~ /en/news/" in lines
    assert [line for line in lines if line.startswith("-")] == []
    assert f"- /en/{item.address}" in said(capsys, "diff", "2", "1")


@pytest.mark.usefixtures("edition")
def test_verify_says_that_an_edition_is_sound(capsys: Capture) -> None:
    sentence = "Edition 1 of gb is whole, signed, and true to its charter.\n"

    assert said(capsys, "verify") == said(capsys, "verify", "1") == sentence


def test_verify_says_what_is_wrong_and_ends_with_1(edition: Embassy, capsys: Capture) -> None:
    assert text_at(edition, "/en/about/")
    folders().blobs.drop(folders().manifest("gb", 1).entries["/en/about/"].sha256)

    lines = said(capsys, "verify", code=1).splitlines()

    assert lines == [
        "The body of /en/about/ is absent or damaged. Run `ambasada bake`.",
        "Edition 1 of gb is not sound: 1 found.",
    ]


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize(
    "arguments", [("show", "9"), ("diff", "1", "9"), ("diff", "9", "1"), ("verify", "9")]
)
def test_edition_that_is_not_there_is_refused(arguments: tuple[str, ...], capsys: Capture) -> None:
    assert "no edition 9 here" in said(capsys, *arguments, code=1)


def test_prune_says_what_went(edition: Embassy, capsys: Capture) -> None:
    news(edition)
    baked(edition)

    assert main(["edition", "prune", "--keep", "1", "--days", "0"]) == 0

    assert capsys.readouterr().out.startswith("1 editions and ")
    assert folders().numbers("gb") == [2]


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize("options", [("--keep", "0"), ("--days", "-1")])
def test_prune_refuses_to_keep_nothing(options: tuple[str, str], capsys: Capture) -> None:
    assert main(["edition", "prune", *options]) == 1
    assert capsys.readouterr().err == "Keep one edition or more, of 0 days or more.\n"
