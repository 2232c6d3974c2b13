"""A source's list is read into a draft; what is delicate waits for a human, and nobody goes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Author, Embassy, FairCopy
from ambasada.pages.actions import approve, ask
from ambasada.prisoners.actions import accept_claims, dismiss_claims, let_go_of_records
from ambasada.prisoners.drafting import draft_of
from ambasada.prisoners.models import (
    Intake,
    PrisonerClaim,
    PrisonerList,
    PrisonerRecord,
    PrisonerRoll,
    forget_what_is_known,
    public_people,
    roll_of,
)
from tests.factories.prisoners import approved, imported, person, published, ref_of
from tests.factories.staff import seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def members(britain: Embassy) -> list[Member]:
    """Let three members join, so that nothing is public by one word."""
    return [seat(name, britain, days_ago=20) for name in ("anna", "boris", "clara")]


def status_of(embassy: Embassy, number: int = 1) -> str:
    return public_people(embassy).standing[ref_of(embassy, number)].status


def claims() -> list[tuple[str, bool]]:
    return sorted(PrisonerClaim.objects.values_list("kind", "is_dismissed"))


def test_two_members_make_a_list_public(britain: Embassy, members: list[Member]) -> None:
    made = imported(britain, person(1), person(2))
    assert made.told.new == 2
    assert made.approval is not None
    assert made.approval.status == Approval.Status.WAITING

    for member in members[:2]:
        assert public_people(britain).standing == {}
        approve(made.approval, by=member, looked_at=made.approval.sha256, now=timezone.now())

    assert set(public_people(britain).standing) == {ref_of(britain, 1), ref_of(britain, 2)}


def test_copy_that_members_approve_is_small_and_binds_every_record(britain: Embassy) -> None:
    published(britain, *(person(number) for number in range(300)))
    copy = FairCopy.objects.public(britain).get(kind="prisoners.prisonerlist")
    assert len(copy.source) < 1000
    assert len(public_people(britain).standing) == 300

    row = PrisonerRecord.objects.get(ref=ref_of(britain, 7))
    PrisonerRecord.objects.filter(pk=row.pk).update(source=row.source.replace("Numar7", "Other"))
    forget_what_is_known()

    assert public_people(britain).standing.keys().isdisjoint({ref_of(britain, 7)})
    assert len(public_people(britain).standing) == 299


def test_roll_that_was_changed_names_nobody(britain: Embassy) -> None:
    published(britain, person(1), person(2))
    roll = PrisonerRoll.objects.get()
    PrisonerRoll.objects.update(lines=roll.lines.splitlines(keepends=True)[0])
    forget_what_is_known()

    assert public_people(britain).standing == {}


def test_second_run_changes_nothing(britain: Embassy) -> None:
    rows = [person(1), person(2, released="2025-01-01"), person(3, died="2025-01-01")]
    published(britain, *rows)
    before = PrisonerList.objects.get().latest_revision_id

    again = imported(britain, *rows)

    assert again.approval is None
    assert (again.told.new, again.told.changed, again.told.same) == (0, 0, 1)
    assert again.told.waiting == {"release": 1, "death": 1}
    assert PrisonerList.objects.get().latest_revision_id == before
    assert PrisonerClaim.objects.count() == 2


def test_newer_list_that_says_the_same_changes_its_day_alone(britain: Embassy) -> None:
    published(britain, person(1))
    record = PrisonerRecord.objects.get()

    again = published(britain, person(1), dated_on=date(2026, 11, 20))

    assert again.told.same == 1
    assert PrisonerRecord.objects.get() == record
    assert public_people(britain).lists[again.of_list.pk].dated_on == date(2026, 11, 20)


def test_absence_from_a_newer_list_changes_nothing(britain: Embassy) -> None:
    published(britain, person(1), person(2))

    again = published(britain, person(2), dated_on=date(2026, 11, 20))

    assert again.told.absent == 1
    assert Intake.objects.get().absent == 1
    assert len(public_people(britain).standing) == 2


def test_plain_change_goes_into_the_draft(britain: Embassy) -> None:
    published(britain, person(1))

    told = published(britain, person(1, prison="Турма Other-Test")).told

    assert (told.changed, told.same) == (1, 0)
    record = PrisonerRecord.objects.get(
        sha256=public_people(britain).standing[ref_of(britain)].sha256
    )
    assert "Other-Test" in record.source


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"died": "2025-01-01"}, "death"),
        ({"released": "2025-01-01"}, "release"),
        ({"status": "former"}, "status"),
        ({"arrested": "soon"}, "date"),
    ],
)
def test_delicate_change_waits_and_is_accepted_by_a_human(
    britain: Embassy, members: list[Member], *, said: dict[str, str], kind: str
) -> None:
    published(britain, person(1))
    before = public_people(britain).standing[ref_of(britain)]

    made = imported(britain, person(1, **said))

    assert made.approval is None
    assert made.told.waiting == {kind: 1}
    of_list = PrisonerList.objects.get()
    claim = PrisonerClaim.objects.get()
    assert accept_claims(of_list, [claim.pk], by=members[0], now=timezone.now()) == 1
    assert public_people(britain).standing[ref_of(britain)] == before
    assert Author.objects.filter(member=members[0], object_id=of_list.pk).exists()

    asked = ask([of_list], by=members[1], now=timezone.now())
    with pytest.raises(Refused, match="You wrote a part"):
        approve(asked, by=members[0], looked_at=asked.sha256, now=timezone.now())
    approve(asked, by=members[2], looked_at=asked.sha256, now=timezone.now())

    assert public_people(britain).standing[ref_of(britain)] != before
    assert imported(britain, person(1, **said)).told.same == 1
    assert claims() == []


def test_dismissed_claim_does_not_come_back(britain: Embassy, members: list[Member]) -> None:
    published(britain, person(1))
    imported(britain, person(1, status="former"))
    of_list, claim = PrisonerList.objects.get(), PrisonerClaim.objects.get()

    dismiss_claims(of_list, [claim.pk], by=members[0], now=timezone.now())
    told = imported(britain, person(1, status="former")).told

    assert (told.dismissed, dict(told.waiting)) == (1, {})
    assert claims() == [("status", True)]
    with pytest.raises(Refused, match="Nothing of this waits"):
        accept_claims(of_list, [claim.pk], by=members[0], now=timezone.now())
    assert imported(britain, person(1, status="other")).told.waiting == {"status": 1}


def test_newer_claim_of_a_person_takes_the_place_of_the_one_before(britain: Embassy) -> None:
    imported(britain, person(1, released="2025-01-01"))
    imported(britain, person(1, died="2025-02-01"))

    assert claims() == [("death", False)]


@pytest.mark.usefixtures("members")
def test_member_without_a_seat_decides_nothing(britain: Embassy, norland: Embassy) -> None:
    imported(britain, person(1, died="2025-02-01"))
    stranger = seat("nils", norland)

    with pytest.raises(Refused, match="no seat"):
        accept_claims(
            PrisonerList.objects.get(),
            [PrisonerClaim.objects.get().pk],
            by=stranger,
            now=timezone.now(),
        )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dated_on": date(2026, 10, 1)}, "newer list"),
        ({"dated_on": date(2027, 10, 1)}, "has not come yet"),
        ({"language": "fr"}, "no pages in the language"),
        ({"name": "—"}, "needs a letter"),
    ],
)
def test_list_that_cannot_be_right_is_refused(
    britain: Embassy, changes: dict[str, Any], words: str
) -> None:
    published(britain, person(1))

    with pytest.raises(Refused, match=words):
        imported(britain, person(2), **changes)


def test_what_was_said_earlier_is_let_go(britain: Embassy) -> None:
    published(britain, person(1), person(2))
    published(britain, person(1, prison="Турма Other-Test"), person(2))
    published(britain, person(1, prison="Турма Third-Test"), person(2))
    imported(britain, person(1), person(2, died="2025-01-01"))
    before = public_people(britain).standing

    assert let_go_of_records() > 0

    assert public_people(britain).standing == before
    assert PrisonerRecord.objects.count() == 3  # two people, and a claim
    assert let_go_of_records() == 0


def test_what_is_scheduled_keeps_its_people_and_takes_nobody_else(
    britain: Embassy, members: list[Member]
) -> None:
    imported(britain, person(1), person(2))
    imported(britain, person(1, died="2025-01-01"), person(2))
    now = timezone.now()
    held = ask(
        [draft_of(PrisonerList.objects.get())],
        by=members[0],
        now=now,
        release_at=now + timedelta(hours=1),
    )
    approve(held, by=members[1], looked_at=held.sha256, now=now)
    held.refresh_from_db()
    assert held.status == Approval.Status.SCHEDULED
    of_list = PrisonerList.objects.get()
    draft = draft_of(of_list)
    draft.roll = PrisonerRoll.keep({})
    draft.save_revision(clean=False)
    promised = FairCopy.objects.get(approval=held).content["fields"]["roll"]

    let_go_of_records()

    kept = roll_of(promised)
    assert kept is not None
    assert set(kept) == {ref_of(britain, 1), ref_of(britain, 2)}
    assert PrisonerRecord.objects.filter(sha256__in=kept.values()).count() == 2
    claim = PrisonerClaim.objects.get()
    with pytest.raises(Refused, match="Take that back"):
        accept_claims(of_list, [claim.pk], by=members[0], now=timezone.now())
    assert PrisonerClaim.objects.filter(pk=claim.pk).exists()


def test_approval_that_waits_ends_with_a_newer_list(
    britain: Embassy, members: list[Member]
) -> None:
    assert members
    first = imported(britain, person(1)).approval
    second = imported(britain, person(1), person(2)).approval
    assert first is not None
    assert second is not None
    first.refresh_from_db()

    assert first.status == Approval.Status.VOID
    approved(second)
    assert len(public_people(britain).standing) == 2
    assert status_of(britain) == "active"
