"""What is approved for a moment: nobody reads it before, all of it goes out then, or nothing."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from ambasada.accounts.models import Actor, LedgerLine, Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Embassy, FairCopy, Seat
from ambasada.pages.actions import (
    approve,
    ask,
    ask_to_withdraw,
    clean_up,
    decline,
    next_release,
    release,
    release_due,
)
from ambasada.pages.queries import copy_faults, drafts_of, missed_for, scheduled_for
from ambasada.pages.scheduling import moment_in, said_moment
from ambasada.publishing.models import NewsIndexPage, NewsPage
from tests.factories.pages import (
    DAY,
    NOW,
    approve_at_once,
    at,
    drafted,
    withdraw_at_once,
)
from tests.factories.reader import Reader
from tests.factories.staff import seat

MOMENT = NOW.replace(hour=16) + timedelta(days=16)
SECOND = timedelta(seconds=1)


@pytest.fixture
def asker(britain: Embassy) -> Member:
    return seat("asker", britain, role=Seat.Role.EDITOR, days_ago=9)


@pytest.fixture
def approver(britain: Embassy) -> Member:
    return seat("approver", britain, days_ago=9)


def draft_in(embassy: Embassy, language: str = "en", **fields: Any) -> NewsPage:
    page = NewsPage(**{"title": "A quiet day", "published_on": DAY, **fields})
    return drafted(page, at(embassy, language, "news/"))


def scheduled(*things: Any, asker: Member, approver: Member) -> Approval:
    """Ask for things to go out at the moment, and approve them."""
    approval = ask(things, by=asker, now=NOW, release_at=MOMENT)
    return approve(approval, by=approver, looked_at=approval.sha256, now=NOW)


def statuses(reader: Reader, *pages: NewsPage) -> set[int]:
    return {reader.get(f"/{each.locale.language_code}/{each.address}").status for each in pages}


def test_nothing_is_public_before_the_moment_and_all_of_it_from_then_on(
    britain: Embassy, reader_in_britain: Reader, *, asker: Member, approver: Member
) -> None:
    pages = [draft_in(britain, code) for code in ("en", "be", "ru")]

    approval = scheduled(*pages, asker=asker, approver=approver)
    too_early = release_due(now=MOMENT - SECOND)

    assert (approval.status, too_early) == (Approval.Status.SCHEDULED, [])
    assert next_release() == MOMENT
    assert statuses(reader_in_britain, *pages) == {404}
    pages[0].refresh_from_db()
    assert not pages[0].live

    (done,) = release_due(now=MOMENT)

    assert (done.status, done.decided_at) == (Approval.Status.APPROVED, MOMENT)
    assert statuses(reader_in_britain, *pages) == {200}
    assert next_release() is None
    pages[0].refresh_from_db()
    assert pages[0].live
    told = LedgerLine.objects.filter(subject=approval.subject).order_by("pk")
    assert [(line.verb, line.actor) for line in told] == [
        (Verb.ASKED, f"member:{asker.pk}"),
        (Verb.APPROVED, f"member:{approver.pk}"),
        (Verb.PUBLISHED, Actor.CLOCK),
    ]
    assert copy_faults() == []


def test_second_clock_lets_nothing_out_twice(
    britain: Embassy, *, asker: Member, approver: Member
) -> None:
    approval = scheduled(draft_in(britain), asker=asker, approver=approver)
    stale = Approval.objects.get(pk=approval.pk)
    release(approval, now=MOMENT)

    release(stale, now=MOMENT + SECOND)

    assert LedgerLine.objects.filter(verb=Verb.PUBLISHED, subject=approval.subject).count() == 1


def test_what_went_by_while_nothing_ran_goes_out_later(
    britain: Embassy, reader_in_britain: Reader, *, asker: Member, approver: Member
) -> None:
    page = draft_in(britain)
    scheduled(page, asker=asker, approver=approver)

    release_due(now=MOMENT + timedelta(days=2))

    assert statuses(reader_in_britain, page) == {200}


def test_approval_after_the_moment_publishes_at_once(
    britain: Embassy, *, asker: Member, approver: Member
) -> None:
    approval = ask([draft_in(britain)], by=asker, now=NOW, release_at=MOMENT)

    done = approve(approval, by=approver, looked_at=approval.sha256, now=MOMENT + SECOND)

    assert done.status == Approval.Status.APPROVED


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (NOW - timedelta(days=1), "This moment is over."),
        (NOW, "This moment is over."),
        (NOW + timedelta(minutes=1), "This moment is too near."),
        (NOW + timedelta(days=366), "This moment is too far."),
    ],
)
def test_moment_that_cannot_be_kept_is_refused(
    britain: Embassy, asker: Member, *, moment: datetime, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        ask([draft_in(britain)], by=asker, now=NOW, release_at=moment)

    assert not Approval.objects.filter(asked_by=asker).exists()


def test_moment_is_one_of_a_minute(britain: Embassy, asker: Member) -> None:
    approval = ask([draft_in(britain)], by=asker, now=NOW, release_at=MOMENT.replace(second=41))

    assert approval.release_at == MOMENT


def test_moment_is_a_part_of_what_is_looked_at(
    britain: Embassy, *, asker: Member, approver: Member
) -> None:
    approval = scheduled(draft_in(britain), asker=asker, approver=approver)
    Approval.objects.filter(pk=approval.pk).update(release_at=MOMENT - timedelta(days=3))

    (done,) = release_due(now=MOMENT - timedelta(days=3))

    assert done.status == Approval.Status.VOID
    assert not FairCopy.objects.filter(approval=approval, is_public=True).exists()


def test_draft_written_after_the_approval_changes_nothing_of_what_goes_out(
    britain: Embassy, reader_in_britain: Reader, *, asker: Member, approver: Member
) -> None:
    page = draft_in(britain, introduction="As it was approved.")
    scheduled(page, asker=asker, approver=approver)
    page.introduction = "As somebody wrote later."
    page.save_revision()

    release_due(now=MOMENT)

    shown = reader_in_britain.get(f"/en/{page.address}").body
    assert "As it was approved." in shown
    assert "As somebody wrote later." not in shown
    page.refresh_from_db()
    assert (page.live, page.has_unpublished_changes) == (True, True)
    assert copy_faults() == []


def test_who_wrote_a_draft_since_the_approval_does_not_approve_it_later(
    britain: Embassy, *, asker: Member, approver: Member
) -> None:
    page = draft_in(britain)
    scheduled(page, asker=asker, approver=approver)
    page.introduction = "As the approver wrote later."
    page.save_revision(user=approver)
    release_due(now=MOMENT)

    asked = ask([page], by=asker, now=MOMENT)

    with pytest.raises(Refused, match="You wrote a part of this"):
        approve(asked, by=approver, looked_at=asked.sha256, now=MOMENT)


def test_bundle_goes_out_whole_or_not_at_all(
    britain: Embassy, reader_in_britain: Reader, *, asker: Member, approver: Member
) -> None:
    pages = [draft_in(britain, "en"), draft_in(britain, "be")]
    approval = scheduled(*pages, asker=asker, approver=approver)
    spoilt = approval.copies.get(language="be")
    FairCopy.objects.filter(pk=spoilt.pk).update(source=spoilt.source.replace("quiet", "loud"))

    (done,) = release_due(now=MOMENT)

    assert done.status == Approval.Status.VOID
    assert "no longer, byte for byte, what was approved" in done.note
    assert statuses(reader_in_britain, *pages) == {404}
    line = LedgerLine.objects.latest("pk")
    assert (line.verb, line.actor) == (Verb.VOIDED, Actor.CLOCK)
    (told,) = missed_for(approver, now=MOMENT)
    assert told.hindrance == done.note


def test_page_whose_section_was_taken_back_does_not_go_out(
    britain: Embassy, *, asker: Member, approver: Member
) -> None:
    section = NewsIndexPage(title="A section", slug="a-section")
    approve_at_once(drafted(section, at(britain, "en")))
    page = drafted(NewsPage(title="Below it", published_on=DAY), section)
    approval = scheduled(page, asker=asker, approver=approver)
    withdraw_at_once(section)

    release_due(now=MOMENT)

    approval.refresh_from_db()
    assert approval.status == Approval.Status.VOID
    assert approval.note == "The section above this page is not public. Ask for that first."
    assert [each.titles for each in missed_for(approver, now=MOMENT)] == [("Below it",)]
    ask([section, page], by=asker, now=MOMENT)
    assert missed_for(approver, now=MOMENT) == []


def test_address_that_was_taken_meanwhile_lets_nothing_out(
    britain: Embassy, *, asker: Member, approver: Member
) -> None:
    page = draft_in(britain)
    approval = scheduled(page, asker=asker, approver=approver)
    other = draft_in(britain, title="Another day")
    approve_at_once(other)
    FairCopy.objects.filter(object_id=other.pk).update(path=approval.copies.get().path)

    (done,) = release_due(now=MOMENT)

    assert (done.status, done.note) == (
        Approval.Status.VOID,
        "Another public page stands at this address. Take that back first.",
    )


def test_coordinator_takes_back_what_is_approved_and_an_editor_does_not(
    britain: Embassy, reader_in_britain: Reader, *, asker: Member, approver: Member
) -> None:
    page = draft_in(britain)
    approval = scheduled(page, asker=asker, approver=approver)

    with pytest.raises(Refused, match="Only coordinators"):
        decline(approval, by=asker, note="", now=NOW)
    done = decline(approval, by=approver, note="Not yet.", now=NOW)

    assert (done.status, done.note) == (Approval.Status.DECLINED, "Not yet.")
    assert release_due(now=MOMENT) == []
    assert statuses(reader_in_britain, page) == {404}
    with pytest.raises(Refused, match="decided already"):
        decline(approval, by=approver, note="", now=NOW)


def test_nobody_undoes_a_scheduled_release_by_asking_for_something_else(
    britain: Embassy, *, asker: Member, approver: Member
) -> None:
    page = draft_in(britain)
    approve_at_once(page)
    page.introduction = "Told later."
    page.save_revision()
    approval = scheduled(page, asker=asker, approver=approver)
    page.introduction = "Told otherwise."
    page.save_revision()

    with pytest.raises(Refused, match="is approved and goes out on 10 December 2026"):
        ask([page], by=asker, now=NOW)
    with pytest.raises(Refused, match="is approved and goes out on"):
        ask_to_withdraw(page, by=asker, now=NOW)

    approval.refresh_from_db()
    assert approval.status == Approval.Status.SCHEDULED


def test_what_waits_for_its_moment_outlives_the_cleaning_of_drafts(
    britain: Embassy, reader_in_britain: Reader, *, asker: Member, approver: Member
) -> None:
    page = draft_in(britain)
    moment = NOW + timedelta(days=200)
    approval = ask([page], by=asker, now=NOW, release_at=moment)
    approve(approval, by=approver, looked_at=approval.sha256, now=NOW)

    clean_up(NOW + timedelta(days=190))
    release_due(now=moment)

    assert statuses(reader_in_britain, page) == {200}


def test_lists_tell_what_goes_out_and_do_not_count_it_as_a_draft(
    britain: Embassy, norland: Embassy, *, asker: Member, approver: Member
) -> None:
    scheduled(draft_in(britain), asker=asker, approver=approver)

    (told,) = scheduled_for(approver, now=NOW)

    assert (told.titles, told.moment) == (
        ("A quiet day",),
        "10 December 2026, 16:00 (Europe/London), 16:00 UTC",
    )
    assert drafts_of(approver, now=NOW) == []
    assert scheduled_for(seat("stranger", norland), now=NOW) == []


def test_moment_is_said_in_its_own_time_zone_and_in_utc() -> None:
    minsk = moment_in(date(2026, 12, 10), time(19, 0), "Europe/Minsk")

    assert minsk == MOMENT
    assert said_moment(minsk, "Europe/Minsk") == (
        "10 December 2026, 19:00 (Europe/Minsk), 16:00 UTC"
    )
    late = datetime(2026, 12, 10, 23, 30, tzinfo=UTC)
    assert said_moment(late, "Europe/Minsk") == (
        "11 December 2026, 02:30 (Europe/Minsk), 10 December 2026, 23:30 UTC"
    )
    assert said_moment(late, "UTC") == "10 December 2026, 23:30 (UTC)"


def test_hour_that_the_clocks_leave_out_is_refused() -> None:
    with pytest.raises(Refused, match="put forward over this hour"):
        moment_in(date(2027, 3, 28), time(1, 30), "Europe/London")
