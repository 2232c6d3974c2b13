"""What a tombstone reaches: what was erased, and nothing that the site has without it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection

from ambasada.accounts.models import Actor, Member
from ambasada.editions.actions import (
    ask_rollback,
    bake,
    bundle_all,
    erase_past,
    erasing,
    export,
)
from ambasada.editions.folders import MANIFEST
from ambasada.editions.served import Shelf
from ambasada.lib.manifests import Manifest
from ambasada.lib.refused import Refused
from ambasada.lib.tombstones import Tombstone, lay, place_of, tombstones_in
from ambasada.network.models import Embassy, FairCopy, Office, Seat, StoredDocument
from ambasada.publishing.models import NewsPage, StandardPage
from tests.editions.test_erasing import BEGINS, CANARY, MINUTE, erased, left, stored
from tests.factories.editions import (
    NOW,
    Visitor,
    baked,
    folders,
    front_door,
    text_at,
    visitor_of,
)
from tests.factories.pages import approve_at_once, at, drafted, news
from tests.factories.staff import seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(edition: Embassy) -> Member:
    return seat("writer", edition, role=Seat.Role.EDITOR, days_ago=60)


def served_now() -> Manifest:
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    return manifest


def stored_with(embassy: Embassy, content: bytes) -> StoredDocument:
    collection = Collection.objects.get(name=embassy.code)
    document = StoredDocument(title="A note", collection=collection)
    document.file.save("note.txt", ContentFile(content))
    document.save()
    return document


def at_address(page: StandardPage, slug: str) -> StandardPage:
    """Give a draft an address that its title would not make."""
    page.slug, page.first_published_at = slug, NOW
    page.save()
    page.save_revision()
    return page


def answers(embassy: Embassy) -> dict[str, int]:
    """Return the status of each address of the edition, and of each of its bodies."""
    manifest, visitor = served_now(), visitor_of(embassy)
    bodies = [f"/edition/blob/{each}" for each in manifest.hashes]
    return {each: visitor.ask(each).status for each in (*manifest.entries, *bodies)}


def test_erased_file_with_the_bytes_of_a_page_takes_no_page_along(
    edition: Embassy, member: Member, tmp_path: Path
) -> None:
    """Anybody who may store a file could copy the home page into one."""
    entries = served_now().entries
    style = next(path for path in entries if path.endswith(".css"))
    before = answers(edition)
    for path in ("/en/", "/robots.txt", "/en/404/", "/en/about/", style):
        content = folders().blobs.read(entries[path].sha256)
        erased(stored_with(edition, content), edition, member)

    assert answers(edition) == before
    assert left(edition) == set()
    assert answers(edition) == before
    assert folders().bundle("gb").exists()
    export(edition, tmp_path / "copy")


def test_erased_file_with_the_bytes_of_an_approved_copy_takes_no_page_along(
    edition: Embassy, member: Member
) -> None:
    item = news(edition, title="Stays")
    copy = FairCopy.objects.of_thing(item).get()
    erased(stored_with(edition, copy.source.encode()), edition, member)

    baked(edition, later=MINUTE * 5)

    assert visitor_of(edition).ask(f"/en/{item.address}").status == 200
    item.introduction = "Another day"
    item.save_revision()
    approve_at_once(item)


def test_no_tombstone_hides_what_every_site_needs(edition: Embassy) -> None:
    """Whatever is written into it, by whatever fault."""
    before = answers(edition)
    needed = {"/", "/exit/", "/robots.txt", "/sitemap.xml", "/en/", "/ru/404/"}
    needed |= {path for path in before if path.endswith((".css", ".js", ".woff2"))}
    manifest = served_now()
    everything = Tombstone(
        number=0,
        embassy="gb",
        day=NOW.date(),
        places=frozenset(place_of("gb", path) for path in manifest.entries),
        bodies=frozenset(manifest.hashes),
        files=frozenset(manifest.hashes),
    )
    lay(folders().tombstones, everything)

    after = answers(edition)
    assert {path: after[path] for path in needed} == {path: before[path] for path in needed}
    assert after["/en/about/"] == 404
    assert after[f"/edition/blob/{manifest.entries['/en/'].sha256}"] == 200
    assert after[f"/edition/blob/{manifest.entries['/en/about/'].sha256}"] == 404


@pytest.mark.parametrize("slug", ["404", "2026-05"])
def test_erased_draft_takes_nothing_along_that_every_site_has(
    edition: Embassy, member: Member, slug: str
) -> None:
    page = at_address(drafted(StandardPage(title="A draft"), at(edition, "en")), slug)
    with pytest.raises(Refused, match="Every site has something else"):
        approve_at_once(page)

    erased(page, edition, member)

    stone = tombstones_in(folders().tombstones).of("gb")
    assert not stone.hide_path("gb", f"/en/{slug}/")


def test_erased_page_leaves_another_one_that_has_its_address_in_another_language(
    edition: Embassy, member: Member
) -> None:
    english, belarusian = (
        at_address(drafted(StandardPage(title=title), at(edition, language)), "seen")
        for language, title in (("en", CANARY), ("be", "Stays"))
    )
    approve_at_once(english)
    approve_at_once(belarusian)
    baked(edition, later=MINUTE)
    assert BEGINS in text_at(edition, "/en/seen/")
    assert "Stays" in text_at(edition, "/be/seen/")

    erased(english, edition, member)

    visitor = visitor_of(edition)
    # The other one leads there until it is made again.
    assert (visitor.ask("/en/seen/").status, visitor.ask("/be/seen/").status) == (404, 503)
    assert left(edition) == set()
    assert "Stays" in text_at(edition, "/en/seen/")
    visitor = visitor_of(edition)
    assert (visitor.ask("/en/seen/").status, visitor.ask("/be/seen/").status) == (200, 200)


def test_one_erasure_that_is_never_done_keeps_no_other_waiting(
    edition: Embassy, member: Member
) -> None:
    stuck = Tombstone(0, "gb", NOW.date(), places=frozenset({place_of("gb", "/en/about/")}))
    lay(folders().tombstones, stuck)
    item = news(edition, title=CANARY)
    baked(edition, later=MINUTE)

    erased(item, edition, member)
    found = left(edition)

    assert found == set()
    assert folders().numbers("gb") == [folders().current("gb")]
    # Nor does it make every bake forget the past: what comes now can be gone back to.
    news(edition, title="Later")
    baked(edition, later=MINUTE * 7)
    assert len(folders().numbers("gb")) == 2


def test_what_is_erased_while_a_bake_goes_on_waits_for_the_next(
    edition: Embassy, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edition that has just been made says it still; only the next one does not."""
    office = Office.objects.filter(embassy=edition).first()
    assert office is not None
    office.title = dict.fromkeys(edition.languages, CANARY)
    office.save_revision()
    approve_at_once(office)
    forget = erasing.forget_history

    def erased_just_now(*args: object, **kwargs: object) -> None:
        erased(office, edition, member)
        forget(*args, **kwargs)  # type: ignore[arg-type]  # as it was called

    with monkeypatch.context() as meanwhile:
        meanwhile.setitem(bake.__globals__, "forget_history", erased_just_now)
        baked(edition, later=MINUTE)
    assert BEGINS in text_at(edition, "/en/about/")

    assert left(edition) == set()


