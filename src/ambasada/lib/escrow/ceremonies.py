"""The ceremony that makes an escrow, and the drill that shows a year later that it still opens.

Both on a machine without a network, with the people who keep the shares in the room. No recipient
is told before a test appeal was opened with what was typed from the papers: an escrow that nobody
can join would be found out on the day it is needed.
"""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Protocol

from ambasada.lib.blobs import write_whole
from ambasada.lib.escrow import age_tool
from ambasada.lib.escrow.records import RECORD, NotARecord, Record
from ambasada.lib.escrow.schemes import Scheme
from ambasada.lib.escrow.shares import (
    NotAShare,
    Typed,
    join,
    read_share,
    require_belongs,
    split,
)
from ambasada.lib.escrow.sheets import sheet
from ambasada.lib.refused import Refused

_TEST_KEY, _TEST_LETTER, _TEST_TEXT = "test-key.age", "test-appeal.age", "test-appeal.txt"


class Talk(Protocol):
    """Whoever stands at the keyboard."""

    def say(self, line: str) -> None:
        """Show a line."""

    def ask(self, question: str) -> str:
        """Return what is typed."""


def hold(folder: Path, *, scheme: Scheme, today: date, talk: Talk) -> Record:
    """Make an escrow in a new folder, and return what the server may know of it.

    Sheets lie in the folder until each was typed from paper, and are deleted then. The test appeal
    and the record stay. Raises Refused if the papers do not open the test appeal: then there is no
    escrow, and no recipient was told.
    """
    age_tool.require_tools()
    _make(folder)
    recipient, sheets = _prepare(folder, scheme, today)
    talk.say(f"There are {scheme.made} sheets in {folder.name}. Bring each onto paper:")
    for each in sheets:
        talk.say(f"  {each.name}")
    talk.say("Then each keeper types their own from the paper. Nothing is kept of what is typed.")
    typed: list[Typed] = []
    while len(typed) < scheme.made:
        typed.append(_next_share(typed, talk))
    for some in combinations(typed, scheme.needed):
        if age_tool.recipient_of(_joined(some)) != recipient:
            message = "What was typed makes another key. Delete the folder and begin anew."
            raise Refused(message)
    _require_opens(folder, _joined(typed[: scheme.needed]))
    for each in sheets:
        _forget(each)
    record = Record(recipient, str(scheme), made_on=today, drilled_on=today)
    write_whole(folder / RECORD, record.canonical(), is_lasting=True)
    return record


def drill(folder: Path, *, today: date, talk: Talk) -> Record:
    """Open the test appeal of a ceremony with shares from paper; return the record of today."""
    age_tool.require_tools()
    record = record_in(folder)
    _require_opens(folder, join_from_paper(record.recipient, talk=talk))
    drilled = replace(record, drilled_on=today)
    write_whole(folder / RECORD, drilled.canonical(), is_lasting=True)
    return drilled


def join_from_paper(recipient: str, *, talk: Talk) -> str:
    """Return the identity that shares typed from paper make.

    Raises Refused if they make another one than the recipient's.
    """
    typed = [_next_share([], talk)]
    talk.say(f"{typed[0].needed} sheets are needed in all.")
    while len(typed) < typed[0].needed:
        typed.append(_next_share(typed, talk))
    identity = _joined(typed)
    if age_tool.recipient_of(identity) != recipient:
        message = "These are the sheets of another escrow. Bring the ones of this one."
        raise Refused(message)
    return identity


def record_in(folder: Path) -> Record:
    """Return the record in a folder. Raises Refused if there is none."""
    try:
        return Record.read((folder / RECORD).read_bytes())
    except OSError:
        message = f"There is no {RECORD} in this folder. Name the one of the ceremony."
        raise Refused(message) from None
    except NotARecord as fault:
        raise Refused(str(fault)) from None


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_empty = not any(folder.iterdir())
    except OSError as error:
        message = f"The folder cannot be written ({error.strerror}). Name another one."
        raise Refused(message) from None
    if not is_empty:
        message = "This folder is not empty. Name a new one, in memory: such as /dev/shm/escrow."
        raise Refused(message)


def _prepare(folder: Path, scheme: Scheme, today: date) -> tuple[str, list[Path]]:
    """Make the identity, its sheets and a test appeal; whoever asked keeps nothing secret."""
    identity = age_tool.make_identity()
    recipient = age_tool.recipient_of(identity)
    shares = split(identity, scheme)
    _seal_test(folder, recipient)
    mark = recipient[-6:]
    sheets = []
    for number, words in enumerate(shares, start=1):
        text = sheet(words, number, scheme=scheme, mark=mark, made_on=today.isoformat())
        sheets.append(folder / f"sheet-{number}.txt")
        write_whole(sheets[-1], text.encode("ascii"))
    return recipient, sheets


def _seal_test(folder: Path, recipient: str) -> None:
    """Seal a text as appeals are: to an identity of its own, and that identity to the escrow."""
    case = age_tool.make_identity()
    text = f"This is a test appeal. Nobody wrote it. {secrets.token_hex(16)}\n".encode("ascii")
    try:
        write_whole(folder / _TEST_KEY, age_tool.seal(case.encode("ascii"), recipient))
        sealed = age_tool.seal(text, age_tool.recipient_of(case))
        write_whole(folder / _TEST_LETTER, sealed)
        write_whole(folder / _TEST_TEXT, text)
    except OSError as error:
        message = f"The folder cannot be written ({error.strerror}). Name another one."
        raise Refused(message) from None


def _require_opens(folder: Path, identity: str) -> None:
    try:
        case = age_tool.unseal(folder / _TEST_KEY, identity).decode("ascii", "replace")
        opened = age_tool.unseal(folder / _TEST_LETTER, case)
        is_right = opened == (folder / _TEST_TEXT).read_bytes()
    except (age_tool.NotOpened, OSError):
        is_right = False
    if not is_right:
        message = "The test appeal does not open with these sheets. Begin anew in another folder."
        raise Refused(message)


def _next_share(before: Sequence[Typed], talk: Talk) -> Typed:
    """Ask until a share was typed whole that belongs to those before."""
    while True:
        text = talk.ask(f"Sheet {len(before) + 1}, its words in one line: ")
        try:
            share = read_share(text)
            require_belongs(share, before)
        except NotAShare as fault:
            talk.say(str(fault))
        else:
            talk.say(f"Sheet {share.number} is whole.")
            return share


def _joined(shares: Sequence[Typed]) -> str:
    try:
        return join(shares)
    except NotAShare as fault:
        raise Refused(str(fault)) from None


def _forget(file: Path) -> None:
    """Delete a file that holds a secret; in memory it is gone, on a stick it may be found."""
    file.write_bytes(bytes(file.stat().st_size))
    file.unlink()
