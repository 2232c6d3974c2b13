"""Threads: whole streams as a server hands them over, honest and hostile."""

import base64
from typing import Any

from ambasada.lib.sealing.keys import Identity
from ambasada.lib.sealing.letters import open_letter
from ambasada.lib.sealing.threads import Stream, Thread, check_thread
from tests.vectors.makers.given import CASE, Seals, kid_of
from tests.vectors.makers.letters import (
    C1,
    C2,
    MEMBERS,
    N1,
    SERVERS,
    Post,
    write_case,
    write_not_letters,
    write_notes,
    write_wrong,
)
from tests.vectors.makers.rosters import FIRST, SECOND

BOTH = {1: C1, 2: C2}
# What a server hands over, and what a reader must say: problem, place, number, last number.
CASES: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {
    "an honest one": (["1", "2", "3", "4", "5", "6"], []),
    "its beginning": (["1", "2"], []),
    "nothing yet": ([], []),
    "one is kept back": (["1", "3"], [("missing", None, 2, 2)]),
    "the first is kept back": (["2"], [("missing", None, 1, 1)]),
    "two are kept back": (["1", "4", "5", "6"], [("missing", None, 2, 3)]),
    "two are kept back at two places": (
        ["1", "3", "5", "6"],
        [("missing", None, 2, 2), ("missing", None, 4, 4)],
    ),
    "the order is changed": (["1", "3", "2", "4"], [("out-of-order", 2, 2)]),
    "one is shown twice": (["1", "2", "2", "3"], [("replayed", 2, None)]),
    "an early one is shown at the end": (["1", "2", "3", "1"], [("replayed", 3, None)]),
    "a bit is changed": (
        ["1", "2, a bit changed", "3"],
        [("cannot-be-opened", 1, None), ("missing", None, 2, 2)],
    ),
    "one is cut short": (
        ["1", "2, cut short", "3"],
        [("cannot-be-opened", 1, None), ("missing", None, 2, 2)],
    ),
    "it is of another case of the desk": (
        ["1", "note 1"],
        [("cannot-be-opened", 1, None)],
    ),
    "it names another case": (["1", "2 of another case"], [("other-case", 1, 2)]),
    "it names another epoch": (["1", "2 of another epoch"], [("wrong-epoch", 1, 2)]),
    "a stranger signs as a member": (["1", "2 by a stranger"], [("wrong-proof", 1, 2)]),
    "a member signs as another": (["1", "2 of another member"], [("wrong-proof", 1, 2)]),
    "a signature of another stream": (
        ["1", "2 moved from another stream"],
        [("wrong-proof", 1, 2)],
    ),
    "a member proves as the person": (["1", "2 proved as the person"], [("wrong-proof", 1, 2)]),
    "the person's proof is wrong": (["1", "2", "3 with another proof"], [("wrong-proof", 2, 3)]),
    "the person's proof is of another stream": (
        ["1", "2", "3 with the proof of another stream"],
        [("wrong-proof", 2, 3)],
    ),
    "nobody in a roster": (["1", "2 by nobody known"], [("unknown-sender", 1, 2)]),
    "no such roster": (["1", "2 of an unknown roster"], [("unknown-sender", 1, 2)]),
    "a member whose days are over": (["1", "2 by one not on duty"], [("not-on-duty", 1, 2)]),
    "two with one number": (["1", "2", "2 again", "3"], [("same-place", 2, 2)]),
    "another of two is shown": (["1", "2 again", "3"], [("broken-chain", 2, 3)]),
    "one follows what was never there": (
        ["1", "2", "3 after another letter"],
        [("broken-chain", 2, 3)],
    ),
    "one is written under the older key": (
        ["1", "2", "3", "4", "5", "6", "7 under the older key"],
        [("older-epoch", 6, 7)],
    ),
    "no member opened the newer epoch": (
        ["1", "2", "3", "4", "6"],
        [("unfounded-epoch", 4, 6)],
    ),
    "a case begins with a text": (["a text that is first"], [("misplaced", 0, 1)]),
    "a case begins with a member": (["2 that is first"], [("misplaced", 0, 1)]),
    "no letter is sealed": (["1", "a frame of something else", "2"], [("not-a-letter", 1, None)]),
    "a number far ahead": (
        ["1", "2", "3", "4", "5", "6", "the last number there is"],
        [("missing", None, 7, 2**53 - 2)],
    ),
    "everything at once": (
        ["3", "1", "1", "2, a bit changed", "9", "5", "2 by a stranger"],
        [
            ("out-of-order", 1, 1),
            ("replayed", 2, None),
            ("cannot-be-opened", 3, None),
            ("out-of-order", 5, 5),
            ("wrong-proof", 6, 2),
            ("missing", None, 2, 2),
            ("missing", None, 4, 4),
            ("missing", None, 6, 8),
        ],
    ),
}