def test_rollback_that_was_approved_before_brings_nothing_back(edition: Embassy) -> None:
    office = Office.objects.filter(embassy=edition).first()
    assert office is not None
    office.title = dict.fromkeys(edition.languages, CANARY)
    office.save_revision()
    approve_at_once(office)
    baked(edition, later=MINUTE)
    older = folders().current("gb")
    assert older is not None
    news(edition, title="Later")
    baked(edition, later=MINUTE * 2)
    ask_rollback(edition, older, reason="A drill", by=Actor.FOUNDER, now=NOW + MINUTE * 3)

    erased(office, edition, seat("writer", edition, role=Seat.Role.EDITOR, days_ago=60))

    assert left(edition) == set()


def test_past_that_a_rollback_serves_is_not_erased(edition: Embassy) -> None:
    item = news(edition, title="Seen", introduction=CANARY)
    baked(edition, later=MINUTE)
    older = folders().current("gb")
    assert older is not None
    item.introduction = "Calm"
    item.save_revision()
    approve_at_once(item)
    baked(edition, later=MINUTE * 2)
    ask_rollback(edition, older, reason="A drill", by=Actor.FOUNDER, now=NOW + MINUTE * 3)
    baked(edition, later=MINUTE * 3)
    assert BEGINS in text_at(edition, f"/en/{item.address}")

    member = seat("writer", edition, role=Seat.Role.EDITOR, days_ago=60)
    with pytest.raises(Refused, match="earlier edition is served"):
        erase_past(item, edition, by=member, now=NOW + MINUTE * 5)


