"""What editors do of which Wagtail’s signals tell nothing, too little or something else.

One test for each row of that table. Each does what an editor does, sees that no public byte
changed, has two members approve what is to change, and ends with the right bytes at every path and
with a sweep that finds nothing it was not told of.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Revision

from ambasada.accounts.models import Member
from ambasada.lib.manifests import Entry
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, StoredDocument
from ambasada.pages.actions import ask, ask_to_withdraw
from ambasada.pages.actions.approving import approve
from ambasada.publishing.models import NewsIndexPage, NewsPage
from tests.drills.roads_admin import page_form, went
from tests.drills.standing import CANARY, approved_by_two
from tests.factories.editions import baked, served_of, text_at
from tests.factories.pages import DAY, at, drafted
from tests.factories.staff import confirm_passkey, give_passkey, seat, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.files]
LANGUAGES = ("en", "be", "ru")
MINUTE = timedelta(minutes=1)
# What lists news: the sections, feeds and home pages of every language, and the site map.
FEEDS = {f"/{code}/news/feed.{form}" for code in LANGUAGES for form in ("atom", "json")}
SECTIONS = {f"/{code}/{page}" for code in LANGUAGES for page in ("", "news/")}
LISTS = {"/", "/sitemap.xml"} | SECTIONS | FEEDS


@pytest.fixture
def britain(edition: Embassy) -> Embassy:
    """Return Britain with its first edition, and two members who approve."""
    for name in ("anna", "boris"):
        give_passkey(seat(name, edition, days_ago=90))
    baked(edition)  # the page about us says whether one person alone answers for it
    return edition


@pytest.fixture
def item(britain: Embassy) -> NewsPage:
    """Return news that is public; the edition that shows it is served."""
    written = drafted(
        NewsPage(title="A quiet day", introduction="It was quiet.", published_on=DAY),
        at(britain, "en", "news/"),
    )
    return approved(written)


@pytest.fixture
def editor(britain: Embassy) -> Client:  # noqa: ARG001 -- where she sits
    browser = signed_in(Member.objects.get(username="anna"))
    confirm_passkey(browser)
    browser.raise_request_exception = False
    return browser


def approved(thing: Any) -> Any:  # noqa: ANN401 -- a page or a fact of any kind
    """Have two members approve a draft, and bake; return the thing as its row has it."""
    approved_by_two(thing)
    thing.refresh_from_db()
    embassy = Embassy.objects.select_related("site").get(code="gb")
    assert baked(embassy).faults == {}
    return thing


def taken_back(thing: Any) -> None:  # noqa: ANN401 -- likewise
    now, anna = timezone.now(), Member.objects.get(username="anna")
    approval = ask_to_withdraw(thing, by=anna, now=now)
    boris = Member.objects.get(username="boris")
    approve(approval, by=boris, looked_at=approval.sha256, now=now)


def entries(embassy: Embassy) -> dict[str, Entry]:
    return dict(served_of(embassy).manifest.entries)


def require_nothing_changed(embassy: Embassy, before: dict[str, Entry]) -> None:
    """See that neither a bake nor a sweep changes a byte at any path."""
    for is_full in (False, True):
        made = baked(embassy, later=MINUTE, is_full=is_full)
        assert (made.edition, made.missed, made.faults) == (None, frozenset(), {})
    assert entries(embassy) == before


def changed(embassy: Embassy, before: dict[str, Entry]) -> set[str]:
    """Bake what was approved; return the paths that answer otherwise, and see it swept clean."""
    made = baked(embassy, later=MINUTE)
    after = entries(embassy)
    swept = baked(embassy, later=MINUTE, is_full=True)
    assert made.faults == {}
    assert (swept.edition, swept.missed, swept.faults) == (None, frozenset(), {})
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def paths_of(page: NewsPage) -> set[str]:
    return {f"/{code}/{page.address}" for code in LANGUAGES}


def forms_of(page: NewsPage, *, versions: int = 0) -> set[str]:
    """Return where an English page is as plain text and as a card, and what it said before."""
    below = {"information.txt", "card.png", *(f"versions/{each + 1}/" for each in range(versions))}
    below |= {"versions/"} if versions else set()
    return {f"/en/{page.address}{each}" for each in below}


def moved_to(embassy: Embassy, path: str) -> str:
    return entries(embassy)[path].to


def test_1_first_publication_with_an_hour_to_go_live(britain: Embassy, editor: Client) -> None:
    before = entries(britain)
    section = at(britain, "en", "news/")
    sent = page_form(**{"action-publish": "on", "go_live_at": "2030-01-01 00:00"})
    editor.post(f"/admin/pages/add/publishing/newspage/{section.pk}/", sent)
    written = NewsPage.objects.get(title=CANARY)
    written.go_live_at = timezone.now() + timedelta(hours=1)
    written.save_revision().publish()

    require_nothing_changed(britain, before)
    with pytest.raises(Refused, match="When it goes out is named when you ask"):
        ask([written], by=Member.objects.get(username="anna"), now=timezone.now())

    written.go_live_at = None
    written.save_revision()
    approved_by_two(written)
    written.refresh_from_db()
    assert changed(britain, before) == LISTS | paths_of(written) | forms_of(written)
    for path in (LISTS | paths_of(written)) - {"/sitemap.xml"}:
        assert CANARY in text_at(britain, path)


def test_2_scheduled_edit_of_a_live_page(britain: Embassy, item: NewsPage, editor: Client) -> None:
    before = entries(britain)
    sent = page_form(**{"action-publish": "on", "go_live_at": "2030-01-01 00:00"})
    editor.post(f"/admin/pages/{item.pk}/edit/", sent)
    item.title, item.go_live_at = CANARY, timezone.now() + timedelta(hours=1)
    item.save_revision().publish()

    require_nothing_changed(britain, before)
    with pytest.raises(Refused, match="When it goes out is named when you ask"):
        ask([item], by=Member.objects.get(username="anna"), now=timezone.now())

    item.go_live_at = None
    item.save_revision()
    approved_by_two(item)
    told = LISTS - {"/sitemap.xml"} | paths_of(item) | forms_of(item, versions=2)
    assert changed(britain, before) == told
    assert CANARY in text_at(britain, f"/be/{item.address}")


def test_3_command_that_publishes_what_is_scheduled(britain: Embassy, item: NewsPage) -> None:
    before = entries(britain)
    item.title = CANARY
    revision = item.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now())
    Page.objects.filter(pk=at(britain, "en", "about/").pk).update(
        expire_at=timezone.now() - timedelta(hours=1)
    )

    call_command("publish_scheduled", verbosity=0)

    assert Page.objects.get(pk=item.pk).title == CANARY
    assert not at(britain, "en", "about/").live
    require_nothing_changed(britain, before)
    approved_by_two(item)
    told = LISTS - {"/sitemap.xml"} | paths_of(item) | forms_of(item, versions=2)
    assert changed(britain, before) == told


def test_4_alias_in_another_language(britain: Embassy, item: NewsPage) -> None:
    before = entries(britain)
    alias = item.copy_for_translation(Locale.objects.get(language_code="ru"), alias=True)
    assert alias.live

    require_nothing_changed(britain, before)

    # It becomes public as every other page does: once it is its own, and approved.
    own = NewsPage.objects.get(pk=alias.pk)
    own.alias_of, own.title = None, "Ціхі дзень"
    own.save()
    own.save_revision()
    approved_by_two(own)
    own.refresh_from_db()
    assert changed(britain, before) >= {f"/ru/{item.address}", "/ru/news/", "/ru/", "/sitemap.xml"}
    assert "Ціхі дзень" in text_at(britain, f"/ru/{own.address}")
    assert "A quiet day" in text_at(britain, f"/en/{item.address}")


def test_5_source_of_an_alias_published(britain: Embassy, item: NewsPage) -> None:
    alias = item.copy_for_translation(Locale.objects.get(language_code="ru"), alias=True)
    before = entries(britain)
    item.title = CANARY
    item.save_revision().publish()
    alias.refresh_from_db()
    assert (alias.live, alias.title) == (True, CANARY)

    require_nothing_changed(britain, before)

    approved_by_two(item)
    told = LISTS - {"/sitemap.xml"} | paths_of(item) | forms_of(item, versions=2)
    assert changed(britain, before) == told
    assert CANARY in text_at(britain, f"/ru/{item.address}")


def test_6_slug_of_a_section_changed(britain: Embassy, item: NewsPage, editor: Client) -> None:
    was = item.address
    before = entries(britain)
    section = at(britain, "en", "news/")
    section.slug = "dispatches"
    section.save_revision().publish()
    item.refresh_from_db()
    assert item.url_path.endswith(f"/dispatches/{item.slug}/")
    assert not went(editor.post(f"/admin/pages/{section.pk}/unpublish/"))

    require_nothing_changed(britain, before)

    # The section first: what stands below it keeps its address, and is read there.
    approved_by_two(section)
    first = changed(britain, before)
    assert {"/en/news/", "/en/dispatches/"} <= first
    assert moved_to(britain, "/en/news/") == "/en/dispatches/"
    assert entries(britain)[f"/en/{was}"].status == 200
    assert "/be/news/" in entries(britain)
    assert not moved_to(britain, "/be/news/")

    item.refresh_from_db()
    approved_by_two(item)
    item.refresh_from_db()
    assert changed(britain, before) >= {f"/en/{was}", f"/en/{item.address}"}
    assert item.address == f"dispatches/{item.slug}/"
    for code in LANGUAGES:
        assert moved_to(britain, f"/{code}/{was}") == f"/{code}/{item.address}"
        assert "It was quiet." in text_at(britain, f"/{code}/{item.address}")
    assert item.address in text_at(britain, "/sitemap.xml")
    assert was not in text_at(britain, "/sitemap.xml")


def test_7_move_and_reorder(britain: Embassy, item: NewsPage, editor: Client) -> None:
    was = item.address
    other = NewsIndexPage(title="Older news", slug="older-news", introduction="Of before.")
    approved(drafted(other, at(britain, "en")))
    before = entries(britain)
    editor.post(f"/admin/pages/{item.pk}/set_position/", {"position": "0"})
    item.move(other, pos="first-child")
    at(britain, "en", "statements/").move(at(britain, "en", "about/"), pos="left")

    require_nothing_changed(britain, before)

    item.refresh_from_db()
    approved_by_two(item)
    item.refresh_from_db()
    assert item.address.startswith("older-news/")
    after = changed(britain, before)
    assert {f"/{code}/{path}" for code in LANGUAGES for path in (was, item.address)} <= after
    for code in LANGUAGES:
        assert moved_to(britain, f"/{code}/{was}") == f"/{code}/{item.address}"
        assert item.address in text_at(britain, f"/{code}/news/")


def test_8_privacy_added_and_removed(britain: Embassy, item: NewsPage, editor: Client) -> None:
    """Nothing becomes private by it: what shall not be read any more is taken back."""
    before = entries(britain)
    sent = {"restriction_type": "login", "password": "", "groups": []}
    answer = editor.post(f"/admin/pages/{item.pk}/privacy/", sent)
    assert not PageViewRestriction.objects.exists(), answer.status_code
    for page in (item, at(britain, "en", "news/")):
        PageViewRestriction.objects.create(page=page, restriction_type="login")

    require_nothing_changed(britain, before)

    PageViewRestriction.objects.all().delete()
    require_nothing_changed(britain, before)


def test_9_fact_saved_in_code(britain: Embassy) -> None:
    before = entries(britain)
    block = britain.emergency_block
    block.channel = dict.fromkeys(LANGUAGES, CANARY)
    block.save()

    require_nothing_changed(britain, before)

    block.save_revision()
    approved_by_two(block)
    after = changed(britain, before)
    pages = {path for path, each in before.items() if each.type.startswith("text/")}
    assert after == {path for path in pages if CANARY in text_at(britain, path)}
    assert {f"/{code}/{page}" for code in LANGUAGES for page in ("help/", "emergency/")} <= after


def test_10_delete(britain: Embassy, item: NewsPage, editor: Client) -> None:
    before = entries(britain)
    editor.post(f"/admin/pages/{item.pk}/delete/")
    assert NewsPage.objects.filter(pk=item.pk).exists(), "the admin deletes nothing public"

    taken_back(item)
    NewsPage.objects.get(pk=item.pk).delete()

    assert changed(britain, before) == LISTS | paths_of(item) | forms_of(item)
    assert {entries(britain)[path].status for path in paths_of(item)} == {410}
    for path in LISTS | paths_of(item):
        assert item.slug not in text_at(britain, path)


def test_10_delete_by_another_road(britain: Embassy, item: NewsPage) -> None:
    before = entries(britain)

    item.delete()

    require_nothing_changed(britain, before)


def test_11_section_unpublished(britain: Embassy, item: NewsPage, editor: Client) -> None:
    before = entries(britain)
    section = at(britain, "en", "news/")
    editor.post(f"/admin/pages/{section.pk}/unpublish/", {"include_descendants": "on"})
    section.unpublish()
    with pytest.raises(Refused, match="Public pages stand below this one"):
        taken_back(section)

    require_nothing_changed(britain, before)

    taken_back(item)
    for page in Page.objects.child_of(section).exclude(pk=item.pk):
        taken_back(page.specific)
    taken_back(section)
    assert changed(britain, before) >= LISTS | paths_of(item)
    assert {entries(britain)[path].status for path in paths_of(item)} == {410}
    # Its other languages stand; an English reader is shown the first of them.
    assert entries(britain)["/en/news/"].status == 200


def test_12_file_of_a_document_replaced(britain: Embassy, item: NewsPage) -> None:
    """A picture never changes; the document that a source names can be another one."""
    document = StoredDocument.objects.create(
        title="A quiet source", file=ContentFile(b"A quiet resolution.\n", name="quiet.txt")
    )
    old = f"/documents/{document.sha256}.txt"
    item.sources = [("source", {"title": "The resolution", "archived": document})]
    item.save_revision()
    approved(item)
    before = entries(britain)
    assert text_at(britain, old) == "A quiet resolution.\n"
    document.file.save("quiet.txt", ContentFile(CANARY.encode()))
    document.refresh_from_db()
    document.save()
    new = f"/documents/{StoredDocument.objects.get(pk=document.pk).sha256}.txt"
    assert new != old

    require_nothing_changed(britain, before)

    item.save_revision()
    approved_by_two(item)
    versions = {f"/en/{item.address}versions/{each}" for each in ("", "2/", "3/")}
    text = f"/en/{item.address}information.txt"
    # Feeds tell the minute of the last approval, which may be the same one.
    assert changed(britain, before) - FEEDS == {old, new, text} | versions | paths_of(item)
    assert text_at(britain, new) == CANARY
    assert old not in entries(britain)
    assert f'href="{new}"' in text_at(britain, f"/be/{item.address}")
