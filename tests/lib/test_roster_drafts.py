"""From a draft to sixteen entries: who fills the rest stays, and nobody else comes in."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ambasada.lib.minisign import SecretKey
from ambasada.lib.roster_drafts import Draft, NotADraft, fillers_in
from ambasada.lib.sealing.fingerprints import fingerprint
from ambasada.lib.sealing.keys import MemberKeys
from ambasada.lib.sealing.rosters import Entry, Roster, new_kid

DAY = date(2026, 11, 24)


def entry(*desks: str) -> Entry:
    keys = MemberKeys.new()
    until = DAY + timedelta(days=30)
    return Entry(new_kid(), desks, keys.recipient, keys.verify_key, start=DAY, until=until)


def draft_of(*entries: Entry, desks: tuple[str, ...] = ("help", "press")) -> Draft:
    return Draft("gb", "an-instance", 4, DAY, desks, "", tuple(entries))


def fillers_of(roster: Roster, draft: Draft) -> list[Entry]:
    return [Entry.of_values(each) for each in fillers_in(roster, draft)]


def test_draft_is_read_as_it_was_written() -> None:
    draft = replace(draft_of(entry("help")), escrow=MemberKeys.new().recipient, removed=("0" * 16,))

    assert Draft.read(draft.canonical()) == draft


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"format":"ambasada roster draft 1","entries":[]}', b"\xff"]
)
def test_what_is_no_draft_is_refused(content: bytes) -> None:
    with pytest.raises(NotADraft):
        Draft.read(content)


def test_completed_roster_is_one_that_may_be_signed() -> None:
    root, draft = SecretKey.make(), draft_of(entry("help"), entry("help", "press"))

    content = draft.completed().canonical()

    roster = Roster.read(
        content, root.sign(content, "roster"), root=root.public, embassy="gb", today=DAY
    )
    assert set(draft.entries) < set(roster.entries)
    assert (len(roster.entries), roster.number, roster.expires) == (16, 4, DAY + timedelta(days=30))
    assert roster.instance == "an-instance"


def test_who_is_nobody_stays_from_one_roster_to_the_next() -> None:
    draft = draft_of(entry("help"))
    first = draft.completed()
    fillers = fillers_of(first, draft)

    second = draft_of(*draft.entries, entry("help")).completed(fillers)

    kept = {each.kid for each in fillers} & {each.kid for each in second.entries}
    assert (len(fillers), len(kept)) == (15, 14)
    assert {each.recipient for each in first.entries} >= {
        each.recipient for each in second.entries if each.kid in kept
    }


def test_who_was_somebody_and_left_fills_nothing() -> None:
    """Whoever completes a roster knows who is nobody from the list beside the root key alone."""
    gone, stays = entry("help"), entry("help")
    draft = draft_of(gone, stays)
    fillers = fillers_of(draft.completed(), draft)

    after = draft_of(stays).completed(fillers)

    assert gone.kid not in {each.kid for each in after.entries}


def test_who_was_removed_or_is_of_a_desk_that_went_fills_nothing() -> None:
    draft = draft_of(entry("help", "press"))
    fillers = fillers_of(draft.completed(), draft)
    removed = tuple(each.kid for each in fillers[:3])
    fewer = replace(draft_of(entry("help"), desks=("help",)))

    assert not set(removed) & {
        each.kid for each in replace(draft, removed=removed).completed(fillers).entries
    }
    assert not {each.kid for each in fillers} & {
        each.kid for each in fewer.completed(fillers).entries
    }


def test_fingerprint_is_eight_words_of_both_halves() -> None:
    recipient = "age16xlkhvvppwf3f6rvpdlrf6uwp3k05rvugsxycjpuxrwuwvamlecq0ghkqg"
    keys = MemberKeys.new()

    words = fingerprint(keys.recipient, keys.verify_key)

    assert len(words.split()) == 8
    assert fingerprint(recipient) != fingerprint(recipient, keys.verify_key)
    assert words != fingerprint(keys.recipient, MemberKeys.new().verify_key)
    assert words != fingerprint(MemberKeys.new().recipient, keys.verify_key)
    assert words == fingerprint(keys.recipient, keys.verify_key)
