"""The ceremony: nobody is told a recipient that the papers do not open."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ambasada.lib.escrow import age_tool
from ambasada.lib.escrow.ceremonies import drill, hold, join_from_paper, record_in
from ambasada.lib.escrow.records import NotARecord, Record
from ambasada.lib.escrow.schemes import SCHEMES
from ambasada.lib.refused import Refused
from tests.factories.escrows import DAY, Keepers, held, readers_of, typists_of, words_on

LATER = date(2027, 11, 20)


@pytest.mark.parametrize("shares", SCHEMES)
def test_ceremony_leaves_a_record_and_a_test_appeal_and_no_share(
    shares: str, tmp_path: Path
) -> None:
    folder = tmp_path / "new"

    record, sheets = held(folder, shares=shares)

    assert record == Record(record.recipient, shares, made_on=DAY, drilled_on=DAY)
    assert record_in(folder) == record
    assert sorted(each.name for each in folder.iterdir()) == [
        "escrow.json",
        "test-appeal.age",
        "test-appeal.txt",
        "test-key.age",
    ]
    left = b"".join(each.read_bytes() for each in folder.iterdir())
    assert all(each.split()[1].encode() not in left for each in sheets)
    assert b"AGE-SECRET-KEY" not in left


def test_sheet_says_nothing_of_what_it_opens(tmp_path: Path) -> None:
    sheets = []

    def look(time: int) -> str:
        sheets.append((tmp_path / f"sheet-{time}.txt").read_text())
        return words_on(sheets[-1])

    hold(tmp_path, scheme=SCHEMES["3/5"], today=DAY, talk=Keepers(look))

    heads = [each.splitlines()[0].partition("   ")[0] for each in sheets]
    assert heads == [f"Sheet {number} of 5, any 3 are enough." for number in range(1, 6)]
    plain = " ".join(" ".join(each.split("\n\n")[::2]) for each in sheets).lower()
    found = [each for each in ("escrow", "embassy", "appeal", "secret", "key") if each in plain]
    assert found == []


def test_mistyped_sheet_is_asked_for_again(tmp_path: Path) -> None:
    first = iter(["academic acid", ""])

    def typed(time: int) -> str:
        number = max(time - 2, 1)
        return next(first, words_on((tmp_path / f"sheet-{number}.txt").read_text()))

    keepers = Keepers(typed)
    hold(tmp_path, scheme=SCHEMES["2/3"], today=DAY, talk=keepers)

    assert [each for each in keepers.said if each.startswith("A share has 33 words")] == [
        "A share has 33 words, and this has 2. Look at it again.",
        "A share has 33 words, and this has 0. Look at it again.",
    ]
    assert keepers.asked == 5


def test_recipient_is_told_to_nobody_before_the_papers_open_something(tmp_path: Path) -> None:
    def typed(_time: int) -> str:
        raise Refused

    keepers = Keepers(typed)
    with pytest.raises(Refused):
        hold(tmp_path, scheme=SCHEMES["2/3"], today=DAY, talk=keepers)

    assert "age1" not in " ".join(keepers.said)
    assert not (tmp_path / "escrow.json").exists()
    assert b"age1" not in b"".join(each.read_bytes() for each in tmp_path.iterdir())


def test_sheets_of_another_ceremony_make_no_escrow(tmp_path: Path) -> None:
    _record, sheets = held(tmp_path / "other")

    with pytest.raises(Refused, match="makes another key"):
        hold(tmp_path / "mine", scheme=SCHEMES["2/3"], today=DAY, talk=typists_of(sheets))

    assert not (tmp_path / "mine" / "escrow.json").exists()


def test_test_appeal_that_does_not_open_makes_no_escrow(tmp_path: Path) -> None:
    keepers = readers_of(tmp_path)
    reads = keepers.typing

    def spoil_and_read(time: int) -> str:
        (tmp_path / "test-appeal.age").write_bytes(b"age-encryption.org/v1\n")
        return reads(time)

    keepers.typing = spoil_and_read
    with pytest.raises(Refused, match="The test appeal does not open"):
        hold(tmp_path, scheme=SCHEMES["2/3"], today=DAY, talk=keepers)

    assert not (tmp_path / "escrow.json").exists()


def test_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("mine")

    with pytest.raises(Refused, match="not empty"):
        hold(tmp_path, scheme=SCHEMES["2/3"], today=DAY, talk=readers_of(tmp_path))


def test_drill_with_enough_sheets_notes_its_day(tmp_path: Path) -> None:
    record, sheets = held(tmp_path)

    drilled = drill(tmp_path, today=LATER, talk=typists_of([sheets[2], sheets[0]]))

    assert drilled == replace(record, drilled_on=LATER)
    assert record_in(tmp_path) == drilled
    assert record.is_overdue(date(2027, 11, 25))
    assert not record.is_overdue(date(2027, 11, 24))
    assert not drilled.is_overdue(date(2027, 11, 25))


def test_drill_with_the_sheets_of_another_escrow_notes_nothing(tmp_path: Path) -> None:
    record, _sheets = held(tmp_path / "mine")
    _other, sheets = held(tmp_path / "other")

    with pytest.raises(Refused, match="the sheets of another escrow"):
        drill(tmp_path / "mine", today=LATER, talk=typists_of(sheets))

    assert record_in(tmp_path / "mine") == record


def test_joined_identity_is_the_one_that_was_split(tmp_path: Path) -> None:
    record, sheets = held(tmp_path, shares="3/5")
    keepers = typists_of([sheets[4], sheets[4], sheets[1], sheets[3]])

    identity = join_from_paper(record.recipient, talk=keepers)

    assert age_tool.recipient_of(identity) == record.recipient
    assert "Share 5 was typed already. Type another one." in keepers.said


def test_drill_in_another_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"no escrow\.json in this folder"):
        drill(tmp_path, today=LATER, talk=typists_of([]))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", "ambasada escrow 9"),
        ("shares", "1/1"),
        ("recipient", f"age2{'q' * 58}"),
        ("made", "yesterday"),
        ("drilled", 5),
    ],
)
def test_what_is_no_record_is_refused(name: str, value: object) -> None:
    record = Record(f"age1{'q' * 58}", "2/3", made_on=DAY, drilled_on=DAY)
    values = json.loads(record.canonical())
    assert Record.read(record.canonical()) == record

    with pytest.raises(NotARecord):
        Record.read(json.dumps(values | {name: value}).encode())


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff"])
def test_what_is_no_json_of_ours_is_no_record(content: bytes) -> None:
    with pytest.raises(NotARecord):
        Record.read(content)


def test_without_the_stock_tool_nothing_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Refused, match="install Debian’s package age"):
        hold(tmp_path / "new", scheme=SCHEMES["2/3"], today=DAY, talk=readers_of(tmp_path))

    assert not (tmp_path / "new").exists()