class Killed(BaseException):
    """The machine stopped."""


def test_killed_erasure_of_the_past_leaves_what_is_public(
    edition: Embassy, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = news(edition, title="Seen", introduction=CANARY)
    baked(edition, later=MINUTE)
    item.introduction = "Calm"
    item.save_revision()
    approve_at_once(item)
    item.introduction = f"{CANARY} in a draft"
    item.save_revision()
    baked(edition, later=MINUTE * 2)

    def killed(*_args: object, **_named: object) -> None:
        raise Killed

    with monkeypatch.context() as stopping:
        stopping.setattr(erasing, "erase_traces", killed)
        with pytest.raises(Killed):
            erase_past(item, edition, by=member, now=NOW + MINUTE * 4)

    assert left(edition) == set()
    assert visitor_of(edition).ask(f"/en/{item.address}").status == 200
    assert NewsPage.objects.get(pk=item.pk).introduction == "Calm"


def test_past_is_erased_while_the_manifest_is_damaged(edition: Embassy, member: Member) -> None:
    item = news(edition, title="Seen", introduction=CANARY)
    baked(edition, later=MINUTE)
    item.introduction = "Calm"
    item.save_revision()
    approve_at_once(item)
    baked(edition, later=MINUTE * 2)
    shelf = Shelf(folders())
    number = folders().current("gb")
    assert number is not None
    (folders().edition("gb", number) / MANIFEST).write_bytes(b"{")

    erase_past(item, edition, by=member, now=NOW + MINUTE * 4)
    shelf.look()

    running = Visitor(front_door(shelf), edition.site.hostname)
    assert running.ask(f"/en/{item.address}").status == 200
    assert left(edition) == set()
    assert visitor_of(edition).ask(f"/en/{item.address}").status == 200


def test_reader_is_sent_nothing_while_nobody_can_tell_what_was_erased(
    edition: Embassy, member: Member
) -> None:
    item = news(edition, title=CANARY)
    baked(edition, later=MINUTE)
    erased(item, edition, member)
    whole = folders().tombstones.read_bytes()
    running = Shelf(folders())
    folders().tombstones.write_bytes(b"[{")
    paths = [f"/en/{item.address}", "/en/about/", "/edition/manifest.json"]

    started = Shelf(folders())
    visitor = Visitor(front_door(started), edition.site.hostname)
    assert {visitor.ask(each).status for each in paths} == {503}
    assert visitor.ask("/healthz").status == 200
    running.look()  # it knows from before
    visitor = Visitor(front_door(running), edition.site.hostname)
    assert [visitor.ask(each).status for each in paths] == [404, 200, 200]

    folders().tombstones.write_bytes(whole)
    started.look()
    visitor = Visitor(front_door(started), edition.site.hostname)
    assert [visitor.ask(each).status for each in paths] == [404, 200, 200]


@pytest.mark.sqlite_only
def test_obeying_goes_through_no_list_of_all_copies(edition: Embassy, member: Member) -> None:
    """It is done at every bake."""
    erased(news(edition, title=CANARY), edition, member)
    erased(stored(edition), edition, member)
    baked(edition, later=MINUTE * 5)

    with CaptureQueriesContext(connection) as asked:
        erasing.obey_tombstones(edition, "gb", now=NOW + timedelta(hours=1))

    selects = [each["sql"] for each in asked.captured_queries if each["sql"].startswith("SELECT")]
    assert any("network_faircopy" in each for each in selects)
    with connection.cursor() as cursor:
        for each in selects:
            cursor.execute(f"EXPLAIN QUERY PLAN {each}")
            plan = [row[3] for row in cursor.fetchall()]
            assert not [step for step in plan if step.startswith("SCAN network_faircopy")], each


def test_copy_to_read_offline_is_made_again_after_an_erasure(
    edition: Embassy, member: Member
) -> None:
    item = news(edition, title=CANARY)
    baked(edition, later=MINUTE)
    erased(item, edition, member)
    baked(edition, later=MINUTE * 5)

    bundle_all(now=NOW + MINUTE * 6)

    assert folders().bundled("gb") == folders().current("gb")
