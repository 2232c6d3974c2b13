"""Approving, declining: who may, what it takes, and that readers get what was looked at."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from ambasada.accounts.models import Actor, LedgerLine, Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Consent, Embassy, FairCopy, Seat, StoredDocument
from ambasada.pages.actions import approve, ask, ask_to_withdraw, decline, note_author
from ambasada.pages.actions.asking import void
from ambasada.pages.digests import digest_of
from ambasada.pages.queries import current, hindrances
from ambasada.publishing.models import NewsIndexPage, NewsPage
from tests.factories.pages import DAY, approve_at_once, at, drafted, news, withdraw_at_once
from tests.factories.reader import Reader
from tests.factories.staff import seat

NOW = timezone.now()
TITLE = "A quiet day"


@pytest.fixture
def asker(britain: Embassy) -> Member:
    return seat("asker", britain)


@pytest.fixture
def approver(britain: Embassy) -> Member:
    return seat("approver", britain)


def draft_in(embassy: Embassy, title: str = TITLE) -> NewsPage:
    return drafted(NewsPage(title=title, published_on=DAY), at(embassy, "en", "news/"))


def is_read(reader: Reader, draft: NewsPage) -> bool:
    return reader.get(f"/en/news/2026-05-01-{draft.slug[11:]}/").status == 200


def refusal(approval: Approval, by: Member, looked_at: str = "") -> str:
    """Approve what must be refused; return the sentence, and see that it is in the ledger."""
    with pytest.raises(Refused) as refused:
        approve(approval, by=by, looked_at=looked_at or approval.sha256, now=NOW)
    line = LedgerLine.objects.latest("pk")
    assert (line.verb, line.subject) == (Verb.APPROVAL_REFUSED, approval.subject)
    assert not approval.consents.filter(member=by).exists()
    assert not FairCopy.objects.filter(approval=approval, is_public=True).exists()
    approval.refresh_from_db()
    return str(refused.value)


def test_readers_are_served_the_bytes_that_were_looked_at(
    britain: Embassy, reader_in_britain: Reader, *, asker: Member, approver: Member
) -> None:
    draft = draft_in(britain)
    approval = ask([draft], by=asker, now=NOW)
    copy = approval.copies.get()
    looked_at = approval.sha256

    done = approve(approval, by=approver, looked_at=looked_at, now=NOW)

    copy.refresh_from_db()
    assert (done.status, copy.is_public, copy.is_whole) == ("approved", True, True)
    assert digest_of([copy]) == looked_at
    assert is_read(reader_in_britain, draft)
    draft.refresh_from_db()
    assert draft.live
    told = LedgerLine.objects.filter(subject=approval.subject).order_by("pk")
    assert [line.verb for line in told] == [Verb.ASKED, Verb.APPROVED, Verb.PUBLISHED]
    assert {line.digest for line in told} == {looked_at}


def test_who_wrote_a_part_does_not_approve_it(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    draft = draft_in(britain)
    draft.save_revision(user=approver)
    approval = ask([draft], by=asker, now=NOW)

    assert refusal(approval, approver) == "You wrote a part of this. Somebody else approves it."
    assert approval.status == "waiting"


def test_who_wrote_one_page_of_a_bundle_does_not_approve_the_bundle(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    drafts = [draft_in(britain), draft_in(britain, "Another day")]
    drafts[1].save_revision(user=approver)
    approval = ask(drafts, by=asker, now=NOW)

    assert "You wrote a part of this." in refusal(approval, approver)


def test_author_of_what_is_public_approves_a_later_change_of_somebody_else(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    draft = draft_in(britain)
    draft.save_revision(user=asker)
    first = ask([draft], by=asker, now=NOW)
    approve(first, by=approver, looked_at=first.sha256, now=NOW)
    draft.introduction = "Told better."
    draft.save_revision(user=approver)
    second = ask([draft], by=approver, now=NOW)

    assert approve(second, by=asker, looked_at=second.sha256, now=NOW).status == "approved"


def test_who_asked_does_not_approve_it(britain: Embassy, asker: Member, approver: Member) -> None:
    approval = ask([draft_in(britain)], by=asker, now=NOW)

    assert approver.is_active
    assert refusal(approval, asker) == "You asked for this. Somebody else approves it."


def test_member_who_only_writes_does_not_approve(britain: Embassy, asker: Member) -> None:
    editor = seat("editor", britain, role=Seat.Role.EDITOR)
    approval = ask([draft_in(britain)], by=asker, now=NOW)

    assert refusal(approval, editor) == "Coordinators of this embassy approve."


def test_coordinator_of_another_embassy_does_not_approve(
    britain: Embassy, norland: Embassy, *, asker: Member
) -> None:
    foreign = seat("foreign", norland)
    approval = ask([draft_in(britain)], by=asker, now=NOW)

    assert refusal(approval, foreign) == "Coordinators of this embassy approve."


def test_coordinator_whose_seat_has_ended_does_not_approve(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    approval = ask([draft_in(britain)], by=asker, now=NOW)
    approver.seats.update(ends_on=NOW.date())

    assert refusal(approval, approver) == "Coordinators of this embassy approve."


def test_member_who_was_switched_off_does_not_approve(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    approval = ask([draft_in(britain)], by=asker, now=NOW)
    Member.objects.filter(pk=approver.pk).update(is_active=False)

    assert refusal(approval, approver) == "Coordinators of this embassy approve."


def test_member_of_yesterday_does_not_approve_after_the_first_month(britain: Embassy) -> None:
    asker = seat("asker", britain, days_ago=90)
    newcomer = seat("newcomer", britain, days_ago=1)
    approval = ask([draft_in(britain)], by=asker, now=NOW)

    assert refusal(approval, newcomer).startswith("You may approve from ")


def test_approval_is_void_when_something_else_was_looked_at(
    britain: Embassy, reader_in_britain: Reader, *, asker: Member, approver: Member
) -> None:
    draft = draft_in(britain)
    approval = ask([draft], by=asker, now=NOW)

    said = refusal(approval, approver, looked_at="0" * 64)

    assert said.startswith("This was changed after you looked at it. Nothing was published")
    assert approval.status == "void"
    assert not is_read(reader_in_britain, draft)


def test_approval_is_void_when_the_draft_was_edited_meanwhile(
    britain: Embassy, reader_in_britain: Reader, *, asker: Member, approver: Member
) -> None:
    draft = draft_in(britain)
    approval = ask([draft], by=asker, now=NOW)
    draft.introduction = "And something else."
    draft.save_revision(user=asker)

    said = refusal(approval, approver)

    assert said.startswith("This was changed after you looked at it.")
    assert approval.status == "void"
    assert not is_read(reader_in_britain, draft)


def test_bundle_is_void_as_a_whole_when_one_part_was_edited(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    drafts = [draft_in(britain), draft_in(britain, "Another day")]
    approval = ask(drafts, by=asker, now=NOW)
    drafts[1].introduction = "And something else."
    drafts[1].save_revision()

    refusal(approval, approver)

    assert approval.status == "void"


def test_approval_is_void_when_its_stored_bytes_were_changed(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    approval = ask([draft_in(britain)], by=asker, now=NOW)
    copy = approval.copies.get()
    FairCopy.objects.filter(pk=copy.pk).update(source=copy.source.replace("quiet", "loud"))

    refusal(approval, approver)

    assert approval.status == "void"


def test_approval_is_void_when_the_draft_was_deleted(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    draft = draft_in(britain)
    approval = ask([draft], by=asker, now=NOW)
    draft.delete()

    refusal(approval, approver)

    assert approval.status == "void"


def test_approval_is_void_when_the_section_of_the_draft_was_moved(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    draft = draft_in(britain)
    approval = ask([draft], by=asker, now=NOW)
    section = at(britain, "en", "news/")
    section.slug = "stories"
    section.save()

    refusal(approval, approver)

    assert approval.status == "void"


@pytest.mark.parametrize("given", ["approved", "declined", "void"])
def test_what_was_decided_is_not_approved(
    britain: Embassy, given: str, *, asker: Member, approver: Member
) -> None:
    approval = ask([draft_in(britain)], by=asker, now=NOW)
    Approval.objects.filter(pk=approval.pk).update(status=given, decided_at=NOW)

    assert refusal(approval, approver) == "This has been decided already."
    assert approval.status == given


def test_two_members_approve_what_a_command_asked_for(
    britain: Embassy, reader_in_britain: Reader, *, asker: Member, approver: Member
) -> None:
    draft = draft_in(britain)
    approval = ask([draft], by=Actor.OPERATOR, now=NOW)

    once = approve(approval, by=approver, looked_at=approval.sha256, now=NOW)
    read_after_one = is_read(reader_in_britain, draft)
    with pytest.raises(Refused, match="You approved this"):
        approve(approval, by=approver, looked_at=approval.sha256, now=NOW)
    twice = approve(approval, by=asker, looked_at=approval.sha256, now=NOW)

    assert (once.status, read_after_one) == ("waiting", False)
    assert (twice.status, is_read(reader_in_britain, draft)) == ("approved", True)
    assert Consent.objects.filter(approval=approval).count() == 2


def test_only_member_publishes_alone_even_what_they_wrote(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    alone = seat("alone", britain)
    draft = draft_in(britain)
    draft.save_revision(user=alone)
    approval = ask([draft], by=alone, now=NOW)

    assert approval.status == "waiting"
    assert approve(approval, by=alone, looked_at=approval.sha256, now=NOW).status == "approved"
    assert is_read(reader_in_britain, draft)


@pytest.mark.parametrize("is_active", [True, False])
def test_nobody_publishes_alone_once_a_second_member_has_joined(
    britain: Embassy, asker: Member, *, is_active: bool
) -> None:
    second = seat("second", britain)
    if not is_active:  # who left still counts
        second.seats.update(ends_on=NOW.date())
        Member.objects.filter(pk=second.pk).update(is_active=False)
    approval = ask([draft_in(britain)], by=asker, now=NOW)

    assert refusal(approval, asker) == "You asked for this. Somebody else approves it."


def test_new_embassy_is_approved_by_coordinators_of_the_others_until_it_has_its_own(
    britain: Embassy, norland: Embassy, *, asker: Member, approver: Member
) -> None:
    approval = ask([draft_in(norland)], by=Actor.OPERATOR, now=NOW)

    approve(approval, by=asker, looked_at=approval.sha256, now=NOW)
    own = seat("own", norland)

    assert britain.code == "gb"
    assert refusal(approval, approver) == "Coordinators of this embassy approve."
    done = approve(approval, by=own, looked_at=approval.sha256, now=NOW)
    assert done.status == "approved"


def test_page_is_taken_back_when_another_member_approves_that(
    britain: Embassy, reader_in_britain: Reader, *, asker: Member, approver: Member
) -> None:
    item = news(britain, "en")
    approval = ask_to_withdraw(item, by=asker, now=NOW)
    waiting = reader_in_britain.get(f"/en/{item.address}").status

    done = approve(approval, by=approver, looked_at=approval.sha256, now=NOW)

    item.refresh_from_db()
    assert (waiting, done.status, item.live) == (200, "approved", False)
    assert reader_in_britain.get(f"/en/{item.address}").status == 410


def test_request_to_take_back_is_void_when_the_page_was_changed_for_readers_meanwhile(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    item = news(britain, "en")
    approval = ask_to_withdraw(item, by=asker, now=NOW)
    changed = FairCopy.objects.of_thing(item).get(is_public=True)
    FairCopy.objects.filter(pk=changed.pk).update(is_public=False)

    refusal(approval, approver)

    assert approval.status == "void"


def test_declined_request_leaves_the_draft_and_a_note(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    draft = draft_in(britain)
    approval = ask([draft], by=asker, now=NOW)

    done = decline(approval, by=approver, note="Who says so?", now=NOW)

    assert (done.status, done.note, done.decided_at) == ("declined", "Who says so?", NOW)
    assert current(draft).title == TITLE
    assert refusal(approval, approver) == "This has been decided already."
    with pytest.raises(Refused, match="decided already"):
        decline(approval, by=approver, note="", now=NOW)


def test_member_takes_their_own_request_back(britain: Embassy, asker: Member) -> None:
    approval = ask([draft_in(britain)], by=asker, now=NOW)
    seat("second", britain)
    approval = ask([draft_in(britain, "Another day")], by=asker, now=NOW)

    assert decline(approval, by=asker, note="", now=NOW).status == "declined"


def test_member_without_a_seat_does_not_decline(
    britain: Embassy, norland: Embassy, *, asker: Member
) -> None:
    foreign = seat("foreign", norland)
    approval = ask([draft_in(britain)], by=asker, now=NOW)

    with pytest.raises(Refused, match="no seat"):
        decline(approval, by=foreign, note="No.", now=NOW)

    approval.refresh_from_db()
    assert approval.status == "waiting"


def test_fair_copy_is_the_same_bytes_when_it_is_made_twice(britain: Embassy) -> None:
    things: list[Any] = [*britain.wordings.all(), *britain.channels.all(), *britain.offices.all()]
    things += [britain, britain.emergency_block, britain.mandate, news(britain, "en")]

    for thing in things:
        again = type(thing).objects.get(pk=thing.pk)
        copies = [FairCopy.of(current(each)) for each in (thing, again, again)]
        public = FairCopy.objects.of_thing(thing).get(is_public=True)
        assert {copy.source for copy in copies} == {public.source}
        assert {copy.sha256 for copy in copies} == {public.sha256}


def test_fact_made_of_a_fair_copy_gives_the_same_bytes(britain: Embassy) -> None:
    things: list[Any] = [britain, britain.emergency_block, britain.mandate]
    things += britain.offices.all()
    for thing in things:
        copy = FairCopy.objects.of_thing(thing).get(is_public=True)

        assert FairCopy.of(copy.thing).source == copy.source


def test_address_is_part_of_what_is_approved(britain: Embassy) -> None:
    draft = draft_in(britain)
    before = FairCopy.of(current(draft))

    draft.slug = "2026-05-01-elsewhere"

    after = FairCopy.of(draft)
    assert (before.path, after.path) == (
        "news/2026-05-01-a-quiet-day/",
        "news/2026-05-01-elsewhere/",
    )
    assert before.sha256 != after.sha256


def test_bytes_of_a_file_are_part_of_what_is_approved(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    document = StoredDocument.objects.create(
        title="A list", file=ContentFile(b"words\n", name="list.txt")
    )
    draft = NewsPage(title=TITLE, published_on=DAY)
    draft.sources = [("source", {"title": "A list", "archived": document})]
    drafted(draft, at(britain, "en", "news/"))
    approval = ask([draft], by=asker, now=NOW)
    before = FairCopy.of(current(draft))

    document.file = ContentFile(b"lies\n", name="list.txt")
    document.save()

    assert FairCopy.of(current(draft)).sha256 != before.sha256
    refusal(approval, approver)
    assert approval.status == "void"


def test_who_stored_a_document_that_is_new_in_it_does_not_approve(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    document = StoredDocument.objects.create(
        title="A list",
        file=ContentFile(b"truth\n", name="list.txt"),
        uploaded_by_user=approver,
    )
    draft = NewsPage(title=TITLE, published_on=DAY)
    draft.sources = [("source", {"title": "A list", "archived": document})]
    drafted(draft, at(britain, "en", "news/"))
    approval = ask([draft], by=asker, now=NOW)

    assert hindrances(approver, [approval], now=NOW)[approval.pk] == (
        "You wrote a part of this. Somebody else approves it."
    )


def test_child_does_not_become_public_below_a_section_that_was_taken_back_meanwhile(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    home = at(britain, "en")
    section = drafted(NewsIndexPage(title="A section"), home)
    approve_at_once(section)
    child = drafted(NewsPage(title="A child", published_on=DAY), section)
    approval = ask([child], by=asker, now=NOW)
    withdraw_at_once(section)

    with pytest.raises(Refused, match="section above"):
        approve(approval, by=approver, looked_at=approval.sha256, now=NOW)

    assert not FairCopy.objects.of_thing(child).filter(is_public=True).exists()


def test_what_was_approved_is_not_made_void_by_a_late_refusal(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    approval = ask([draft_in(britain)], by=asker, now=NOW)
    stale = Approval.objects.get(pk=approval.pk)
    approve(approval, by=approver, looked_at=approval.sha256, now=NOW)

    void(stale, by=asker, now=NOW)

    assert Approval.objects.get(pk=approval.pk).status == Approval.Status.APPROVED


def test_digest_of_a_bundle_does_not_hang_on_the_order_and_does_on_every_copy(
    britain: Embassy,
) -> None:
    one, two = (FairCopy.of(each) for each in (britain, britain.mandate))

    assert digest_of([one, two]) == digest_of([two, one])
    assert len({digest_of(each) for each in ([one], [two], [one, two], [one, one])}) == 4


def test_hindrances_are_those_of_each_approval(
    britain: Embassy, asker: Member, approver: Member
) -> None:
    mine = ask([draft_in(britain)], by=approver, now=NOW)
    theirs = ask([draft_in(britain, "Another day")], by=asker, now=NOW)
    written = draft_in(britain, "A third day")
    note_author(written, approver)
    wrote = ask([written], by=asker, now=NOW)

    found = hindrances(approver, [mine, theirs, wrote], now=NOW + timedelta(minutes=1))

    assert found == {
        mine.pk: "You asked for this. Somebody else approves it.",
        theirs.pk: "",
        wrote.pk: "You wrote a part of this. Somebody else approves it.",
    }
