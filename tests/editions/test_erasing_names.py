"""A page that names what was erased is sent to nobody before it was made again."""

from datetime import timedelta

import pytest

from ambasada.accounts.models import Member
from ambasada.editions.actions import bundle_all, erase
from ambasada.editions.actions.oven import Oven, Unbakeable
from ambasada.editions.queries.erasable import holds_erased
from ambasada.lib.manifests import Entry, Manifest
from ambasada.lib.tombstones import tombstones_in
from ambasada.network.models import Channel, Embassy
from ambasada.publishing.models import NewsPage
from tests.editions.test_erasing import BEGINS, MINUTE, erased, item, member
from tests.factories.editions import NOW, baked, folders, visitor_of
from tests.factories.pages import DAY, at, drafted, news

__all__ = ["item", "member"]
pytestmark = pytest.mark.django_db
MADE_AGAIN = timedelta(minutes=5)


def served_now() -> Manifest:
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    return manifest


def naming(word: str, manifest: Manifest) -> dict[str, Entry]:
    """Return what readers get that holds a word, by path."""
    blobs = folders().blobs
    texts = {
        each.sha256: blobs.read(each.sha256) for each in manifest.entries.values() if each.sha256
    }
    return {
        path: each
        for path, each in manifest.entries.items()
        if each.sha256 and word.encode() in texts[each.sha256]
    }


def test_no_page_that_names_it_is_sent_before_it_was_made_again(
    edition: Embassy, item: NewsPage, member: Member
) -> None:
    before = naming(BEGINS, served_now()) | naming(BEGINS.lower(), served_now())
    others = {"/en/news/", "/be/news/", "/en/", "/be/", "/sitemap.xml"}
    assert others < before.keys()
    assert not {"/en/about/", "/en/contact/", "/en/404/"} & before.keys()

    erased(item, edition, member)

    visitor = visitor_of(edition)
    for path, entry in before.items():
        for asked in (path, f"/edition/blob/{entry.sha256}"):
            answer = visitor.ask(asked)
            assert answer.status in {404, 503}, asked
            assert BEGINS.lower() not in bytes(answer.body).decode().lower(), asked
    assert {visitor.ask(each).status for each in others} == {503}
    assert {visitor.ask(each).status for each in ("/en/about/", "/en/contact/", "/no/")} == {
        200,
        404,
    }

    baked(edition, later=MADE_AGAIN)

    visitor = visitor_of(edition)
    assert {visitor.ask(each).status for each in others} == {200}
    assert naming(BEGINS, served_now()) == naming(BEGINS.lower(), served_now()) == {}


def test_address_that_was_erased_stands_nowhere_a_second_later(
    edition: Embassy, member: Member
) -> None:
    channel = Channel.objects.filter(embassy=edition, kind=Channel.Kind.EMAIL).first()
    assert channel is not None
    before = naming(channel.address, served_now())
    assert "/be/contact/" in before

    erase(channel, edition, by=member, now=NOW + MINUTE)

    visitor = visitor_of(edition)
    withheld = {path for path in before if visitor.ask(path).status == 503}
    baked(edition, later=MADE_AGAIN)
    visitor = visitor_of(edition)
    assert {visitor.ask(each).status for each in before} == {200}
    # What an editor wrote into a text of their own stays, and is theirs to edit.
    assert (
        withheld >= before.keys() - naming(channel.address, served_now()).keys() > {"/be/contact/"}
    )


def test_page_that_only_has_a_word_in_common_is_sent_again(
    edition: Embassy, member: Member
) -> None:
    common = news(edition, title="Contact")
    baked(edition, later=MINUTE)
    shown = served_now().entries.keys()

    erase(common, edition, by=member, now=NOW + MINUTE * 2)
    assert visitor_of(edition).ask("/en/").status == 503
    baked(edition, later=MADE_AGAIN)

    visitor = visitor_of(edition)
    gone = {path for path in shown if visitor.ask(path).status not in {200, 301, 404, 410}}
    assert gone == set()
    assert visitor.ask("/en/").status == 200
    assert tombstones_in(folders().tombstones).withheld.isdisjoint(served_now().hashes)


def test_draft_with_a_common_title_withholds_nothing(edition: Embassy, member: Member) -> None:
    draft = drafted(NewsPage(title="Contact", published_on=DAY), at(edition, "en", "news/"))

    erase(draft, edition, by=member, now=NOW + MINUTE)

    assert tombstones_in(folders().tombstones).withheld == frozenset()
    assert visitor_of(edition).ask("/en/").status == 200


@pytest.fixture
def gone(edition: Embassy, item: NewsPage, member: Member) -> Embassy:
    """Return the embassy with the item erased, before the next bake."""
    erased(item, edition, member)
    return edition


def test_page_that_cannot_be_made_again_stays_withheld(
    gone: Embassy, monkeypatch: pytest.MonkeyPatch
) -> None:
    bake_one = Oven.bake

    def failing(oven: Oven, path: str) -> object:
        if path == "/en/news/":
            raise Unbakeable
        return bake_one(oven, path)

    with monkeypatch.context() as broken:
        broken.setattr(Oven, "bake", failing)
        baked(gone, later=MADE_AGAIN)

    assert visitor_of(gone).ask("/en/news/").status == 503
    assert visitor_of(gone).ask("/be/news/").status == 200
    assert holds_erased(folders(), served_now())
    bundle_all(now=NOW + MADE_AGAIN + MINUTE)
    assert not folders().bundle("gb").exists()

    baked(gone, later=MADE_AGAIN + MINUTE)

    assert visitor_of(gone).ask("/en/news/").status == 200
    assert naming(BEGINS, served_now()) == {}
