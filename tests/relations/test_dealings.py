"""Meetings, promises, advice, stewards, and what happens when somebody leaves."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambasada.accounts.models import LedgerLine, Member
from ambasada.lib.refused import Refused
from ambasada.network.actions import end_seat
from ambasada.network.models import Embassy
from ambasada.relations.actions import (
    Parties,
    change_interaction,
    hand_over,
    note_advice,
    read_note,
    record_entry,
    settle_commitment,
)
from ambasada.relations.models import Commitment, Interaction, Stance, Stewardship
from ambasada.relations.queries import DeskShown
from ambasada.relations.rules import why_not_send
from tests.factories.contacts import keeper, meeting, official, organisation, promise, segment
from tests.factories.staff import seat

NOW = timezone.now()
TODAY = NOW.date()


def last_line() -> tuple[str, str, str]:
    line = LedgerLine.objects.latest("number")
    return (line.verb, line.actor, line.subject)


def led(embassy: Embassy) -> Member:
    """Return who coordinates an embassy."""
    return Member.objects.filter(seats__embassy=embassy, seats__role="coordinator")[0]


def steward(embassy: Embassy, owner: Member, name: str, **others: Any) -> Stewardship:
    where = organisation(embassy, owner, name)
    values = {"next_on": TODAY + timedelta(days=30), "interval": 60, **others}
    kept = Stewardship(embassy=embassy, organisation=where, owner=owner, **values)
    record_entry(kept, embassy=embassy, by=led(embassy), now=NOW)
    return kept


@pytest.mark.parametrize("directed", ["yes", "unsure"])
def test_nothing_is_sent_about_what_may_be_directed_before_a_coordinator_notes_advice(
    britain: Embassy, piotr: Member, directed: str
) -> None:
    held, lead = meeting(britain, piotr, directed=directed), seat("lead", britain)
    assert "legal advice first" in why_not_send(held)

    with pytest.raises(Refused):
        note_advice(held, "We may.", by=piotr, now=NOW)
    note_advice(held, "We may, said a lawyer.", by=lead, now=NOW)

    assert why_not_send(held) == ""
    assert last_line() == ("advised", f"member:{lead.pk}", held.subject)


def test_who_keeps_contacts_does_not_talk_the_question_away(
    britain: Embassy, piotr: Member
) -> None:
    held, lead = meeting(britain, piotr, directed="yes"), seat("lead", britain)
    held.directed = Interaction.Directed.NO
    parties = Parties([], [], [])

    with pytest.raises(Refused):
        change_interaction(held, parties, version=1, embassy=britain, by=piotr, now=NOW)
    change_interaction(held, parties, version=1, embassy=britain, by=lead, now=NOW)

    assert why_not_send(Interaction.objects.get()) == ""


def test_advice_ends_when_it_becomes_doubtful_anew(britain: Embassy, piotr: Member) -> None:
    held, lead = meeting(britain, piotr, directed="yes"), seat("lead", britain)
    note_advice(held, "We may.", by=lead, now=NOW)
    for version, directed in enumerate(("no", "unsure"), start=2):
        held.directed = directed
        change_interaction(
            held, Parties([], [], []), version=version, embassy=britain, by=lead, now=NOW
        )

    assert Interaction.objects.get().awaits_advice


def test_note_is_for_who_was_there_the_stewards_and_coordinators(
    britain: Embassy, piotr: Member
) -> None:
    deputy, other, lead = (keeper(britain, name) for name in ("deputy", "other", "lead"))
    lead.seats.update(role="coordinator")
    kept = steward(britain, piotr, "Test Union", deputy=deputy)
    held = meeting(britain, piotr, organisations=[kept.organisation], note="They will not strike.")
    before = LedgerLine.objects.count()

    for reader in (piotr, deputy, lead):
        assert read_note(held, by=reader, now=NOW) == "They will not strike."
    assert LedgerLine.objects.count() == before
    assert read_note(held, by=other, now=NOW) == "They will not strike."
    assert last_line() == ("note_read", f"member:{other.pk}", held.subject)
    with pytest.raises(Refused):
        read_note(held, by=seat("editor", britain, role="editor"), now=NOW)


def test_promise_is_settled_once_and_says_how_one_knows(britain: Embassy, piotr: Member) -> None:
    made = promise(britain, piotr, due_on=date(2027, 3, 1))

    how: dict[str, Any] = {"embassy": britain, "by": piotr, "now": NOW}
    settle_commitment(made, status="kept", evidence="Question 4711", **how)

    made.refresh_from_db()
    assert (made.status, made.settled_on, made.evidence) == ("kept", TODAY, "Question 4711")
    with pytest.raises(Refused, match="settled meanwhile"):
        settle_commitment(made, status="broken", evidence="None came", **how)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.update(settled_on=None)


def test_desk_shows_what_is_due_overdue_planned_and_neglected(
    britain: Embassy, norland: Embassy, piotr: Member, *, nils: Member
) -> None:
    days = {"late": -1, "today": 0, "soon": 7, "later": 8}
    for text, ahead in days.items():
        promise(britain, piotr, text=text, due_on=TODAY + timedelta(days=ahead))
    promise(norland, nils, text="another embassy’s", due_on=TODAY)
    for title, ahead in (("tomorrow", 1), ("next month", 30)):
        on = f"{TODAY + timedelta(days=ahead)}"
        meeting(britain, piotr, title=title, status="planned", on=on)
    steward(britain, piotr, "Forgotten", next_on=TODAY - timedelta(days=1))
    steward(britain, piotr, "In time", next_on=TODAY)

    desk = DeskShown(britain, piotr, today=TODAY)

    assert [each.text for each in desk.overdue] == ["late"]
    assert [each.text for each in desk.due] == ["today", "soon"]
    assert [each.title for each in desk.meetings] == ["tomorrow"]
    assert [str(each) for each in desk.neglected] == ["Forgotten"]
    assert desk.orphaned == []


def test_meeting_that_was_held_moves_on_when_to_be_in_touch(
    britain: Embassy, piotr: Member
) -> None:
    kept = steward(britain, piotr, "Test Union", next_on=TODAY - timedelta(days=9), interval=60)

    meeting(britain, piotr, organisations=[kept.organisation], status="planned", on="2020")
    kept.refresh_from_db()
    assert kept.next_on == TODAY - timedelta(days=9)
    meeting(britain, piotr, organisations=[kept.organisation], status="held", on=f"{TODAY}")

    kept.refresh_from_db()
    assert kept.next_on == TODAY + timedelta(days=60)


def test_what_somebody_looked_after_goes_to_another_when_they_leave(
    britain: Embassy, piotr: Member
) -> None:
    maryla, lead = keeper(britain, "maryla"), seat("lead", britain)
    own = steward(britain, piotr, "Own", deputy=maryla)
    beside = steward(britain, maryla, "Beside", deputy=piotr)
    made = promise(britain, piotr)
    planned = meeting(britain, piotr, status="planned")
    rest = promise(britain, piotr, text="goes to somebody else")
    saved = [segment(britain, each, name="Unions", circle="unions") for each in (piotr, maryla)]
    end_seat(piotr.seats.get(), by=lead, now=NOW)
    assert [str(each) for each in DeskShown(britain, lead, today=TODAY).orphaned] == ["Own"]
    refs = [each.ref for each in (own, beside, made, planned, saved[0])]

    with pytest.raises(Refused):
        hand_over(piotr, maryla, refs, embassy=britain, by=maryla, now=NOW)
    with pytest.raises(Refused):
        hand_over(piotr, piotr, refs, embassy=britain, by=lead, now=NOW)
    count = hand_over(piotr, maryla, refs, embassy=britain, by=lead, now=NOW)

    for each in (own, beside, made, rest, saved[0]):
        each.refresh_from_db()
    assert count == 5
    assert (saved[0].owner, saved[0].name) == (maryla, "Unions (2)"), "she has one of that name"
    assert [(each.owner, each.deputy) for each in (own, beside)] == [(maryla, None)] * 2
    assert (made.owner, rest.owner) == (maryla, piotr)
    assert list(planned.members.all()) == [maryla]
    assert last_line() == ("handed_over", f"member:{lead.pk}", f"member:{piotr.pk}")


def test_stance_has_a_history(britain: Embassy, piotr: Member) -> None:
    hartley = official(britain, piotr)
    for on, value in (("2025", -1), ("2026-05", 2)):
        made = Stance(person=hartley, issue="Sanctions", value=value, on=on, source="A speech")
        record_entry(made, embassy=britain, by=piotr, now=NOW)

    found = Stance.objects.order_by("-on").values_list("value", "embassy")
    assert list(found) == [(2, britain.pk), (-1, britain.pk)]
