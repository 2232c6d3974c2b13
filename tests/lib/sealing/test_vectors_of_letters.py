"""Vectors of what is sealed, which both implementations run."""

import hashlib
from datetime import date
from typing import Any

import pytest

from ambasada.lib.minisign import PublicKey
from ambasada.lib.refused import Refused
from ambasada.lib.sealing.attachments import open_file, split
from ambasada.lib.sealing.contents import Attachment, NotALetter
from ambasada.lib.sealing.files import CannotBeOpened
from ambasada.lib.sealing.keys import Identity
from ambasada.lib.sealing.letters import open_letter
from ambasada.lib.sealing.rosters import NotARoster, Roster, read_removed
from ambasada.lib.sealing.threads import Stream, check_thread
from ambasada.lib.sealing.wraps import unwrap
from tests.vectors.reading import FILES, Vector, each, is_refused, pattern, sealed


def roster(name: str) -> Roster:
    file = FILES["rosters"]
    return Roster.read_old(
        file["contents"][name].encode(),
        file["signatures"][name],
        root=PublicKey.read(file["root"]),
        embassy="xt",
    )


@each("wraps", "opened")
def test_wrap_is_opened(vector: Vector) -> None:
    by = Identity.read(FILES["wraps"]["by"])

    assert unwrap(sealed("wraps", vector["wrap"]), by=by).text == FILES["wraps"]["holds"]


@each("wraps", "refused")
def test_wrap_is_refused(vector: Vector) -> None:
    by = Identity.read(FILES["wraps"]["by"])

    with pytest.raises(CannotBeOpened):
        unwrap(sealed("wraps", vector["wrap"]), by=by)


@each("letters", "opened")
def test_letter_is_opened_and_proved(vector: Vector) -> None:
    opened = open_letter(sealed("letters", vector["name"]), stream=Identity(vector["stream"]))
    proved_by = vector["proved_by"]
    members = [member["verify"] for member in FILES["derivation"]["members"]]

    assert opened.said.decode("utf-8") == vector["content"] == opened.content.canonical().decode()
    assert (opened.proof.hex(), opened.sha256) == (vector["proof"], vector["sha256"])
    if opened.content.sender == "person":
        assert opened.is_proved() == (proved_by == "person")
    else:
        assert opened.is_proved(proved_by) == bool(proved_by)
        assert not any(opened.is_proved(key) for key in members if key != proved_by)


@each("letters", "not_letters")
def test_what_is_no_letter_is_told(vector: Vector) -> None:
    with pytest.raises(NotALetter):
        open_letter(sealed("letters", vector["name"]), stream=Identity(vector["stream"]))


@each("letters", "not_opened")
def test_what_cannot_be_opened_is_told(vector: Vector) -> None:
    with pytest.raises(CannotBeOpened):
        open_letter(sealed("letters", vector["name"]), stream=Identity(vector["stream"]))


@each("letters", "threads")
def test_thread_is_checked(vector: Vector) -> None:
    thread = check_thread(
        [sealed("letters", name) for name in vector["letters"]],
        case=vector["case"],
        streams={int(epoch): Identity(text) for epoch, text in vector["streams"].items()},
        rosters=[roster("first"), roster("second")],
        of=Stream(vector["of"]),
        at_least=vector["at_least"],
    )

    assert [letter.content.seq for letter in thread.letters] == vector["shown"]
    assert [vars(found) for found in thread.problems] == vector["problems"]
    assert {str(epoch): kid for epoch, kid in thread.founders.items()} == vector["founders"]
    for asked in vector["epoch_to_write"]:
        epoch = thread.epoch_to_write(roster(asked["roster"]), asked["removed"])
        assert epoch == asked["epoch"]


@each("rosters", "read")
def test_roster_is_read(vector: Vector) -> None:
    file = FILES["rosters"]

    def read() -> Roster:
        return Roster.read(
            file["contents"][vector["content"]].encode(),
            file["signatures"][vector["signature"]],
            root=PublicKey.read(file["root"]),
            embassy=vector["embassy"],
            today=date.fromisoformat(vector["today"]),
            at_least=vector["at_least"],
        )

    if not vector["flaw"]:
        assert read().canonical().decode() == file["contents"][vector["content"]]
        return
    with pytest.raises(NotARoster) as caught:
        read()
    assert caught.value.flaw == vector["flaw"]


@each("rosters", "on_duty")
def test_those_on_duty_are_found(vector: Vector) -> None:
    today = date.fromisoformat(vector["today"])
    found = roster(vector["content"]).on_duty(vector["desk"], vector["removed"], today=today)

    assert [entry.kid for entry in found] == vector["kids"]


@each("rosters", "removed")
def test_list_of_the_removed_is_read(vector: Vector) -> None:
    if vector.get("is_refused"):
        assert is_refused(lambda: read_removed(vector["text"].encode()), NotARoster)
    else:
        assert read_removed(vector["text"].encode()) == set(vector["kids"])


@each("attachments", "opened")
def test_file_is_opened(vector: Vector) -> None:
    content = open_file(sealed("attachments", vector["file"]), **_file(vector))

    assert (len(content), hashlib.sha256(content).hexdigest()) == (vector["size"], vector["sha256"])


@each("attachments", "refused")
def test_file_is_refused(vector: Vector) -> None:
    with pytest.raises(Refused):
        open_file(sealed("attachments", vector["file"]), **_file(vector))


@each("attachments", "parts")
def test_file_is_sent_in_parts(vector: Vector) -> None:
    parts = [
        {"number": part.number, "length": len(part.content), "sha256": part.sha256}
        for part in split(pattern(vector["length"]))
    ]

    assert parts == vector["parts"]


def _file(vector: Vector) -> dict[str, Any]:
    named = Attachment("0" * 32, "a file", "", vector["size"], vector["sha256"])
    return {"stream": Identity(FILES["attachments"]["stream"]), "named": named}
