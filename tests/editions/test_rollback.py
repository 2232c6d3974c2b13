"""Going back to an earlier edition: who may, what comes back, and what never does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ambasada.accounts.models import Actor, LedgerLine, Member
from ambasada.editions.actions import (
    approve_rollback,
    ask_rollback,
    decline_rollback,
    prune_editions,
)
from ambasada.editions.books import open_books
from ambasada.editions.folders import MANIFEST
from ambasada.editions.models import Rollback
from ambasada.editions.queries import faults_of, overview_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Channel, Embassy, EmergencyBlock, Seat
from ambasada.publishing.models import NewsPage
from tests.factories import staff
from tests.factories.editions import NOW, baked, folders, text_at
from tests.factories.pages import approve_at_once, news, withdraw_at_once

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NONE = timedelta(0)
REASON = "A number in it was wrong"


def seat(username: str, embassy: Embassy, role: str = Seat.Role.COORDINATOR) -> Member:
    """Seat a new member on the day of these tests, whatever day it is."""
    member = staff.seat(username, embassy, role=role)
    member.seats.update(starts_on=NOW.date())
    member.joined_on = NOW.date()
    member.save(update_fields=["joined_on"])
    return member


def rename(item: NewsPage, title: str) -> None:
    item.title = title
    item.save_revision()
    approve_at_once(item)


@pytest.fixture
def item(edition: Embassy) -> NewsPage:
    """Return a page whose title was changed after edition 2; edition 3 has the new one."""
    item = news(edition, title="Canary first")
    baked(edition, later=MINUTE)
    rename(item, "Canary second")
    baked(edition, later=MINUTE * 2)
    return item


def go_back(embassy: Embassy, number: int | None = 2, *, minutes: int = 3) -> None:
    """Roll back as the founder, who is alone, and let the baker carry it out."""
    now = NOW + MINUTE * minutes
    ask_rollback(embassy, number, reason=REASON, by=Actor.FOUNDER, now=now)
    baked(embassy, later=MINUTE * minutes)


def title_at(embassy: Embassy, item: NewsPage, language: str = "en") -> str:
    """Return which of the two titles a page has."""
    text = text_at(embassy, f"/{language}/{item.address}")
    return next((each for each in ("Canary first", "Canary second") if each in text), "")


def test_rollback_is_a_new_signed_edition_with_its_reason(edition: Embassy, item: NewsPage) -> None:
    go_back(edition)

    served = folders().current_manifest("gb")
    assert served is not None
    assert (served.number, served.reason) == (4, REASON)
    again = {path: each for path, each in served.entries.items() if "/versions/" not in path}
    assert again == folders().manifest("gb", 2).entries
    assert title_at(edition, item) == "Canary first"
    assert faults_of(folders(), "gb", 4, now=NOW) == []
    rollback = Rollback.objects.get()
    assert (rollback.status, rollback.made) == (Rollback.Status.APPROVED, 4)
    lines = LedgerLine.objects.filter(subject=rollback.subject).order_by("number")
    verbs = [("asked", rollback.sha256), ("published", rollback.sha256)]
    assert list(lines.values_list("verb", "digest")) == verbs


def test_rolled_back_pages_stay_through_bakes_and_sweeps(edition: Embassy, item: NewsPage) -> None:
    go_back(edition)

    again = baked(edition, later=MINUTE * 4)
    swept = baked(edition, is_full=True, later=MINUTE * 5)

    assert (again.edition, swept.edition, swept.missed) == (None, None, frozenset())
    assert title_at(edition, item) == "Canary first"
    noted = overview_of(folders(), "gb").noted
    assert noted is not None
    assert f"/en/{item.address}" in noted.held


def test_other_pages_are_baked_as_before(edition: Embassy, item: NewsPage) -> None:
    go_back(edition)
    other = news(edition, title="Another day")

    made = baked(edition, later=MINUTE * 4)

    assert made.edition == 5
    assert "Another day" in text_at(edition, f"/en/{other.address}")
    assert title_at(edition, item) == "Canary first"
    served = folders().current_manifest("gb")
    assert served is not None
    assert served.reason == ""


def test_page_is_baked_anew_once_it_changes(edition: Embassy, item: NewsPage) -> None:
    go_back(edition)
    rename(item, "Third and last")

    baked(edition, later=MINUTE * 4)

    for language in ("en", "be", "ru"):
        assert "Third and last" in text_at(edition, f"/{language}/{item.address}")
    noted = overview_of(folders(), "gb").noted
    assert noted is not None
    assert noted.held == []


def test_rollback_can_be_ended(edition: Embassy, item: NewsPage) -> None:
    go_back(edition)

    go_back(edition, None, minutes=4)

    served = folders().current_manifest("gb")
    assert served is not None
    assert served.entries == folders().manifest("gb", 3).entries
    assert title_at(edition, item) == "Canary second"
    assert baked(edition, is_full=True, later=MINUTE * 5).edition is None


def test_one_can_go_back_from_a_rollback_too(edition: Embassy, item: NewsPage) -> None:
    go_back(edition)

    go_back(edition, 3, minutes=4)

    assert title_at(edition, item) == "Canary second"
    assert baked(edition, is_full=True, later=MINUTE * 5).edition is None


def test_page_taken_back_since_never_comes_back(edition: Embassy) -> None:
    item = news(edition, title="Canary to go")
    rest = news(edition, title="Harmless first")
    baked(edition, later=MINUTE)
    rename(rest, "Harmless second")
    withdraw_at_once(item)
    baked(edition, later=MINUTE * 2)

    ask_rollback(edition, 2, reason=REASON, by=Actor.FOUNDER, now=NOW + timedelta(days=1))
    baked(edition, later=MINUTE * 3)

    served = folders().current_manifest("gb")
    assert served is not None
    assert served.reason == REASON
    assert served.entries[f"/en/{item.address}"].status == 410
    texts = {folders().blobs.read(each).decode("utf-8", "replace") for each in served.hashes}
    assert not any("Canary to go" in text or item.address in text for text in texts)
    assert "Harmless first" in text_at(edition, f"/en/{rest.address}")


def test_page_taken_back_after_the_rollback_goes_as_well(edition: Embassy, item: NewsPage) -> None:
    go_back(edition)
    withdraw_at_once(item)

    baked(edition, later=MINUTE * 4)

    served = folders().current_manifest("gb")
    assert served is not None
    assert served.entries[f"/en/{item.address}"].status == 410
    texts = {folders().blobs.read(each) for each in served.hashes}
    assert not any(b"Canary first" in text for text in texts)


def test_channel_taken_back_since_never_comes_back(edition: Embassy) -> None:
    channel = Channel.objects.filter(embassy=edition, kind="email").first()
    assert channel is not None
    withdraw_at_once(channel)
    baked(edition, later=MINUTE)

    ask_rollback(edition, 1, reason=REASON, by=Actor.FOUNDER, now=NOW + timedelta(days=1))
    baked(edition, later=MINUTE * 2)

    assert channel.address not in text_at(edition, "/en/contact/")


def test_number_that_is_not_ours_any_more_never_comes_back(
    edition: Embassy, item: NewsPage
) -> None:
    block = EmergencyBlock.objects.get(embassy=edition)
    number = block.numbers.first()
    was, number.number = number.number, "07700 900112"
    block.numbers = [number]
    block.save_revision()
    approve_at_once(block)
    baked(edition, later=MINUTE * 3)

    go_back(edition, minutes=4)

    served = folders().current_manifest("gb")
    assert served is not None
    pages = [path for path, each in served.entries.items() if each.language]
    assert [path for path in pages if f'"tel:{was}"' in text_at(edition, path)] == []
    assert title_at(edition, item) == "Canary second"


def test_page_that_moved_stays_where_it_is(edition: Embassy, item: NewsPage) -> None:
    was = item.address
    item.slug = "2026-05-01-a-loud-day"
    item.save_revision()
    approve_at_once(item)
    baked(edition, later=MINUTE * 3)

    go_back(edition, minutes=4)

    served = folders().current_manifest("gb")
    assert served is not None
    assert served.entries[f"/en/{was}"].to == "/en/news/2026-05-01-a-loud-day/"
    assert "2026-05-01-a-loud-day" in text_at(edition, "/en/news/")


def test_banner_of_then_does_not_come_back(edition: Embassy, item: NewsPage) -> None:
    """What was filled in at the slot is not part of what is gone back to."""
    place = folders()
    path = f"/en/{item.address}"
    entry = place.manifest("gb", 2).entries[path]
    filled = place.blobs.put(place.blobs.read(entry.sha256) + b"alert of then", is_text=True)
    with open_books(place.books, "gb") as books:
        page = books.pages()[path]
        before = replace(page, entry=replace(entry, sha256=filled), base=entry.sha256, slot=7)
        books.write(path, before)
        books.write(path, page)
    content = (place.edition("gb", 2) / MANIFEST).read_bytes()
    content = content.replace(entry.sha256.encode(), filled.encode())
    (place.edition("gb", 2) / MANIFEST).write_bytes(content)

    go_back(edition)

    assert "alert of then" not in text_at(edition, path)
    assert title_at(edition, item) == "Canary first"


def test_body_that_is_gone_leaves_the_page_as_it_is(edition: Embassy, item: NewsPage) -> None:
    path = f"/en/{item.address}"
    folders().blobs.drop(folders().manifest("gb", 2).entries[path].sha256)

    go_back(edition)

    assert title_at(edition, item) == "Canary second"
    assert title_at(edition, item, "be") == "Canary first"


def test_pruning_keeps_what_a_rollback_needs(edition: Embassy, item: NewsPage) -> None:
    go_back(edition)
    prune_editions(now=NOW + timedelta(days=9), keep=1, younger_than=NONE)

    assert faults_of(folders(), "gb", 4, now=NOW) == []
    assert baked(edition, later=MINUTE * 9).edition is None
    assert title_at(edition, item) == "Canary first"


def test_edition_pruned_before_the_bake_changes_no_page(edition: Embassy, item: NewsPage) -> None:
    ask_rollback(edition, 2, reason=REASON, by=Actor.FOUNDER, now=NOW)
    prune_editions(now=NOW + timedelta(days=9), keep=1, younger_than=NONE)

    made = baked(edition, later=MINUTE * 3)

    assert (made.edition, title_at(edition, item)) == (4, "Canary second")


def test_edition_exchanged_after_the_approval_changes_no_page(
    edition: Embassy, item: NewsPage
) -> None:
    ask_rollback(edition, 2, reason=REASON, by=Actor.FOUNDER, now=NOW)
    exchange_manifest(item)

    made = baked(edition, later=MINUTE * 3)

    assert (made.edition, title_at(edition, item)) == (4, "Canary second")


def exchange_manifest(item: NewsPage) -> None:
    """Write another manifest where that of edition 2 was, as somebody with the disk could."""
    path = folders().edition("gb", 2) / MANIFEST
    address = item.address.encode()
    path.write_bytes(path.read_bytes().replace(address, b"news/another/"))


@pytest.mark.parametrize("reason", ["", "  ", "two\nlines", "x" * 201])
def test_reason_is_one_line(edition: Embassy, item: NewsPage, reason: str) -> None:
    with pytest.raises(Refused, match="Say why in one line"):
        ask_rollback(edition, 2, reason=reason, by=Actor.FOUNDER, now=NOW)
    assert item.pk
    assert not Rollback.objects.exists()


@pytest.mark.parametrize(("number", "sentence"), [(3, "is served already"), (9, "no edition 9")])
def test_edition_that_is_served_or_not_here_is_refused(
    edition: Embassy, item: NewsPage, *, number: int, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        ask_rollback(edition, number, reason=REASON, by=Actor.FOUNDER, now=NOW)
    assert item.pk


def asked(embassy: Embassy, by: Member | Actor) -> Rollback:
    return ask_rollback(embassy, 2, reason=REASON, by=by, now=NOW + MINUTE * 3)


def test_only_member_rolls_back_alone(edition: Embassy, item: NewsPage) -> None:
    anna = seat("anna", edition)
    rollback = asked(edition, anna)
    baked(edition, later=MINUTE * 3)
    assert title_at(edition, item) == "Canary second"

    approve_rollback(rollback, by=anna, now=NOW + MINUTE * 4)
    baked(edition, later=MINUTE * 4)

    assert title_at(edition, item) == "Canary first"


def test_from_the_second_member_on_two_stand_behind_it(edition: Embassy, item: NewsPage) -> None:
    anna, boris = seat("anna", edition), seat("boris", edition)
    rollback = asked(edition, anna)

    with pytest.raises(Refused, match="Somebody else approves it"):
        approve_rollback(rollback, by=anna, now=NOW)
    baked(edition, later=MINUTE * 3)
    assert title_at(edition, item) == "Canary second"
    done = approve_rollback(rollback, by=boris, now=NOW + MINUTE * 4)
    baked(edition, later=MINUTE * 4)

    assert done.status == Rollback.Status.APPROVED
    assert title_at(edition, item) == "Canary first"
    verbs = LedgerLine.objects.filter(subject=rollback.subject).order_by("number")
    assert list(verbs.values_list("verb", "actor")) == [
        ("asked", f"member:{anna.pk}"),
        ("approval_refused", f"member:{anna.pk}"),
        ("approved", f"member:{boris.pk}"),
        ("published", f"member:{boris.pk}"),
    ]


def test_what_the_operator_asks_takes_two(edition: Embassy, item: NewsPage) -> None:
    anna, boris = seat("anna", edition), seat("boris", edition)
    rollback = asked(edition, Actor.OPERATOR)

    first = approve_rollback(rollback, by=anna, now=NOW)
    with pytest.raises(Refused, match="waits for one more member"):
        approve_rollback(rollback, by=anna, now=NOW)
    second = approve_rollback(rollback, by=boris, now=NOW)

    assert (first.status, second.status) == (Rollback.Status.WAITING, Rollback.Status.APPROVED)
    with pytest.raises(Refused, match="decided already"):
        approve_rollback(rollback, by=boris, now=NOW)
    assert item.pk


def _editor(embassy: Embassy, _norland: Embassy) -> Member:
    return seat("editor", embassy, role="editor")


def _foreign(_embassy: Embassy, norland: Embassy) -> Member:
    return seat("nils", norland)


@pytest.mark.parametrize("who", [_editor, _foreign])
def test_who_does_not_coordinate_the_embassy_cannot_approve(
    edition: Embassy,
    norland: Embassy,
    item: NewsPage,
    *,
    who: Callable[[Embassy, Embassy], Member],
) -> None:
    seat("anna", edition)
    rollback = asked(edition, Actor.OPERATOR)
    member = who(edition, norland)

    with pytest.raises(Refused, match="Coordinators of this embassy approve"):
        approve_rollback(rollback, by=member, now=NOW)
    assert rollback.consents.count() == 0
    assert item.pk


def test_member_of_another_embassy_neither_asks_nor_declines(
    edition: Embassy, norland: Embassy, item: NewsPage
) -> None:
    seat("anna", edition)
    nils = seat("nils", norland)
    rollback = asked(edition, Actor.OPERATOR)

    with pytest.raises(Refused, match="no seat"):
        asked(edition, nils)
    with pytest.raises(Refused, match="no seat"):
        decline_rollback(rollback, by=nils, now=NOW)
    assert item.pk


def test_request_can_be_declined_once(edition: Embassy, item: NewsPage) -> None:
    anna = seat("anna", edition, role="editor")
    rollback = asked(edition, Actor.OPERATOR)

    done = decline_rollback(rollback, by=anna, now=NOW)

    assert done.status == Rollback.Status.DECLINED
    with pytest.raises(Refused, match="decided already"):
        decline_rollback(rollback, by=anna, now=NOW)
    baked(edition, later=MINUTE * 3)
    assert title_at(edition, item) == "Canary second"


def test_newer_request_makes_the_older_void(edition: Embassy, item: NewsPage) -> None:
    anna = seat("anna", edition)
    first, second = asked(edition, anna), asked(edition, anna)

    first.refresh_from_db()
    assert (first.status, second.status) == (Rollback.Status.VOID, Rollback.Status.WAITING)
    assert item.pk


def test_edition_that_is_another_one_than_was_asked_for_is_refused(
    edition: Embassy, item: NewsPage
) -> None:
    anna = seat("anna", edition)
    rollback = asked(edition, anna)
    exchange_manifest(item)

    with pytest.raises(Refused, match="not the one that was asked for"):
        approve_rollback(rollback, by=anna, now=NOW)
