"""Asking: what may be asked for, by whom, and what becomes of what waited before."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from ambasada.accounts.models import Actor, LedgerLine, Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Embassy, FairCopy, NamedFile, Seat, StoredDocument
from ambasada.pages.actions import adopt, ask, ask_to_withdraw
from ambasada.publishing.models import NewsIndexPage, NewsPage
from tests.factories.pages import (
    DAY,
    approve_at_once,
    at,
    drafted,
    news,
    translated,
    withdraw_all,
    withdraw_at_once,
)
from tests.factories.reader import Reader
from tests.factories.rows import counts
from tests.factories.staff import seat

NOW = timezone.now()


@pytest.fixture
def writer(britain: Embassy) -> Member:
    """Return one of Britain's two members, so that what is asked waits."""
    seat("reader", britain)
    return seat("writer", britain, role=Seat.Role.EDITOR)


def draft_in(embassy: Embassy, title: str = "A quiet day", language: str = "en") -> NewsPage:
    return drafted(NewsPage(title=title, published_on=DAY), at(embassy, language, "news/"))


def refusal(things: list[Any], by: Member | Actor) -> str:
    """Ask for what must be refused; return the sentence, and see that nothing changed."""
    before = counts()
    with pytest.raises(Refused) as refused:
        ask(things, by=by, now=NOW)
    assert counts() == before
    return str(refused.value)


def test_what_is_asked_waits_and_readers_see_nothing_of_it(
    britain: Embassy, reader_in_britain: Reader, *, writer: Member
) -> None:
    draft = draft_in(britain)

    approval = ask([draft], by=writer, now=NOW)

    assert (approval.status, approval.asked_by) == (Approval.Status.WAITING, writer)
    assert reader_in_britain.get(f"/en/{draft.address}").status == 404
    line = LedgerLine.objects.latest("pk")
    assert (line.verb, line.subject) == (Verb.ASKED, f"approval:{approval.pk}")


def test_nothing_is_asked_when_nothing_has_changed(britain: Embassy, writer: Member) -> None:
    item = news(britain, "en")

    assert refusal([item], writer) == "Nothing has changed since this was approved."
    assert refusal([britain], writer) == "Nothing has changed since this was approved."


def test_what_has_not_changed_is_left_out_of_a_bundle(britain: Embassy, writer: Member) -> None:
    draft = draft_in(britain)

    approval = ask([britain, draft], by=writer, now=NOW)

    assert [copy.object_id for copy in approval.copies.all()] == [draft.pk]


def test_page_with_a_gap_is_refused(britain: Embassy, writer: Member) -> None:
    draft = draft_in(britain)
    draft.page_class = "yellow"
    draft.save_revision(clean=False)

    assert refusal([draft], writer) == (
        "“A quiet day”: neutral title: A yellow page needs a title that gives nothing away."
    )


def test_fact_with_a_gap_in_one_language_is_refused(britain: Embassy, writer: Member) -> None:
    block = britain.emergency_block
    block.response_time = {"en": "At once"}
    block.save_revision(clean=False)

    assert refusal([block], writer).startswith("“Emergency block”: honest response time: ")


def test_term_that_ends_before_it_begins_is_refused(norland: Embassy) -> None:
    member = seat("writer", norland)
    office = norland.offices.filter(terms__isnull=False).first()
    assert office is not None
    term = office.terms.first()
    term.ends_on = term.starts_on - timedelta(days=1)
    office.terms = [term]
    office.save_revision(clean=False)

    assert office.title["en"] in refusal([office], member)


def test_page_that_would_publish_itself_later_is_refused(britain: Embassy, writer: Member) -> None:
    draft = draft_in(britain)
    draft.go_live_at = NOW + timedelta(days=1)
    draft.save_revision()

    assert refusal([draft], writer) == (
        "When it goes out is named when you ask, not in the page. Remove it there, then ask."
    )


def section_in(embassy: Embassy) -> NewsIndexPage:
    return drafted(NewsIndexPage(title="A section", slug="a-section"), at(embassy, "en"))


def test_page_is_refused_when_its_section_is_not_public(britain: Embassy, writer: Member) -> None:
    draft = drafted(NewsPage(title="Below", published_on=DAY), section_in(britain))

    assert refusal([draft], writer) == (
        "The section above this page is not public. Ask for that first."
    )


def test_page_is_asked_for_together_with_its_section(britain: Embassy, writer: Member) -> None:
    section = section_in(britain)
    draft = drafted(NewsPage(title="Below", published_on=DAY), section)

    approval = ask([section, draft], by=writer, now=NOW)

    copies = approval.copies.order_by("pk")
    assert [copy.path for copy in copies] == ["a-section/", "a-section/2026-05-01-below/"]


def test_versions_of_a_page_are_asked_for_together(britain: Embassy, writer: Member) -> None:
    item = draft_in(britain)
    other = drafted(
        NewsPage(title="Ціхі дзень", published_on=DAY, translation_key=item.translation_key),
        at(britain, "be", "news/"),
    )

    approval = ask([item, other], by=writer, now=NOW)

    assert {copy.language for copy in approval.copies.all()} == {"en", "be"}


