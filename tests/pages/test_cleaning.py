"""After thirty days: what was not approved is gone, out of every table; the rest is there."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import Comment, CommentReply, Page, PageLogEntry, Revision

from ambasada.accounts.models import Actor, LedgerLine, Member, Verb
from ambasada.network.actions import take_seat
from ambasada.network.models import (
    Approval,
    Author,
    Channel,
    Embassy,
    FairCopy,
    NamedFile,
    Office,
    Seat,
    StoredDocument,
)
from ambasada.pages.actions import ask, clean_up, decline
from ambasada.pages.queries import DRAFTS_KEPT, drafts_of
from ambasada.publishing.models import NewsPage
from tests.factories.pages import (
    DAY,
    approve_at_once,
    at,
    drafted,
    news,
    withdraw_at_once,
)
from tests.factories.reader import Reader
from tests.factories.searching import found_in

CANARY = "Qanary word"
HOUR = timedelta(hours=1)


def later(*, days: int = 30, hours: int = 1) -> datetime:
    """Return a moment so long after what this test does now."""
    return timezone.now() + timedelta(days=days, hours=hours)


def too_early() -> datetime:
    return timezone.now() + DRAFTS_KEPT - HOUR


def draft_of(thing: Any, *, by: Member | None = None, **fields: Any) -> Revision:  # noqa: ANN401
    """Save a new draft of a page or a fact, as the editor does."""
    for name, value in fields.items():
        setattr(thing, name, value)
    if not thing.live:  # as Wagtail's editor does with what is not live
        thing.save()
    return thing.save_revision(user=by, log_action=True)


def member_of(embassy: Embassy, name: str) -> Member:
    member = Member.objects.create_member(name, "-")
    take_seat(member, embassy, role=Seat.Role.COORDINATOR, now=timezone.now())
    return member


@pytest.fixture
def writer(britain: Embassy) -> Member:
    """Return one of two members, so that nothing is published at once."""
    member_of(britain, "second")
    return member_of(britain, "writer")


def new_item(britain: Embassy, title: str = CANARY) -> NewsPage:
    item = NewsPage(title=title, introduction=title, published_on=DAY)
    return drafted(item, at(britain, "en", "news/"))


def channel_of(britain: Embassy, **fields: Any) -> Channel:
    like = britain.channels.first()
    assert like is not None
    names = ("kind", "title", "url", "purpose", "reveals", "since", "checked_on", "languages")
    channel = Channel(
        embassy=britain, live=False, **{name: getattr(like, name) for name in names}, **fields
    )
    channel.save()
    channel.save_revision()
    return channel


# Drafts of what is public


def test_draft_of_a_public_page_goes_and_the_page_is_what_was_approved(
    britain: Embassy, reader_in_britain: Reader, writer: Member
) -> None:
    item = news(britain, title="Approved title")
    draft_of(item, by=writer, title=CANARY, introduction=CANARY)

    assert clean_up(too_early()) == 0
    assert "wagtailcore_revision.content" in found_in(CANARY)
    clean_up(later())

    assert found_in(CANARY) == set()
    item = NewsPage.objects.get(pk=item.pk)
    assert item.latest_revision_id == item.live_revision_id
    assert (item.title, item.draft_title) == ("Approved title", "Approved title")
    assert not item.has_unpublished_changes
    assert item.live
    assert not Author.objects.filter(object_id=item.pk).exists()
    assert reader_in_britain.get(f"/en/{item.address}").heading == "Approved title"


def test_older_drafts_go_while_the_newest_is_young(britain: Embassy) -> None:
    item = news(britain, title="Approved title")
    old = draft_of(item, introduction=CANARY)
    Revision.objects.filter(pk=old.pk).update(created_at=timezone.now() - DRAFTS_KEPT)
    young = draft_of(item, introduction="Young.")

    clean_up(timezone.now())

    item.refresh_from_db()
    assert found_in(CANARY) == set()
    assert item.latest_revision == young
    assert item.has_unpublished_changes
    assert Revision.objects.filter(pk=item.live_revision_id).exists()


def test_draft_of_a_fact_goes_with_its_rows_below(britain: Embassy, writer: Member) -> None:
    block = britain.emergency_block
    number = block.numbers.first()
    assert number is not None
    number.number = "07700 900123"
    block.numbers = [number]
    draft_of(block, by=writer, channel_address="qanary@example.org")

    clean_up(later())

    block = type(block).objects.get(pk=block.pk)
    assert found_in("qanary@example.org") == found_in("07700 900123") == set()
    assert block.latest_revision_id == block.live_revision_id
    assert not block.has_unpublished_changes
    assert block.numbers.count() == 2
    assert not Author.objects.filter(kind="network.emergencyblock").exists()


def test_draft_of_a_page_that_was_taken_back_goes_out_of_its_row(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, title="Approved title", introduction="As approved.")
    withdraw_at_once(item)
    draft_of(item, title=CANARY, introduction=CANARY, neutral_title=CANARY)
    item.refresh_from_db()

    clean_up(later())

    item = NewsPage.objects.get(pk=item.pk)
    assert found_in(CANARY) == set()
    assert (item.title, item.introduction) == ("Approved title", "As approved.")
    assert item.draft_title == "Approved title"
    assert item.latest_revision is None
    assert (item.live, item.has_unpublished_changes) == (False, False)
    assert reader_in_britain.get(f"/en/{item.address}").status == 410


def test_words_written_past_the_editor_go_when_the_page_is_set_back(britain: Embassy) -> None:
    item = news(britain, title="Approved title")
    draft_of(item, title="A draft")
    NewsPage.objects.filter(pk=item.pk).update(introduction=CANARY)

    clean_up(later())

    assert found_in(CANARY) == set()
    assert NewsPage.objects.get(pk=item.pk).live


# What never was public


def test_page_that_never_was_public_goes_whole(britain: Embassy, writer: Member) -> None:
    item = new_item(britain)
    draft_of(item, by=writer, introduction=f"{CANARY} again")

    assert clean_up(too_early()) == 0
    clean_up(later())

    assert found_in(CANARY) == set()
    assert not Page.objects.filter(pk=item.pk).exists()
    assert not Author.objects.filter(object_id=item.pk).exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_page_that_somebody_still_edits_stays(britain: Embassy) -> None:
    item = new_item(britain)
    Revision.objects.filter(object_id=str(item.pk)).update(
        created_at=timezone.now() - timedelta(days=40)
    )
    draft_of(item, introduction="Still at it.")

    clean_up(timezone.now())

    assert NewsPage.objects.get(pk=item.pk).introduction == "Still at it."


def below(item: Page, title: str) -> NewsPage:
    return drafted(NewsPage(title=title, published_on=DAY), item)


def test_page_goes_with_old_drafts_below_it(britain: Embassy) -> None:
    item = new_item(britain)
    below(item, f"{CANARY} below")

    clean_up(later())

    assert found_in(CANARY) == set()
    assert Page.find_problems() == ([], [], [], [], [])


def test_page_stays_while_a_young_draft_stands_below_it(britain: Embassy) -> None:
    item = new_item(britain)
    Revision.objects.filter(object_id=str(item.pk)).update(
        created_at=timezone.now() - timedelta(days=40)
    )
    young = below(item, "Young")

    clean_up(timezone.now())

    assert {each.pk for each in Page.objects.filter(pk__in=[item.pk, young.pk])} == {
        item.pk,
        young.pk,
    }


def test_page_stays_above_one_that_is_public(britain: Embassy) -> None:
    item = new_item(britain, "Never public")
    child = below(item, "Public")
    FairCopy.objects.filter(object_id=at(britain, "en", "news/").pk)
    approval = ask([item, child], by=Actor.FOUNDER, now=timezone.now())
    approval.copies.filter(object_id=item.pk).update(object_id=10**9)

    clean_up(later())

    assert Page.objects.filter(pk=item.pk).exists()
    assert Page.objects.get(pk=child.pk).live


def test_page_published_past_the_approval_counts_as_never_public(britain: Embassy) -> None:
    item = new_item(britain)
    item.save_revision().publish()

    clean_up(later())

    assert found_in(CANARY) == set()
    assert not Page.objects.filter(pk=item.pk).exists()


def test_channel_that_never_was_public_goes_whole(britain: Embassy) -> None:
    channel = channel_of(britain, address=CANARY)

    clean_up(later())

    assert found_in(CANARY) == set()
    assert not Channel.objects.filter(pk=channel.pk).exists()


def test_an_embassys_own_facts_are_never_deleted(britain: Embassy) -> None:
    block = britain.emergency_block
    FairCopy.objects.of_thing(block).delete()
    block.save_revision()
    type(block).objects.filter(pk=block.pk).update(live=False, live_revision=None)

    clean_up(later())

    assert type(block).objects.filter(pk=block.pk, latest_revision__isnull=False).exists()


def test_embassy_that_nobody_approved_yet_stays_as_it_was_raised(britain: Embassy) -> None:
    FairCopy.objects.filter(embassy=britain).delete()
    pages = Page.objects.count()
    Page.objects.filter(depth__gt=1).update(live=False, live_revision=None)
    Office.objects.update(live=False, live_revision=None)

    clean_up(later())

    assert Page.objects.count() == pages
    assert Office.objects.filter(embassy=britain).exists()


# What members are asked about


def test_draft_that_is_asked_for_stays_and_can_still_be_approved(
    britain: Embassy, writer: Member
) -> None:
    item = news(britain, title="Approved title")
    draft_of(item, title="Asked for")
    Revision.objects.update(created_at=timezone.now() - timedelta(days=31))
    approval = ask([item], by=writer, now=timezone.now())

    clean_up(timezone.now() + timedelta(days=29))

    approval.refresh_from_db()
    item = NewsPage.objects.get(pk=item.pk)
    assert approval.status == Approval.Status.WAITING
    assert item.get_latest_revision_as_object().title == "Asked for"


def test_new_page_that_is_asked_for_stays(britain: Embassy, writer: Member) -> None:
    item = new_item(britain)
    Revision.objects.update(created_at=timezone.now() - timedelta(days=31))
    ask([item], by=writer, now=timezone.now())

    clean_up(timezone.now())

    assert Page.objects.filter(pk=item.pk).exists()


def test_request_that_nobody_decided_becomes_void_by_the_clock(
    britain: Embassy, writer: Member
) -> None:
    item = new_item(britain)
    approval = ask([item], by=writer, now=timezone.now())

    clean_up(too_early())
    approval.refresh_from_db()
    assert approval.status == Approval.Status.WAITING
    now = later()
    clean_up(now)

    approval.refresh_from_db()
    assert (approval.status, approval.decided_at) == (Approval.Status.VOID, now)
    line = LedgerLine.objects.get(verb=Verb.VOIDED, subject=approval.subject)
    assert line.actor == Actor.CLOCK
    assert found_in(CANARY) == {"network_faircopy.source"}


def test_words_of_a_void_request_go_thirty_days_after_it_became_void(
    britain: Embassy, writer: Member
) -> None:
    approval = ask([new_item(britain)], by=writer, now=timezone.now())
    clean_up(later())

    clean_up(later(days=60, hours=2))

    assert found_in(CANARY) == set()
    assert not approval.copies.exists()
    assert Approval.objects.filter(pk=approval.pk, sha256=approval.sha256).exists()


def test_words_and_note_of_what_was_declined_go_with_its_files(
    britain: Embassy, writer: Member
) -> None:
    kept = Path(settings.MEDIA_ROOT) / "kept"
    before = {each.name for each in kept.iterdir()}
    document = StoredDocument(title="A paper")
    document.file.save("paper.txt", ContentFile(CANARY.encode()))
    document.save()
    item = new_item(britain, "An item")
    item.sources = [("source", {"title": CANARY, "archived": document})]
    item.save_revision()
    approval = ask([item], by=writer, now=timezone.now())
    assert NamedFile.objects.filter(copy__approval=approval).exists()
    decline(approval, by=writer, note=CANARY, now=timezone.now())

    clean_up(too_early())
    assert "network_approval.note" in found_in(CANARY)
    clean_up(later())

    approval.refresh_from_db()
    assert found_in(CANARY) == set()
    assert (approval.status, approval.note) == (Approval.Status.DECLINED, "")
    assert not NamedFile.objects.filter(sha256=document.sha256).exists()
    assert {each.name for each in kept.iterdir()} == before


def test_copies_that_were_public_once_stay(britain: Embassy) -> None:
    item = news(britain, title="First")
    item.title = "Second"
    item.save_revision()
    approve_at_once(item)
    withdraw_at_once(item)
    copies = set(FairCopy.objects.values_list("pk", flat=True))

    clean_up(later(days=400))

    assert set(FairCopy.objects.values_list("pk", flat=True)) == copies


# What Wagtail keeps beside


def test_comments_go_with_their_words_in_the_log(britain: Embassy, writer: Member) -> None:
    item = news(britain)
    comment = Comment.objects.create(page=item, user=writer, text=CANARY, contentpath="title")
    reply = CommentReply.objects.create(comment=comment, user=writer, text=CANARY)
    comment.log_create(user=writer)
    reply.log_create(user=writer)
    reply.log_edit(user=writer)
    PageLogEntry.objects.filter(action="wagtail.comments.edit_reply").update(
        timestamp=timezone.now() + timedelta(days=20)
    )

    clean_up(too_early())
    assert {"wagtailcore_comment.text", "wagtailcore_commentreply.text"} < found_in(CANARY)
    clean_up(later())

    assert found_in(CANARY) == set()


def test_young_comment_outlives_the_draft_it_was_written_on(
    britain: Embassy, writer: Member
) -> None:
    item = news(britain)
    revision = draft_of(item, title="A draft")
    comment = Comment.objects.create(
        page=item, user=writer, text="Young", contentpath="title", revision_created=revision
    )
    Revision.objects.filter(pk=revision.pk).update(created_at=timezone.now() - DRAFTS_KEPT)

    clean_up(timezone.now())

    assert not Revision.objects.filter(pk=revision.pk).exists()
    assert Comment.objects.filter(pk=comment.pk, text="Young").exists()


def test_preview_data_goes_after_a_day_and_open_screens_after_an_hour(
    britain: Embassy, writer: Member
) -> None:
    item = news(britain)
    now = timezone.now()
    FormState.objects.update_or_create_by_instance(
        item, user=writer, defaults={"data": f"title={CANARY}", "last_updated_at": now}
    )
    EditingSession.objects.create(user=writer, content_object=item, last_seen_at=now)
    lines = LedgerLine.objects.count()

    clean_up(now + timedelta(minutes=59))
    assert (FormState.objects.count(), EditingSession.objects.count()) == (1, 1)
    clean_up(now + timedelta(hours=1))
    assert (FormState.objects.count(), EditingSession.objects.count()) == (1, 0)
    clean_up(now + timedelta(hours=24))

    assert found_in(CANARY) == set()
    assert LedgerLine.objects.count() == lines


def test_wagtails_log_goes(britain: Embassy) -> None:
    item = news(britain, title="Approved title")
    draft_of(item, title=CANARY)
    item.save_revision(log_action="wagtail.edit")
    PageLogEntry.objects.filter(page=item).update(label=CANARY)
    Revision.objects.all().update(object_str="", content={})

    clean_up(too_early())
    assert "wagtailcore_pagelogentry.label" in found_in(CANARY)
    clean_up(later())

    assert not PageLogEntry.objects.exists()


def test_authors_of_what_is_gone_go(britain: Embassy, writer: Member) -> None:
    item = new_item(britain)
    draft_of(item, by=writer)
    Page.objects.get(pk=item.pk).delete()

    clean_up(timezone.now())

    assert not Author.objects.exists()


# As a whole


def test_one_line_tells_of_a_run_that_removed_something(britain: Embassy) -> None:
    new_item(britain)
    now = later()

    clean_up(now)
    clean_up(now + HOUR)
    clean_up(now + timedelta(days=1))

    line = LedgerLine.objects.get(verb=Verb.CLEANED)
    assert line.actor == Actor.CLOCK
    assert line.subject.startswith("cleaning:")


def test_what_readers_are_served_is_untouched(reader_in_britain: Reader) -> None:
    paths = ["/en/", "/be/news/", "/en/about/", "/ru/emergency/", "/en/contact/", "/en/statements/"]
    before = {path: reader_in_britain.get(path).body for path in paths}
    public = set(FairCopy.objects.filter(is_public=True).values_list("pk", "sha256"))

    for days in (31, 62, 400):
        clean_up(later(days=days))

    assert {path: reader_in_britain.get(path).body for path in paths} == before
    assert set(FairCopy.objects.filter(is_public=True).values_list("pk", "sha256")) == public


def test_nothing_goes_by_halves(britain: Embassy, monkeypatch: pytest.MonkeyPatch) -> None:
    item = new_item(britain)

    def fail() -> int:
        raise RuntimeError

    monkeypatch.setattr("ambasada.pages.actions.cleaning.let_go_of_authors", fail)
    with pytest.raises(RuntimeError):
        clean_up(later())

    assert Page.objects.filter(pk=item.pk).exists()
    assert not LedgerLine.objects.filter(verb=Verb.CLEANED).exists()


def test_list_of_drafts_leaves_out_what_has_no_draft(britain: Embassy, writer: Member) -> None:
    """What Wagtail took back past the approval has changes, it says, and no revision."""
    item = news(britain)
    Page.objects.filter(pk=item.pk).update(
        live=False, live_revision=None, latest_revision=None, has_unpublished_changes=True
    )

    assert item.pk not in {each.number for each in drafts_of(writer, now=timezone.now())}
