"""What may be put on the public register, by whom, and what becomes of it when things change."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Embassy, FairCopy
from ambasada.pages.actions import approve
from ambasada.register.models import RegisterCount, RegisterEntry
from ambasada.relations.actions import (
    Chosen,
    Parties,
    change_interaction,
    count_withheld,
    keep_off_register,
    let_on_register,
    merge,
    note_advice,
    put_on_register,
    remove_entry,
    set_delay,
)
from ambasada.relations.models import Interaction, Registered, Unlisted
from ambasada.relations.queries import State, rows_of
from tests.factories.contacts import (
    meeting,
    official,
    organisation,
    placed,
    private_person,
)
from tests.factories.contacts import put_on_register as put
from tests.factories.staff import seat


def states(met: Interaction) -> list[State]:
    return [each.state for each in rows_of(met, timezone.now().date())]


def approved(approval: Approval, by: Member) -> None:
    approve(approval, by=by, looked_at=approval.sha256, now=timezone.now())


def changed(met: Interaction, by: Member, **values: Any) -> None:
    """Change a meeting as the form does."""
    parties = Parties(values.pop("organisations", met.organisations.all()), [], [by])
    held = Interaction.objects.get(pk=met.pk)
    for name, value in values.items():
        setattr(held, name, value)
    change_interaction(
        held, parties, version=held.version, embassy=met.embassy, by=by, now=timezone.now()
    )


@pytest.fixture
def anna(britain: Embassy) -> Member:
    """Return a coordinator who may approve."""
    return seat("anna", britain, days_ago=90)


def test_two_members_stand_behind_a_row_and_the_writer_is_not_the_second(
    britain: Embassy, piotr: Member, anna: Member
) -> None:
    met = meeting(britain, piotr, organisations=[organisation(britain, piotr)])
    asked = put(met, anna)
    assert states(met) == [State.WAITING]

    with pytest.raises(Refused, match="wrote a part"):
        approved(asked, anna)
    assert not FairCopy.objects.filter(is_public=True).exists()
    approved(put(met, piotr, subject={"en": "Visas"}), seat("boris", britain, days_ago=90))

    assert states(met) == [State.PUBLIC]
    entry = RegisterEntry.objects.get()
    tie = Registered.objects.get()
    assert (entry.ref, entry.meeting) == (tie.entry, tie.meeting)
    assert tie.meeting not in (met.ref, tie.ref)
    assert entry.not_before == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"status": "planned"}, "took place"),
        ({"kind": "letter"}, "took place"),
        ({"on": "2026"}, "took place"),
        ({"on": "2099-01-01"}, "took place"),
        ({"directed": "unsure"}, "legal advice"),
    ],
)
def test_meeting_that_is_not_to_be_told_is_refused(
    britain: Embassy, piotr: Member, *, values: dict[str, str], sentence: str
) -> None:
    met = meeting(britain, piotr, organisations=[organisation(britain, piotr)], **values)

    with pytest.raises(Refused, match=sentence):
        put(met, piotr)
    assert not RegisterEntry.objects.exists()


def test_doubtful_meeting_is_told_once_there_is_advice(
    britain: Embassy, piotr: Member, anna: Member
) -> None:
    union = organisation(britain, piotr)
    met = meeting(britain, piotr, organisations=[union], directed="unsure")
    note_advice(met, "We may.", by=anna, now=timezone.now())

    assert put(met, piotr).status == "waiting"


@pytest.mark.parametrize(
    "subject",
    ["What Hartley asked", "Пытанне Хартлі", "A word by Ales Quiet-Test", "Hartley’s question"],
)
def test_text_that_names_somebody_is_refused(britain: Embassy, piotr: Member, subject: str) -> None:
    hartley = private_person(britain, piotr, "Imogen Hartley-Test", "Імаджэн Хартлі-Test")
    private_person(britain, piotr, "Ales Quiet-Test")
    union = organisation(britain, piotr, "Quiet Union")
    met = meeting(britain, piotr, organisations=[union], people=[hartley])

    with pytest.raises(Refused, match="names no person"):
        put(met, piotr, subject={"en": subject})
    assert put(met, piotr, subject={"en": "A quiet question for a union"}).status == "waiting"


def test_office_that_has_its_holders_name_is_refused(britain: Embassy, piotr: Member) -> None:
    union, hartley = organisation(britain, piotr), official(britain, piotr)
    placed(hartley, union, by=piotr, embassy=britain, office="Office of Imogen Hartley-Test")
    met = meeting(britain, piotr, organisations=[union], people=[hartley])

    with pytest.raises(Refused, match="names no person"):
        put(met, piotr, offices={union.name: union.positions.get()})


def test_who_was_not_there_and_who_keeps_no_contacts_is_refused(
    britain: Embassy, piotr: Member, nils: Member
) -> None:
    met = meeting(britain, piotr, organisations=[organisation(britain, piotr)])
    other = organisation(britain, piotr, "Other Union")

    with pytest.raises(Refused, match="not here"):
        put_on_register(
            met,
            [Chosen(other, None)],
            subject={"en": "Visas"},
            precision="day",
            by=piotr,
            now=timezone.now(),
        )
    with pytest.raises(Refused, match="keep contacts"):
        put(met, nils)
    with pytest.raises(Refused, match="keep contacts"):
        keep_off_register(other, embassy=britain, by=nils, now=timezone.now())


def test_mark_of_one_embassy_takes_its_rows_and_leaves_those_of_another(
    britain: Embassy, piotr: Member, anna: Member, *, norland: Embassy, nils: Member
) -> None:
    union, now = organisation(britain, piotr), timezone.now()
    met = meeting(britain, piotr, organisations=[union])
    approved(put(met, piotr), anna)
    put(met, piotr, subject={"en": "Visas"})
    theirs = meeting(norland, nils, organisations=[union])
    put(theirs, nils)

    assert keep_off_register(union, embassy=britain, by=piotr, now=now) == 1

    assert (states(met), states(theirs)) == ([State.UNLISTED], [State.WAITING])
    assert not FairCopy.objects.filter(is_public=True).exists()
    assert not Approval.objects.filter(embassy=britain, status="waiting").exists()
    assert not RegisterEntry.objects.filter(embassy=britain).exists()
    with pytest.raises(Refused, match="not published"):
        put(met, piotr)
    with pytest.raises(Refused, match="coordinator"):
        let_on_register(union, embassy=britain, by=piotr, now=now)
    let_on_register(union, embassy=britain, by=anna, now=now)
    assert states(met) == [State.OFF], "nothing comes back by that alone"
    tie = Registered.objects.get(interaction=met)
    put(met, piotr)
    assert RegisterEntry.objects.get(embassy=britain).meeting == tie.meeting


def test_what_was_changed_of_a_meeting_waits_for_approval(
    britain: Embassy, piotr: Member, anna: Member
) -> None:
    union, other = organisation(britain, piotr), organisation(britain, piotr, "Other Union")
    met = meeting(britain, piotr, organisations=[union, other])
    approved(put(met, piotr), anna)

    changed(met, piotr, title="Another title", note="A note")
    assert not Approval.objects.filter(status="waiting").exists(), "that is not public"
    changed(met, piotr, on="2026-02-05")
    waiting = Approval.objects.get(status="waiting")
    said = {each.thing.held for each in FairCopy.objects.filter(is_public=True)}
    assert (said, waiting.copies.count()) == ({"2026-02-03"}, 2)
    approved(waiting, anna)
    changed(met, piotr, organisations=[union])

    taken = Approval.objects.get(status="waiting")
    assert (taken.change, taken.copies.get().thing.organisation) == (
        "withdraw",
        {"en": "Other Union"},
    )
    assert states(met) == [State.PUBLIC]
    changed(met, piotr, status="not_held")
    assert Approval.objects.filter(status="waiting", change="withdraw").count() == 2


def test_what_only_waits_is_let_go_of_when_the_meeting_was_not_held(
    britain: Embassy, piotr: Member
) -> None:
    met = meeting(britain, piotr, organisations=[organisation(britain, piotr)])
    put(met, piotr)
    with pytest.raises(Refused, match="hang on this"):
        remove_entry(met, embassy=britain, by=piotr, now=timezone.now())

    changed(met, piotr, status="not_held")

    assert not RegisterEntry.objects.exists()
    assert Approval.objects.get().status == "void"
    remove_entry(met, embassy=britain, by=piotr, now=timezone.now())


def test_withheld_rows_are_counted_for_a_whole_quarter_once_it_is_over(
    britain: Embassy, piotr: Member, anna: Member
) -> None:
    one, two = organisation(britain, piotr), organisation(britain, piotr, "Other Union")
    met = meeting(britain, piotr, organisations=[one, two])
    for values in ({"on": "2026-03"}, {"kind": "call"}, {"status": "planned"}, {"kind": "letter"}):
        meeting(britain, piotr, organisations=[one], **values)
    meeting(britain, piotr, people=[official(britain, piotr)], on="2026-04-01")
    put_on_register(
        met,
        [Chosen(one, None)],
        subject={"en": "Visas"},
        precision="month",
        by=piotr,
        now=timezone.now(),
    )
    now = timezone.now()

    for quarter, number in (("2026-q1", 3), ("2026-q2", 1), ("2026-q3", 0)):
        approved(count_withheld(quarter, embassy=britain, by=piotr, now=now), anna)
        assert RegisterCount.objects.get(quarter=quarter).withheld == number
    with pytest.raises(Refused, match="Nothing has changed"):
        count_withheld("2026-q1", embassy=britain, by=piotr, now=now)
    for quarter in ("2026-q4", "2099-q1", "2026", ""):
        with pytest.raises(Refused, match="once it is over"):
            count_withheld(quarter, embassy=britain, by=piotr, now=now)


def test_delay_is_a_coordinators_to_set_and_holds_for_what_is_written_later(
    britain: Embassy, piotr: Member, anna: Member
) -> None:
    now = timezone.now()
    with pytest.raises(Refused, match="coordinator"):
        set_delay(5, embassy=britain, by=piotr, now=now)
    with pytest.raises(Refused, match="from 1 to 730"):
        set_delay(0, embassy=britain, by=anna, now=now)
    set_delay(400, embassy=britain, by=anna, now=now)
    on = (now.date() - timedelta(days=30)).isoformat()
    met = meeting(britain, piotr, organisations=[organisation(britain, piotr)], on=on)

    approved(put(met, piotr), anna)

    assert states(met) == [State.DUE]
    assert RegisterEntry.objects.get().not_before == now.date() + timedelta(days=370)


def test_public_models_know_no_row_of_contacts() -> None:
    """A leak by a join is impossible where there is none."""
    known: list[type[Model]] = [RegisterEntry, RegisterCount]
    for model in known:
        found = {field.related_model for field in model._meta.get_fields() if field.is_relation}
        apps = {each._meta.app_label for each in found if each}
        assert apps <= {"network", "wagtailcore", "contenttypes"}, model
    assert {field.name for field in RegisterEntry._meta.fields} == {
        *("id", "embassy", "ref", "meeting", "organisation", "circle", "office", "held"),
        *("subject", "not_before"),
        *("live", "has_unpublished_changes", "first_published_at", "last_published_at"),
        *("go_live_at", "expire_at", "expired", "latest_revision", "live_revision"),
    }


def test_one_that_is_kept_off_is_not_made_one_with_another_that_is_on_it(
    britain: Embassy, piotr: Member
) -> None:
    how: Any = {"embassy": britain, "now": timezone.now()}
    lead = Member.objects.get(username="piotr-lead")
    union, other = organisation(britain, piotr), organisation(britain, piotr, "Other Union")
    put(meeting(britain, piotr, organisations=[union]), piotr)
    keep_off_register(other, by=piotr, **how)

    for pair in ((union, other), (other, union)):
        with pytest.raises(Refused, match="must decide first"):
            merge(*pair, by=lead, **how)

    keep_off_register(union, by=piotr, **how)
    merge(union, other, by=lead, **how)
    assert [each.organisation for each in Unlisted.objects.all()] == [union]