def make() -> dict[str, Any]:
    seals = Seals("letters")
    post = Post(seals)
    sent = write_case(post)
    write_wrong(post, sent)
    write_notes(post)
    not_letters = write_not_letters(seals, sent)
    second = base64.b64decode(seals.all["2"])
    seals.keep("2, a bit changed", second[:-99] + bytes([second[-99] ^ 4]) + second[-98:])
    seals.keep("2, cut short", second[:-1])
    seals.keep("nothing", b"")
    return {
        "format": "letters 1",
        "opened": [_opened(name, post, seals) for name in post.said],
        "not_letters": [{"name": name, "stream": by} for name, by in not_letters.items()],
        "not_opened": [
            {"name": name, "stream": C1.text}
            for name in ("2, a bit changed", "2, cut short", "nothing", "note 1", "5")
        ],
        "threads": [*_of_case(seals), *_others(seals)],
        "sealed": seals.all,
    }


def _opened(name: str, post: Post, seals: Seals) -> dict[str, Any]:
    said = post.said[name]
    opened = open_letter(base64.b64decode(seals.all[name]), stream=Identity(said["stream"]))
    keys = {each: keys.verify_key for each, keys in MEMBERS.items()}
    proved = [key for key in keys.values() if opened.is_proved(key)]
    is_persons = opened.content.sender.value == "person"
    return {
        "name": name,
        "sha256": opened.sha256,
        **said,
        "proved_by": ("person" if proved else "") if is_persons else "".join(proved),
    }


def _of_case(seals: Seals) -> list[dict[str, Any]]:
    return [
        _thread(name, seals, letters=letters, problems=problems)
        for name, (letters, problems) in CASES.items()
    ]


def _others(seals: Seals) -> list[dict[str, Any]]:
    whole = ["1", "2", "3", "4", "5", "6"]
    lost = [("missing", None, 3, 4)]
    forged = [("unfounded-epoch", 4, 5)]
    locked = [("cannot-be-opened", 4, None), ("cannot-be-opened", 5, None)]
    return [
        _thread("the end is kept back", seals, letters=whole[:2], problems=lost, at_least=4),
        _thread(
            "all is kept back", seals, letters=[], problems=[("missing", None, 1, 4)], at_least=4
        ),
        _thread(
            "an epoch that the server made",
            seals,
            letters=[*whole[:4], "5 of the server"],
            problems=forged,
            streams={1: C1, 2: SERVERS},
        ),
        _thread(
            "the newer key is kept back", seals, letters=whole, problems=locked, streams={1: C1}
        ),
        _thread(
            "an older wrap under the newer epoch",
            seals,
            letters=whole[:4],
            problems=[],
            streams={1: C1, 2: C1},
        ),
        *_of_notes(seals),
    ]


def _of_notes(seals: Seals) -> list[dict[str, Any]]:
    misplaced, moved = [("misplaced", 1, 2)], [("wrong-proof", 1, 2)]
    person, case = "note 2 of the person", "note 2 moved from the case"
    return [
        _notes("notes", seals, letters=["note 1", "note 2"], problems=[]),
        _notes("the person among notes", seals, letters=["note 1", person], problems=misplaced),
        _notes("a signature of the case", seals, letters=["note 1", case], problems=moved),
    ]


def _notes(
    name: str, seals: Seals, *, letters: list[str], problems: list[tuple[Any, ...]]
) -> dict[str, Any]:
    return _thread(
        name, seals, letters=letters, problems=problems, streams={1: N1}, of=Stream.NOTES
    )


def _thread(
    name: str,
    seals: Seals,
    *,
    letters: list[str],
    problems: list[tuple[Any, ...]],
    **others: Any,
) -> dict[str, Any]:
    """Return a thread with what the reader must find; the one here must find it too."""
    values = {"streams": BOTH, "of": Stream.CASE, "at_least": 0, **others}
    sealed = [base64.b64decode(seals.all[each]) for each in letters]
    thread = check_thread(sealed, case=CASE, rosters=[FIRST, SECOND], **values)
    found = [(each.problem.value, each.place, each.seq, each.to) for each in thread.problems]
    if found != [(*each, None)[:4] for each in problems]:
        message = f"{name}: {found}"
        raise AssertionError(message)
    return {
        "name": name,
        "case": CASE,
        "of": values["of"].value,
        "streams": {str(epoch): each.text for epoch, each in values["streams"].items()},
        "letters": letters,
        "at_least": values["at_least"],
        "shown": [each.content.seq for each in thread.letters],
        "problems": [
            dict(zip(("problem", "place", "seq", "to"), each, strict=True)) for each in found
        ],
        "founders": {str(epoch): kid for epoch, kid in thread.founders.items()},
        "epoch_to_write": [
            _written_under(thread, "first", []),
            _written_under(thread, "first", [kid_of("member B")]),
            _written_under(thread, "second", []),
        ],
    }


def _written_under(thread: Thread, name: str, removed: list[str]) -> dict[str, Any]:
    roster = {"first": FIRST, "second": SECOND}[name]
    return {"roster": name, "removed": removed, "epoch": thread.epoch_to_write(roster, removed)}
