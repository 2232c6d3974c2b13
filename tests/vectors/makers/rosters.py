"""Rosters: what may be sealed to, and everything that may not."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from ambasada.lib.sealing.canonical import canonical
from ambasada.lib.sealing.rosters import Flaw
from tests.vectors.makers.derivation import LOW_ORDER, bech32_of
from tests.vectors.makers.given import (
    FIRST_DAY,
    MONTH,
    TODAY,
    entry_of,
    identity_of,
    kid_of,
    root_of,
    roster_of,
)

ROOT, OTHER_ROOT = root_of("root"), root_of("another root")
A = entry_of("member A", "help")
B = entry_of("member B", "help", "press")
C = entry_of("member C", "press", until=TODAY - timedelta(days=1))
FIRST = roster_of(1, A, B, C, escrow=identity_of("escrow").recipient)
SECOND = roster_of(2, B, issued=TODAY, expires=TODAY + MONTH)
COMMENT = "roster of xt"

Change = Callable[[dict[str, Any]], object]


def make() -> dict[str, Any]:
    texts = {"first": FIRST.canonical(), "second": SECOND.canonical(), **_malformed()}
    return {
        "format": "rosters 1",
        "root": ROOT.public.line,
        "embassy": "xt",
        "read": _read(),
        "on_duty": _on_duty(),
        "removed": _removed(),
        "contents": {name: text.decode("utf-8") for name, text in texts.items()},
        "signatures": {name: ROOT.sign(text, COMMENT) for name, text in texts.items()}
        | {
            "first by another root": OTHER_ROOT.sign(texts["first"], COMMENT),
            "first as a charter": ROOT.sign(texts["first"], "charter"),
            "no signature": "roster\n",
            "first, its comment changed": ROOT.sign(texts["first"], COMMENT).replace(
                COMMENT, "roster of xx"
            ),
        },
    }


def _read() -> list[dict[str, Any]]:
    first, last = FIRST_DAY.isoformat(), (FIRST_DAY + MONTH).isoformat()
    day = timedelta(days=1)
    cases = [
        _case("on its first day", "first", today=first),
        _case("on its last day", "first", today=last),
        _case("a day before its first", "first", today=(FIRST_DAY - day).isoformat()),
        _case("of the number that was seen", "first", at_least=1),
        _case("with another comment of the root", "first", signature="first as a charter"),
        _case("two days before its first", "first", Flaw.EARLY, today="2027-02-27"),
        _case("a day after its last", "first", Flaw.EXPIRED, today="2027-04-01"),
        _case("older than one that was seen", "first", Flaw.OLDER, at_least=2),
        _case("of another embassy", "first", Flaw.EMBASSY, embassy="xx"),
    ]
    signatures = ("first by another root", "second", "no signature", "first, its comment changed")
    cases += [
        _case(f"signature: {each}", "first", Flaw.SIGNATURE, signature=each) for each in signatures
    ]
    return cases + [_case(name, name, Flaw.MALFORMED) for name in _malformed()]


def _case(name: str, content: str, flaw: Flaw | None = None, **others: Any) -> dict[str, Any]:
    return {
        "name": name,
        "content": content,
        "signature": content,
        "embassy": "xt",
        "today": TODAY.isoformat(),
        "at_least": 0,
        "flaw": flaw.value if flaw else "",
        **others,
    }


def _malformed() -> dict[str, bytes]:
    changes: dict[str, Change] = {
        "of another format": lambda roster: roster.update(format="ambasada roster 2"),
        "15 entries": lambda roster: roster["entries"].pop(),
        "an entry twice": lambda roster: roster["entries"].__setitem__(1, roster["entries"][0]),
        "entries out of order": lambda roster: roster["entries"].reverse(),
        "a day longer than allowed": lambda roster: roster.update(expires="2027-04-01"),
        "a day that is none": lambda roster: roster.update(expires="2027-03-32"),
        "a day written otherwise": lambda roster: roster.update(issued="20270301"),
        "ends before it begins": lambda roster: roster.update(expires="2027-02-28"),
        "number 0": lambda roster: roster.update(number=0),
        "a number as a word": lambda roster: roster.update(number="1"),
        "no instance": lambda roster: roster.update(instance=""),
        "a name more": lambda roster: roster.update(more=1),
        "a name less": lambda roster: roster.pop("escrow"),
        "an escrow that is none": lambda roster: roster.update(escrow="age1escrow"),
        "no desk": lambda roster: roster.update(desks=[]),
        "desks out of order": lambda roster: roster.update(desks=["press", "help"]),
        "an entry of a desk it has not": lambda roster: roster.update(desks=["help"]),
        "a recipient of small order": _in_entry(
            recipient=bech32_of("age", bytes.fromhex(LOW_ORDER[0]))
        ),
        "a recipient that is none": _in_entry(recipient="age1nobody"),
        "a kid in capitals": _in_entry(kid="0000000000000ABC"),
        "a signing key of 31 bytes": _in_entry(verify="A" * 41 + "="),
        "a signing key without padding": _in_entry(verify=A.verify.rstrip("=")),
    }
    made = {}
    for name, change in changes.items():
        values = json.loads(FIRST.canonical())
        change(values)
        made[name] = canonical(values)
    made["spaces"] = json.dumps(json.loads(FIRST.canonical()), sort_keys=True).encode()
    return made


def _in_entry(**values: str) -> Change:
    return lambda roster: roster["entries"][0].update(values)


def _on_duty() -> list[dict[str, Any]]:
    asked: list[tuple[str, str, list[str], date]] = [
        ("first", "help", [], TODAY),
        ("first", "press", [], TODAY),
        ("first", "press", [], TODAY - timedelta(days=1)),
        ("first", "press", [kid_of("member B")], TODAY),
        ("first", "help", [kid_of("member A"), "0" * 16], TODAY),
        ("first", "shop", [], TODAY),
        ("first", "help", [], FIRST_DAY - timedelta(days=1)),
        ("second", "press", [kid_of("member B")], TODAY),
    ]
    rosters = {"first": FIRST, "second": SECOND}
    return [
        {
            "content": content,
            "desk": desk,
            "removed": removed,
            "today": day.isoformat(),
            "kids": [each.kid for each in rosters[content].on_duty(desk, removed, today=day)],
        }
        for content, desk, removed, day in asked
    ]


def _removed() -> list[dict[str, Any]]:
    kid = kid_of("member A")
    return [
        {"text": '{"kids":[]}', "kids": []},
        {"text": f'{{"kids":["{kid}"]}}', "kids": [kid]},
        {"text": f'{{"kids":["{kid}","{kid}"]}}', "kids": [kid]},
        {"text": '{"kids":["x"]}', "is_refused": True},
        {"text": '{"kids":"0000000000000000"}', "is_refused": True},
        {"text": '{"kids":[1]}', "is_refused": True},
        {"text": '{"kids":[],"more":[]}', "is_refused": True},
        {"text": "[]", "is_refused": True},
        {"text": "", "is_refused": True},
    ]