def test_what_waited_for_the_same_page_becomes_void(britain: Embassy, writer: Member) -> None:
    draft, other = draft_in(britain), draft_in(britain, "Another day")
    first = ask([draft, other], by=writer, now=NOW)
    apart = ask([draft_in(britain, "A third day")], by=writer, now=NOW)

    second = ask([draft], by=writer, now=NOW)

    for approval in (first, apart, second):
        approval.refresh_from_db()
    assert [each.status for each in (first, apart, second)] == ["void", "waiting", "waiting"]
    voided = LedgerLine.objects.filter(verb=Verb.VOIDED)
    assert [line.subject for line in voided] == [f"approval:{first.pk}"]


def test_things_of_two_embassies_are_not_asked_for_together(
    britain: Embassy, norland: Embassy, *, writer: Member
) -> None:
    assert refusal([draft_in(britain), draft_in(norland)], writer) == "Ask for each embassy apart."


def test_member_without_a_seat_in_the_embassy_is_refused(norland: Embassy, writer: Member) -> None:
    assert refusal([draft_in(norland)], writer) == "You have no seat in this embassy."


def test_member_whose_seat_has_ended_is_refused(britain: Embassy, writer: Member) -> None:
    writer.seats.update(ends_on=NOW.date())

    assert refusal([draft_in(britain)], writer) == "You have no seat in this embassy."


def test_what_the_founder_asks_is_done_at_once_while_nobody_has_joined(britain: Embassy) -> None:
    approval = ask([draft_in(britain)], by=Actor.FOUNDER, now=NOW)

    assert (approval.status, approval.copies.get().is_public) == ("approved", True)


def test_what_a_command_asks_waits_when_somebody_has_joined(britain: Embassy) -> None:
    seat("first", britain)

    approval = ask([draft_in(britain)], by=Actor.OPERATOR, now=NOW)

    assert (approval.status, approval.asked_by) == ("waiting", None)


def test_page_that_is_not_public_is_not_to_be_taken_back(britain: Embassy, writer: Member) -> None:
    with pytest.raises(Refused, match="This is not public"):
        ask_to_withdraw(draft_in(britain), by=writer, now=NOW)


def test_section_with_public_pages_below_is_not_to_be_taken_back(britain: Embassy) -> None:
    item = news(britain, "en")
    section = at(britain, "en", "news/")

    with pytest.raises(Refused, match="Public pages stand below this one"):
        ask_to_withdraw(section, by=Actor.FOUNDER, now=NOW)

    withdraw_all(section)
    assert ask_to_withdraw(section, by=Actor.FOUNDER, now=NOW).status == "approved"
    assert not FairCopy.objects.of_thing(item).filter(is_public=True).exists()


def test_member_of_another_embassy_does_not_ask_to_take_back(
    norland: Embassy, writer: Member
) -> None:
    with pytest.raises(Refused, match="no seat"):
        ask_to_withdraw(news(norland, "en"), by=writer, now=NOW)


def test_files_are_named_by_hash_and_a_damaged_one_is_refused(
    britain: Embassy, writer: Member
) -> None:
    document = StoredDocument.objects.create(
        title="A list", file=ContentFile(b"words\n", name="list.txt")
    )
    draft = NewsPage(title="With a list", published_on=DAY)
    draft.sources = [("source", {"title": "A list", "archived": document})]
    drafted(draft, at(britain, "en", "news/"))

    approval = ask([draft], by=writer, now=NOW)
    with default_storage.open(document.file.name, "wb") as file:
        file.write(b"lies\n")

    named = NamedFile.objects.get(copy__approval=approval)
    assert (named.sha256, named.suffix) == (document.sha256, ".txt")
    assert refusal([draft], writer) == (
        "A file that this names is damaged. Store it again, then ask."
    )


def test_embassy_that_has_had_an_approval_is_not_adopted(britain: Embassy) -> None:
    with pytest.raises(Refused, match="has approvals already"):
        adopt([britain], now=NOW)


def test_translation_alone_may_be_taken_back(britain: Embassy, reader_in_britain: Reader) -> None:
    item = news(britain, "en")
    other = translated(item, britain, "be")

    ask_to_withdraw(other, by=Actor.FOUNDER, now=NOW)

    shown = reader_in_britain.get(f"/be/{item.address}")
    assert (shown.status, shown.text_language) == (200, "en")


def test_channel_is_taken_back_and_put_back_by_approval(
    norland: Embassy, reader_in_norland: Reader
) -> None:
    channel = norland.channels.get(kind="social")
    withdraw_at_once(channel)
    without = reader_in_norland.get("/en/contact/").body

    approve_at_once(channel)

    assert channel.address not in without
    assert channel.address in reader_in_norland.get("/en/contact/").body


def test_fact_that_every_page_needs_is_not_taken_back(britain: Embassy) -> None:
    with pytest.raises(Refused, match="Every page needs this"):
        ask_to_withdraw(britain.emergency_block, by=Actor.FOUNDER, now=NOW)
