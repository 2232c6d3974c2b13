"""Erasing: what goes, at once and everywhere, and what never comes back by itself."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Collection, Page

from ambasada.accounts.models import Actor, LedgerLine, Member
from ambasada.editions.actions import (
    approve_restoration,
    ask_restoration,
    ask_rollback,
    bundle_all,
    decline_restoration,
    erase,
    erase_past,
    export,
)
from ambasada.editions.books import open_books
from ambasada.editions.models import Restoration
from ambasada.editions.queries import faults_of
from ambasada.editions.served import Shelf
from ambasada.lib.refused import Refused
from ambasada.lib.tombstones import tombstones_in
from ambasada.network.models import Approval, Embassy, FairCopy, Office, Seat, StoredDocument
from ambasada.pages.actions import ask, decline
from ambasada.pages.queries import copy_faults
from ambasada.publishing.models import NewsPage
from tests.factories.editions import (
    NOW,
    Visitor,
    baked,
    folders,
    front_door,
    text_at,
    visitor_of,
)
from tests.factories.mirrors import pull, root_of, site_of
from tests.factories.pages import DAY, approve_at_once, at, drafted, news, translated
from tests.factories.searching import files_with, found_in
from tests.factories.staff import seat

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
CANARY = "Zorkanary-Test was seen in Minsk"
BEGINS = "Zorkanary"


@pytest.fixture
def item(edition: Embassy) -> NewsPage:
    """Return a public page with the canary, in two languages, which editions and a copy hold."""
    item = news(edition, title=CANARY)
    translated(item, edition, "be", title=f"{CANARY} (be)")
    baked(edition, later=MINUTE)
    item.introduction = f"{CANARY}, again"
    item.save_revision()
    approve_at_once(item)
    baked(edition, later=MINUTE * 2)
    bundle_all(now=NOW + MINUTE * 3)
    return item


@pytest.fixture
def member(edition: Embassy) -> Member:
    return seat("writer", edition, role=Seat.Role.EDITOR, days_ago=60)


def stored(embassy: Embassy, name: str = "zorkanary.txt") -> StoredDocument:
    home = Collection.objects.filter(name=embassy.code).first()
    collection = home or Collection.get_first_root_node().add_child(name=embassy.code)
    document = StoredDocument(title=CANARY, collection=collection)
    document.file.save(name, ContentFile(CANARY.encode()))
    document.save()
    return document


def erased(thing: object, embassy: Embassy, by: Member) -> None:
    erase(thing, embassy, by=by, now=NOW + MINUTE * 4)


def left(embassy: Embassy) -> set[str]:
    """Return where the canary is left, once the baker has done what it has to."""
    baked(embassy, later=MINUTE * 5)
    bundle_all(now=NOW + MINUTE * 6)
    roots = {settings.EDITIONS_ROOT, settings.MEDIA_ROOT}
    words = {BEGINS, BEGINS.lower()}
    files = {name for word in words for root in roots for name in files_with(word, Path(root))}
    return files.union(*(found_in(word) for word in words))


def test_reader_is_sent_nothing_of_it_before_any_bake(
    edition: Embassy, item: NewsPage, member: Member
) -> None:
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    paths = [path for path in manifest.entries if BEGINS.lower() in path]
    bodies = {manifest.entries[path].sha256 for path in paths} - {""}
    # At each address in the languages it was read in; two versions, a list; two texts, two cards.
    assert len(paths) == 11
    asked = [
        *paths,
        *(f"/edition/blob/{each}" for each in bodies),
        "/offline/information.zip",
        "/offline/information.zip.minisig",
    ]
    assert {visitor_of(edition).ask(each).status for each in asked} == {200, 301}

    erased(item, edition, member)

    visitor = visitor_of(edition)
    for each in asked:
        answer = visitor.ask(each)
        assert (answer.status, BEGINS.encode() in answer.body) == (404, False), each


def test_running_front_door_obeys_without_a_new_edition(
    edition: Embassy, item: NewsPage, member: Member
) -> None:
    shelf = Shelf(folders())
    visitor = Visitor(front_door(shelf), edition.site.hostname)
    path = f"/en/{item.address}"
    assert visitor.ask(path).status == 200

    erased(item, edition, member)
    shelf.look()

    assert visitor.ask(path).status == 404


def test_no_copy_is_made_of_an_edition_that_still_has_it(
    item: NewsPage, member: Member, tmp_path: Path
) -> None:
    edition = Embassy.objects.get(code="gb")
    erased(item, edition, member)

    bundle_all(now=NOW + MINUTE * 30)
    assert not folders().bundle("gb").exists()
    with pytest.raises(Refused, match="Something was erased"):
        export(edition, tmp_path / "copy")


def test_nothing_of_it_is_left_anywhere(edition: Embassy, item: NewsPage, member: Member) -> None:
    document = stored(edition)
    item.sources = [("source", {"title": CANARY, "archived": document})]
    item.save_revision()
    approve_at_once(item)
    declined = drafted(NewsPage(title="Another", slug="another"), at(edition, "en", "news/"))
    decline(
        ask([item_changed(item), declined], by=member, now=NOW), by=member, note=CANARY, now=NOW
    )
    ask([item_changed(item, "once more")], by=member, now=NOW)
    before = left(edition)
    assert {"main", "kept", "original"} <= {_kind(each) for each in before}, before

    erased(item, edition, member)

    assert left(edition) == set()
    assert faults_of(folders(), "gb", folders().current("gb") or 0, now=NOW) == []
    assert copy_faults() == []
    assert not Approval.objects.filter(status=Approval.Status.WAITING).exists()


def item_changed(item: NewsPage, words: str = "changed") -> NewsPage:
    item.introduction = f"{CANARY} {words}"
    item.save_revision()
    return item


def _kind(place: str) -> str:
    if place.startswith("kept/"):
        return "kept"
    return "original" if place.startswith("documents/") else "main"


def test_older_editions_go_and_nobody_goes_back_to_one(
    edition: Embassy, item: NewsPage, member: Member
) -> None:
    older = folders().numbers("gb")
    assert len(older) == 3

    erased(item, edition, member)
    baked(edition, later=MINUTE * 5)

    assert folders().numbers("gb") == [older[-1] + 1]
    with pytest.raises(Refused):
        ask_rollback(edition, older[-1], reason="Anything", by=Actor.FOUNDER, now=NOW)
    # What an edition after it says can be gone back to as ever.
    news(edition, title="Later")
    baked(edition, later=MINUTE * 6)
    assert folders().numbers("gb") == [older[-1] + 1, older[-1] + 2]


def test_database_of_an_earlier_day_is_made_to_obey(
    edition: Embassy, item: NewsPage, member: Member
) -> None:
    """A backup that is put back brings rows, copies and approvals as they were."""
    rows = list(FairCopy.objects.filter(translation_key=item.translation_key).values())
    page = NewsPage.objects.get(pk=item.pk)
    erased(item, edition, member)
    baked(edition, later=MINUTE * 5)

    for row in rows:
        FairCopy.objects.filter(pk=row["id"]).update(**row)
    again = NewsPage(title=page.title, slug=page.slug, translation_key=page.translation_key)
    drafted(again, at(edition, "en", "news/"))
    assert "network_faircopy.source" in found_in(BEGINS)

    assert left(edition) == set()
    assert visitor_of(edition).ask(f"/en/{item.address}").status == 404
    assert not Page.objects.filter(translation_key=page.translation_key).exists()
    said = LedgerLine.objects.filter(verb="erased").values_list("actor", "subject")
    assert list(said) == [(f"member:{member.pk}", "tombstone:1"), ("clock", "tombstone:1")]


def test_same_address_and_same_file_are_not_published_again(
    edition: Embassy, item: NewsPage, member: Member
) -> None:
    document = stored(edition)
    content = Path(document.file.path).read_bytes()
    erased(item, edition, member)
    erased(document, edition, member)

    again = drafted(NewsPage(title=CANARY, published_on=DAY), at(edition, "en", "news/"))
    with pytest.raises(Refused, match="erased"):
        approve_at_once(again)
    other = drafted(NewsPage(title="Other", slug="other"), at(edition, "en", "news/"))
    same = StoredDocument(title="A paper", collection=document.collection)
    same.file.save("paper.txt", ContentFile(content))
    same.save()
    other.sources = [("source", {"title": "A paper", "archived": same})]
    other.save_revision()
    with pytest.raises(Refused, match="erased"):
        approve_at_once(other)


def test_two_members_restore_and_the_address_may_be_used_again(
    edition: Embassy, item: NewsPage, member: Member
) -> None:
    first, second = (seat(name, edition, days_ago=60) for name in ("first", "second"))
    address = item.address
    erased(item, edition, member)
    now = NOW + MINUTE * 5

    asked = ask_restoration(edition, 1, by=member, now=now)
    with pytest.raises(Refused, match="already"):
        ask_restoration(edition, 1, by=first, now=now)
    with pytest.raises(Refused):
        approve_restoration(asked, by=member, now=now)
    assert tombstones_in(folders().tombstones).of("gb").newest == 1
    approve_restoration(asked, by=first, now=now)

    assert tombstones_in(folders().tombstones).of("gb").stones == ()
    again = drafted(NewsPage(title=CANARY, published_on=DAY), at(edition, "en", "news/"))
    approve_at_once(again)
    assert again.address == address
    baked(edition, later=MINUTE * 6)
    assert BEGINS in text_at(edition, f"/en/{again.address}")
    assert visitor_of(edition).ask(f"/en/{again.address}").status == 200
    with pytest.raises(Refused, match="restored already"):
        ask_restoration(edition, 1, by=second, now=now)


def test_declined_restoration_leaves_it_away(
    edition: Embassy, item: NewsPage, member: Member
) -> None:
    other = seat("other", edition, days_ago=60)
    erased(item, edition, member)
    asked = ask_restoration(edition, 1, by=member, now=NOW + MINUTE * 5)

    decline_restoration(asked, by=other, now=NOW + MINUTE * 5)

    assert Restoration.objects.get().status == Restoration.Status.DECLINED
    assert tombstones_in(folders().tombstones).of("gb").newest == 1


def test_what_cannot_be_erased_stays(edition: Embassy, item: NewsPage, member: Member) -> None:
    seat("first", edition, days_ago=60)
    outsider = seat("outsider", Embassy.objects.get(code="norland"), days_ago=60)
    with pytest.raises(Refused, match="no seat"):
        erased(item, edition, outsider)
    with pytest.raises(Refused, match="home page"):
        erased(at(edition, "en"), edition, member)
    with pytest.raises(Refused, match="below"):
        erased(at(edition, "en", "news/"), edition, member)
    with pytest.raises(Refused, match="Every page needs this"):
        erased(edition, edition, member)
    assert not folders().tombstones.exists()
    assert visitor_of(edition).ask(f"/en/{item.address}").status == 200


def test_fact_is_erased_with_everything_it_said(edition: Embassy, member: Member) -> None:
    office = Office.objects.filter(embassy=edition).first()
    assert office is not None
    office.title = dict.fromkeys(edition.languages, CANARY)
    office.save_revision()
    approve_at_once(office)
    baked(edition, later=MINUTE)
    assert BEGINS in text_at(edition, "/en/about/")

    row = Office.objects.filter(pk=office.pk).values().get()
    erased(office, edition, member)
    assert left(edition) == set()

    # A database of an earlier day has the row, perhaps never approved.
    row["latest_revision_id"] = row["live_revision_id"] = None
    Office.objects.create(**row)
    assert left(edition) == set()


def test_file_of_another_embassy_with_the_same_bytes_stays(
    edition: Embassy, norland: Embassy, member: Member
) -> None:
    ours, theirs = stored(edition), stored(norland, "paper.txt")
    item = drafted(NewsPage(title="A paper"), at(norland, "en", "news/"))
    item.sources = [("source", {"title": "A paper", "archived": theirs})]
    item.save_revision()
    approve_at_once(item)

    erased(ours, edition, member)
    baked(edition, later=MINUTE * 5)
    baked(norland, later=MINUTE * 5)

    assert not StoredDocument.objects.filter(pk=ours.pk).exists()
    assert StoredDocument.objects.filter(pk=theirs.pk).exists()
    manifest = folders().current_manifest("norland")
    assert manifest is not None
    assert f"/documents/{theirs.sha256}.txt" in manifest.entries
    assert LedgerLine.objects.filter(verb="erased").count() == 1  # nothing to obey again


def test_file_that_a_fact_names_is_erased_and_the_next_bake_ends_well(
    edition: Embassy, member: Member
) -> None:
    document, mandate = stored(edition), edition.mandate
    mandate.resolution_document = document
    mandate.save_revision()
    approve_at_once(mandate)
    baked(edition, later=MINUTE)
    path = f"/documents/{document.sha256}{document.suffix}"
    assert visitor_of(edition).ask(path).status == 200

    erased(document, edition, member)
    assert visitor_of(edition).ask(path).status == 404
    baked(edition, later=MINUTE * 5)

    assert visitor_of(edition).ask("/en/about/").status == 200
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    assert path not in manifest.entries


def test_past_is_not_erased_while_readers_still_get_it(
    edition: Embassy, item: NewsPage, member: Member
) -> None:
    item.refresh_from_db()
    item.introduction = "Other words"
    item.save_revision()
    approve_at_once(item)
    with open_books(folders().books, "gb") as books:
        books.note_faults({f"/en/{item.address}": "is too large"})

    with pytest.raises(Refused, match="Readers still get the older words"):
        erase_past(item, edition, by=member, now=NOW + MINUTE * 5)


def test_mirror_lets_go_of_it_with_its_next_pull(
    item: NewsPage, member: Member, tmp_path: Path
) -> None:
    edition, folder = Embassy.objects.get(code="gb"), tmp_path / "mirror"
    with site_of(edition) as site:
        pull(site.address, folder, root=root_of(edition))
        carried = folder / "current" / "green" / "offline" / "information.zip"
        assert carried.exists()
        assert files_with(BEGINS, folder)
        assert files_with(BEGINS.lower(), folder)

        erased(item, edition, member)
        baked(edition, later=MINUTE * 5)
        pull(site.address, folder, root="")

    assert not carried.exists()
    assert files_with(BEGINS, folder) | files_with(BEGINS.lower(), folder) == set()


def test_copies_that_went_out_are_listed(edition: Embassy, item: NewsPage, member: Member) -> None:
    early = folders().bundled("gb")

    erased(item, edition, member)

    stone = tombstones_in(folders().tombstones).of("gb").stones[0]
    assert [each.edition for each in stone.carried] == [early]


def edited_out(item: NewsPage, embassy: Embassy) -> None:
    """Change both languages of a page so that neither says the canary, and bake that."""
    for code in ("en", "be"):
        page = NewsPage.objects.get(
            translation_key=item.translation_key, locale__language_code=code
        )
        page.title = page.introduction = "Somebody was seen"
        page.save_revision()
        approve_at_once(page)
    baked(embassy, later=MINUTE * 4)


def test_what_a_page_said_before_is_erased_and_what_it_says_stays(
    edition: Embassy, member: Member
) -> None:
    item = news(edition, title="Seen", introduction=CANARY, published_on=DAY)
    translated(item, edition, "be", title="Seen (be)", introduction=CANARY)
    baked(edition, later=MINUTE)
    bundle_all(now=NOW + MINUTE)
    edited_out(item, edition)
    item.refresh_from_db()
    item.introduction = f"{CANARY} in a draft"
    item.save_revision()
    assert "wagtailcore_revision.content" in found_in(BEGINS)

    stone = erase_past(item, edition, by=member, now=NOW + MINUTE * 5)

    assert left(edition) == set()
    assert "Somebody was seen" in text_at(edition, f"/en/{item.address}")
    assert visitor_of(edition).ask(f"/en/{item.address}").status == 200
    assert copy_faults() == []
    assert [each.edition for each in stone.carried] == [2]
    assert folders().numbers("gb") == [folders().current("gb")]
    assert NewsPage.objects.get(pk=item.pk).get_latest_revision_as_object().introduction != CANARY


def test_old_words_are_not_published_again_word_for_word(
    edition: Embassy, item: NewsPage, member: Member
) -> None:
    item.refresh_from_db()
    item.introduction = "Other words"
    item.save_revision()
    approve_at_once(item)
    baked(edition, later=MINUTE * 4)
    erase_past(item, edition, by=member, now=NOW + MINUTE * 5)

    item.refresh_from_db()
    item.introduction = f"{CANARY}, again"
    item.save_revision()
    with pytest.raises(Refused, match="word for word"):
        approve_at_once(item)


def test_draft_alone_has_no_past(edition: Embassy, member: Member) -> None:
    draft = drafted(NewsPage(title=CANARY), at(edition, "en", "news/"))

    with pytest.raises(Refused, match="Nothing of this is public"):
        erase_past(draft, edition, by=member, now=NOW)


def test_copy_made_in_the_minute_of_the_approval_is_listed(
    edition: Embassy, member: Member
) -> None:
    item = news(edition, title=CANARY)
    decided = Approval.objects.filter(
        copies__object_id=item.pk, copies__kind=item._meta.label_lower
    )
    decided.update(decided_at=NOW + timedelta(seconds=20))
    baked(edition, later=timedelta(seconds=25))
    bundle_all(now=NOW + timedelta(seconds=30))

    stone = erase(item, edition, by=member, now=NOW + MINUTE)

    assert [each.edition for each in stone.carried] == [folders().current("gb")]


def test_unreadable_tombstones_stop_every_bake(
    edition: Embassy, item: NewsPage, member: Member
) -> None:
    erased(item, edition, member)
    folders().tombstones.write_bytes(b"[{")

    with pytest.raises(Refused, match="what was erased cannot be read"):
        baked(edition, later=MINUTE * 5)


def test_half_done_erasure_is_ended_by_the_next_bake(
    edition: Embassy, item: NewsPage, member: Member
) -> None:
    """The machine stopped after the tombstone was laid: every row is as it was."""
    with transaction.atomic():
        erased(item, edition, member)
        transaction.set_rollback(True)
    assert "network_faircopy.source" in found_in(BEGINS)
    assert visitor_of(edition).ask(f"/en/{item.address}").status == 404

    assert left(edition) == set()
