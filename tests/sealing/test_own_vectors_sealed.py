"""Our own vectors of what is sealed, in the code of the pages."""

import hashlib
import json
from typing import Any

import pytest

from tests.sealing.laboratory import Laboratory, Thrown
from tests.vectors.reading import FILES, Vector, each, pattern, sealed


@each("wraps", "opened")
def test_wrap_is_opened(laboratory: Laboratory, vector: Vector) -> None:
    wraps = FILES["wraps"]

    assert laboratory("unwrap", sealed("wraps", vector["wrap"]), wraps["by"]) == wraps["holds"]


@each("wraps", "refused")
def test_wrap_that_is_none_is_refused(laboratory: Laboratory, vector: Vector) -> None:
    with pytest.raises(Thrown):
        laboratory("unwrap", sealed("wraps", vector["wrap"]), FILES["wraps"]["by"])


@each("letters", "opened")
def test_letter_is_opened_and_its_writer_known(laboratory: Laboratory, vector: Vector) -> None:
    letter = laboratory("openLetter", sealed("letters", vector["name"]), vector["stream"])

    assert letter["said"] == vector["content"]
    assert (letter["proof"].hex(), letter["sha256"]) == (vector["proof"], vector["sha256"])
    by = vector["proved_by"]
    assert laboratory("isProved", letter, "" if by == "person" else by) == (by != "")


@each("letters", "not_letters")
def test_what_is_no_letter_is_refused(laboratory: Laboratory, vector: Vector) -> None:
    with pytest.raises(Thrown) as refusal:
        laboratory("openLetter", sealed("letters", vector["name"]), vector["stream"])

    assert refusal.value.name == "NotALetter"


@each("letters", "not_opened")
def test_letter_that_was_changed_is_not_opened(laboratory: Laboratory, vector: Vector) -> None:
    with pytest.raises(Thrown) as refusal:
        laboratory("openLetter", sealed("letters", vector["name"]), vector["stream"])

    assert refusal.value.name == "CannotBeOpened"


def roster(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(FILES["rosters"]["contents"][name])
    return content


@each("letters", "threads")
def test_thread_says_what_is_wrong_with_it(laboratory: Laboratory, vector: Vector) -> None:
    streams = {int(epoch): identity for epoch, identity in vector["streams"].items()}
    letters = [
        {"id": name, "sealed": sealed("letters", name), "epoch": 1} for name in vector["letters"]
    ]
    asked = {
        "letters": letters,
        "stream": vector["of"],
        "identities": streams,
        "caseId": vector["case"],
        "atLeast": vector["at_least"],
    }

    known = {each["number"]: each for each in (roster("first"), roster("second"))}
    thread = laboratory("openThread", asked, known)

    assert [each["content"]["seq"] for each in thread["letters"]] == vector["shown"]
    assert [_problem(each) for each in thread["problems"]] == vector["problems"]
    assert {str(epoch): kid for epoch, kid in thread["founders"]} == vector["founders"]
    assert thread["next"]["seq"] == max(vector["shown"], default=0) + 1
    for wanted in vector["epoch_to_write"]:
        founders = {"founders": dict(thread["founders"])}
        given = [founders, roster(wanted["roster"]), wanted["removed"]]
        assert laboratory("epochToWrite", *given) == wanted["epoch"]


def _problem(found: Vector) -> dict[str, Any]:
    places = {name: found.get(name) for name in ("place", "seq", "to")}
    return {"problem": found["word"], **places}


@each("rosters", "read")
def test_roster_is_read_or_refused_with_a_word(laboratory: Laboratory, vector: Vector) -> None:
    file = FILES["rosters"]
    content = file["contents"][vector["content"]]
    expected = {
        "root": file["root"],
        "embassy": vector["embassy"],
        "today": vector["today"],
        "atLeast": vector["at_least"],
    }
    given = [content.encode(), file["signatures"][vector["signature"]], expected]

    if vector["flaw"]:
        with pytest.raises(Thrown) as refusal:
            laboratory("readRoster", *given)
        assert refusal.value.values["reason"] == vector["flaw"]
    else:
        assert laboratory("readRoster", *given) == json.loads(content)


@each("rosters", "on_duty")
def test_entries_on_duty_are_found(laboratory: Laboratory, vector: Vector) -> None:
    roster = json.loads(FILES["rosters"]["contents"][vector["content"]])
    given = [roster, vector["desk"], vector["removed"], vector["today"]]

    assert [each["kid"] for each in laboratory("usableEntries", *given)] == vector["kids"]


@each("rosters", "removed")
def test_removed_entries_are_read(laboratory: Laboratory, vector: Vector) -> None:
    if vector.get("is_refused"):
        with pytest.raises(Thrown) as refusal:
            laboratory("readRemoved", vector["text"].encode())
        assert refusal.value.name == "NotARoster"
    else:
        kids = laboratory("readRemoved", vector["text"].encode())
        assert sorted(set(kids)) == vector["kids"]


@each("attachments", "opened")
def test_attachment_is_opened(laboratory: Laboratory, vector: Vector) -> None:
    stream = FILES["attachments"]["stream"]

    file = laboratory("openFile", [sealed("attachments", vector["file"])], stream, vector)

    assert len(file) == vector["size"]
    assert hashlib.sha256(file).hexdigest() == vector["sha256"]


@each("attachments", "refused")
def test_another_attachment_is_refused(laboratory: Laboratory, vector: Vector) -> None:
    stream = FILES["attachments"]["stream"]

    with pytest.raises(Thrown):
        laboratory("openFile", [sealed("attachments", vector["file"])], stream, vector)


@each("attachments", "parts")
def test_sealed_file_is_cut_into_parts(laboratory: Laboratory, vector: Vector) -> None:
    parts = laboratory("partsIn", pattern(vector["length"]))

    assert [
        {"number": each["number"], "length": len(each["bytes"]), "sha256": each["sha256"]}
        for each in parts
    ] == vector["parts"]
