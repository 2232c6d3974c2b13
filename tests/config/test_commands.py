"""Commands given what they cannot use: one sentence, exit code 1, and nothing changed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ambasada import __version__
from ambasada.accounts.models import Invite
from ambasada.config.cli import main
from ambasada.config.intakes import settle_intakes
from ambasada.network.models import Embassy
from ambasada.statements.models import StatementPage
from tests.config.state import is_one_sentence, rows_now
from tests.factories.editions import NOW
from tests.factories.packs import STATEMENT, tiny_facts, tiny_pack, toml, write

Capture = pytest.CaptureFixture[str]


def refusal_of(capsys: Capture, *arguments: str) -> str:
    """Run a command that must be refused; return its sentence, and see that nothing changed."""
    before = rows_now()

    code = main(arguments)

    said = capsys.readouterr().err
    assert code == 1
    assert is_one_sentence(said), said
    assert rows_now() == before
    return said


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["serve", "extra"],
        ["embassy"],
        ["embassy", "add"],
        ["embassy", "add", "content/norland"],
        ["import"],
        ["import", "posts", "x"],
        ["import", "statement"],
        ["member"],
        ["member", "promote"],
        ["settings"],
        ["key"],
        ["key", "charter"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(arguments)

    assert leaving.value.code == 2
    assert capsys.readouterr().err.startswith("usage: ambasada")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["serve", "--help"], ["import", "statement", "--help"]]
)
def test_help_is_given_and_ends_with_0(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(arguments)

    assert leaving.value.code == 0
    assert capsys.readouterr().out.startswith(("usage: ambasada", __version__))


def _missing(_path: Path) -> None: ...


def _endless(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(5_000_000_000)  # takes no room, and would take all memory if read


_BAD_FILES: dict[str, Callable[[Path], object]] = {
    "missing": _missing,
    "empty": lambda path: path.write_bytes(b""),
    "blank": lambda path: path.write_bytes(b" \n\n\t"),
    "huge": lambda path: path.write_bytes(b"words\n" * 200_000),
    "endless": _endless,
    "picture": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))),
    "old-cyrillic": lambda path: path.write_bytes("Мы, беларусы".encode("cp1251") * 40),
    "folder": lambda path: path.mkdir(),
    "loop": lambda path: path.symlink_to(path),
    "other-text": lambda path: path.write_text("Dear Ingrid-Test,\n\nsee you.\n"),
}


@pytest.mark.usefixtures("embassies")
@pytest.mark.parametrize("kind", _BAD_FILES)
@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_file_that_is_no_statement_is_refused(
    kind: str, more: list[str], *, tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "statement.txt"
    _BAD_FILES[kind](path)

    refusal_of(capsys, "import", "statement", str(path), "--embassy", "gb", *more)


@pytest.mark.usefixtures("embassies")
@pytest.mark.parametrize(
    ("more", "words"),
    [
        ([], "--embassy: gb, norland"),
        (["--embassy", "nowhere"], "--embassy: gb, norland"),
        (["--embassy", "norland", "--language", "be"], ""),
        (["--embassy", "gb", "--language", "xx"], ""),
        (["--embassy", "gb", "--language", ""], ""),
    ],
)
def test_statement_for_nobody_or_in_no_language_is_refused(
    more: list[str], words: str, *, tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "statement.txt"
    write(path, STATEMENT)

    assert words in refusal_of(capsys, "import", "statement", str(path), *more)


@pytest.mark.usefixtures("embassies")
def test_statement_is_tried_imported_and_imported_again(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "statement.txt"
    write(path, STATEMENT)
    command = ["import", "statement", str(path), "--embassy", "gb"]
    before = rows_now()

    assert main([*command, "--dry-run"]) == 0
    assert rows_now() == before
    assert main(command) == 0
    public_path = capsys.readouterr().out.splitlines()[-1]
    after = rows_now()
    assert main(command) == 0

    assert rows_now() == after
    page = StatementPage.objects.get(url_path=f"/gb-en/{public_path.removeprefix('/en/')}")
    assert page.issued_on == date(2026, 5, 1)
    assert capsys.readouterr().out.splitlines()[-1] == public_path


def _without(facts: dict[str, Any], *names: str) -> dict[str, Any]:
    for name in names[:-1]:
        facts = facts[name]
    del facts[names[-1]]
    return facts


_GAPS: dict[str, Callable[[dict[str, Any]], object]] = {
    "no kind": lambda facts: _without(facts, "kind"),
    "unknown kind": lambda facts: facts.update(kind="castle"),
    "no band": lambda facts: _without(facts, "band"),
    "ragged band": lambda facts: facts.update(band=["##", "#"]),
    "empty band": lambda facts: facts.update(band=[]),
    "no exit": lambda facts: _without(facts, "exit_address"),
    "exit by script": lambda facts: facts.update(exit_address="javascript:alert(1)"),
    "no zone": lambda facts: _without(facts, "time_zone"),
    "unknown zone": lambda facts: facts.update(time_zone="Mars/Olympus"),
    "no wording": lambda facts: _without(facts, "wording"),
    "a wording too few": lambda facts: _without(facts, "wording", "never_ask"),
    "no functions": lambda facts: _without(facts, "functions"),
    "a name in no language": lambda facts: facts.update(name={}),
    "a name that is a word": lambda facts: facts.update(name="Tiny"),
    "no mandate": lambda facts: _without(facts, "mandate"),
    "no founding": lambda facts: _without(facts, "mandate", "founding"),
    "a date in words": lambda facts: facts["mandate"]["founding"].update(decided_on="in May"),
    "a document outside": lambda facts: facts["mandate"]["resolution"].update(document="../x.txt"),
    "a document that is a program": lambda facts: facts["mandate"]["resolution"].update(
        document="embassy.toml"
    ),
    "a term that ends first": lambda facts: facts["mandate"]["offices"][0]["terms"][0].update(
        until=date(2020, 1, 1)
    ),
    "a channel of no kind": lambda facts: facts["channels"][0].update(kind="pigeon"),
    "a channel that knows too much": lambda facts: facts["channels"][0].update(colour="red"),
    "a channel by script": lambda facts: facts["channels"][0].update(url="javascript:alert(1)"),
    "no emergency": lambda facts: _without(facts, "emergency"),
    "languages in a word": lambda facts: facts.update(languages="en"),
    "an unknown language": lambda facts: facts.update(languages=["en", "xx"]),
    "a language twice": lambda facts: facts.update(languages=["en", "be", "ru", "en"]),
    "a code that is a path": lambda facts: facts.update(code="../tiny"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("gap", _GAPS)
def test_pack_with_a_gap_is_refused(gap: str, tmp_path: Path, capsys: Capture) -> None:
    facts = tiny_facts()
    _GAPS[gap](facts)
    pack = tiny_pack(tmp_path / "pack")
    write(pack / "embassy.toml", toml(facts))

    refusal_of(capsys, "embassy", "add", str(pack), "--host", "tiny.localhost")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("embassy.toml", "name = [broken"),
        ("pages/about.en.md", "no heading at all\n"),
        ("pages/about.en.md", "+++\ntitle = \n+++\nText.\n"),
        ("pages/about.en.md", '+++\ntitle = "A"\npage_class = "purple"\n+++\nText.\n'),
        ("news/2026-05-01-first/en.md", '+++\ntitle = "News"\n+++\nText.\n'),
        ("news/2026-05-01-first/xx.md", '+++\ntitle = "N"\npublished_on = 2026-05-01\n+++\nT.\n'),
        ("statement.en.txt", "\n"),
        ("statement.xx.txt", STATEMENT),
    ],
)
def test_pack_with_a_broken_file_is_refused(
    name: str, text: str, *, tmp_path: Path, capsys: Capture
) -> None:
    pack = tiny_pack(tmp_path / "pack")
    write(pack / name, text)

    refusal_of(capsys, "embassy", "add", str(pack), "--host", "tiny.localhost")


@pytest.mark.usefixtures("embassies")
@pytest.mark.parametrize(
    "host",
    [
        "gb.localhost",
        "GB.localhost",
        "gb.localhost.",
        "norland.localhost",
        "admin.localhost",
        "localhost",
        "127.0.0.1",
        "",
        " ",
        "tiny.localhost:8000",
        "http://tiny.localhost",
        "tiny.localhost/en",
        "two names",
        "*",
        "тыні.localhost",
    ],
)
def test_embassy_under_a_taken_or_impossible_name_is_refused(
    host: str, tmp_path: Path, capsys: Capture
) -> None:
    pack = tiny_pack(tmp_path / "pack")

    refusal_of(capsys, "embassy", "add", str(pack), "--host", host)


@pytest.mark.usefixtures("embassies")
def test_embassy_with_a_taken_code_is_refused(tmp_path: Path, capsys: Capture) -> None:
    pack = tiny_pack(tmp_path / "pack", tiny_facts() | {"code": "gb"})

    assert "gb" in refusal_of(capsys, "embassy", "add", str(pack), "--host", "tiny.localhost")


@pytest.mark.usefixtures("embassies")
def test_embassy_is_added_beside_others(tmp_path: Path, capsys: Capture) -> None:
    pack = tiny_pack(tmp_path / "pack")

    assert main(["embassy", "add", str(pack), "--host", "Tiny.localhost"]) == 0

    assert capsys.readouterr().out == "http://tiny.localhost:8000/\n"
    assert set(Embassy.objects.values_list("code", flat=True)) == {"gb", "norland", "tiny"}


@pytest.mark.django_db
def test_invitation_is_printed_once_and_its_secret_is_not_sent(capsys: Capture) -> None:
    assert main(["member", "invite"]) == 0

    link = capsys.readouterr().out.strip()
    address, _, token = link.partition("#")
    assert address == "http://admin.localhost:8000/account/join/"
    assert token not in repr(Invite.objects.values())


@pytest.mark.usefixtures("embassies")
def test_check_says_that_all_is_well_or_what_is_not(capsys: Capture) -> None:
    settle_intakes(now=NOW)
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "Everything that can be checked from here is in order.\n"

    Embassy.objects.get(code="norland").emergency_block.delete()
    refusal_of(capsys, "check")


def test_settings_are_explained_without_the_secret_ones(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMBASADA_DATABASE", "postgresql://user:hidden-password@127.0.0.1/name")

    assert main(["settings", "--explain"]) == 0

    said = capsys.readouterr().out
    assert "hidden-password" not in said
    assert said.count("AMBASADA_") >= 6
