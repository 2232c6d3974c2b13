"""A server that lies about whom to seal to: each lie is noticed before anything is sealed."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ambasada.lib.minisign import SecretKey
from ambasada.lib.sealing.files import CannotBeOpened
from ambasada.lib.sealing.keys import Identity, MemberKeys
from ambasada.lib.sealing.rosters import Flaw, NotARoster, Roster
from ambasada.lib.sealing.threads import Stream
from ambasada.lib.sealing.wraps import NobodyOnDuty
from tests.asking import Answer
from tests.casework.client import Helper, Person
from tests.casework.lying import Lie, Talk, instead, tells

# The stores it asks are SQLite always.
pytestmark = pytest.mark.sqlite_only


def roster_lies(roster: Roster, root: SecretKey) -> list[Lie]:
    content = roster.canonical()
    signature = root.sign(content, "roster").encode()
    return [
        instead("/roster.json", content),
        instead("/roster.json.minisig", signature),
        instead(f"/rosters/{roster.number}.json", content),
        instead(f"/rosters/{roster.number}.json.minisig", signature),
    ]


def with_a_stranger(roster: Roster) -> Roster:
    """Return a roster in which the server has put keys of its own for everybody."""
    keys = MemberKeys.new()
    return replace(
        roster,
        entries=tuple(
            replace(each, recipient=keys.recipient, verify=keys.verify_key)
            for each in roster.entries
        ),
    )


def later(roster: Roster, days: int) -> Roster:
    return replace(
        roster,
        issued=roster.issued + timedelta(days=days),
        expires=roster.expires + timedelta(days=days),
    )


ROSTERS: dict[str, tuple[Callable[[Roster], Roster], bool, Flaw]] = {
    "of another root key": (with_a_stranger, False, Flaw.SIGNATURE),
    "the same, signed by another root key": (lambda roster: roster, False, Flaw.SIGNATURE),
    "of another embassy": (lambda r: replace(r, embassy="norland"), True, Flaw.EMBASSY),
    "expired": (lambda roster: later(roster, -40), True, Flaw.EXPIRED),
    "of next week": (lambda roster: later(roster, 7), True, Flaw.EARLY),
    "of fifteen": (lambda r: replace(r, entries=r.entries[:15]), True, Flaw.MALFORMED),
    "that lasts a year": (
        lambda r: replace(r, expires=r.issued + timedelta(days=365)),
        True,
        Flaw.MALFORMED,
    ),
}


@pytest.mark.parametrize("name", ROSTERS)
@pytest.mark.parametrize("is_person", [True, False])
def test_roster_that_does_not_count_is_refused(talk: Talk, name: str, *, is_person: bool) -> None:
    change, is_by_root, flaw = ROSTERS[name]
    roster = change(talk.person.published.roster())
    lies = roster_lies(roster, talk.desk.root if is_by_root else SecretKey.make())
    victim = talk.person if is_person else talk.helper
    tells(lies, of=victim)

    with pytest.raises(NotARoster) as refusal:
        victim.published.roster()

    assert refusal.value.flaw is flaw
    if isinstance(victim, Person):
        with pytest.raises(NotARoster):
            victim.prepared("Help.")


def test_roster_with_one_recipient_swapped_is_refused(talk: Talk) -> None:
    tells([swapped_recipient], of=talk.person)

    with pytest.raises(NotARoster) as refusal:
        talk.person.prepared("Help.")

    assert refusal.value.flaw is Flaw.SIGNATURE


def swapped_recipient(path: str, answer: Answer) -> Answer:
    if not path.endswith("/roster.json"):
        return answer
    values = json.loads(answer.body)
    values["entries"][0]["recipient"] = Identity.new().recipient
    body = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return replace(answer, body=body.encode())


def test_older_roster_is_refused_by_who_has_seen_a_newer_one(talk: Talk) -> None:
    older = talk.person.published.roster()
    newer = talk.desk.sign_again()
    tells(roster_lies(older, talk.desk.root), of=talk.person)

    with pytest.raises(NotARoster) as refusal:
        talk.person.published.roster(at_least=newer.number)

    assert refusal.value.flaw is Flaw.OLDER


def test_list_of_the_removed_that_is_none_is_refused(talk: Talk) -> None:
    for body in (b"", b"{}", b'{"kids":["x"]}', b"<html>"):
        person = talk.desk.person()
        tells([instead("/removed.json", body)], of=person)

        with pytest.raises(NotARoster):
            person.prepared("Help.")


def test_nothing_is_sealed_to_who_was_removed(talk: Talk) -> None:
    """The server can only take away: with everybody removed, nothing is sealed at all."""
    kids = [each.kid for each in talk.person.published.roster().entries]
    person = talk.desk.person()
    tells(
        [instead("/removed.json", json.dumps({"kids": kids}).replace(" ", "").encode())], of=person
    )

    with pytest.raises(NobodyOnDuty):
        person.prepared("Help.")


def test_member_who_was_removed_gets_a_wrap_that_opens_nothing(talk: Talk) -> None:
    kid = talk.helper.kid
    person = talk.desk.person()
    tells(
        [instead("/removed.json", json.dumps({"kids": [kid]}).replace(" ", "").encode())], of=person
    )

    sealed = {each["for"]: each["wrap"] for each in person.prepared("Help.")["wraps"]}

    with pytest.raises(CannotBeOpened):
        opened_by(talk.helper, sealed[kid])


def opened_by(helper: Helper, wrapped: str) -> Identity:
    seen = {"wraps": [{"epoch": 1, "stream": "case", "wrap": wrapped}]}
    return helper.streams(seen, Stream.CASE)[1]
