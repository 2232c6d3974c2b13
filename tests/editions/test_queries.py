"""What is told of editions, and what a verification finds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings

from ambasada.editions.folders import CHARTER, MANIFEST, SIGNATURE, Folders
from ambasada.editions.keys import KeyFolder
from ambasada.editions.queries import (
    counts_of,
    difference_between,
    faults_of,
    languages_of,
    list_of,
    manifest_of,
    overview_of,
)
from ambasada.lib.charters import Charter
from ambasada.lib.minisign import SecretKey
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from tests.factories.editions import NOW, baked, folders, spoil
from tests.factories.pages import news, withdraw_at_once

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=1)


def test_list_names_editions_newest_first_and_which_is_served(edition: Embassy) -> None:
    news(edition)
    baked(edition, later=LATER)

    listed = list_of(folders(), "gb")

    assert [(each.number, each.is_served, each.before) for each in listed] == [
        (2, True, 1),
        (1, False, None),
    ]
    assert [each.number for each in list_of(folders(), "gb", most=1)] == [2]


def test_list_goes_on_past_a_manifest_that_cannot_be_read(edition: Embassy) -> None:
    news(edition)
    baked(edition, later=LATER)
    (folders().edition("gb", 1) / MANIFEST).write_bytes(b"{")

    assert [each.manifest is None for each in list_of(folders(), "gb")] == [False, True]
    with pytest.raises(Refused, match="edition 1 cannot be read"):
        manifest_of(folders(), "gb", 1)


def test_edition_that_is_not_there_is_refused(edition: Embassy) -> None:
    assert manifest_of(folders(), edition.code, None).number == 1
    with pytest.raises(Refused, match="no edition 7 here"):
        manifest_of(folders(), edition.code, 7)
    with pytest.raises(Refused, match="No edition is served yet"):
        manifest_of(folders(), "nowhere", None)


def test_difference_tells_what_came_went_and_changed(edition: Embassy) -> None:
    item = news(edition)
    withdrawn = news(edition, title="A loud day")
    baked(edition, later=LATER)
    withdraw_at_once(withdrawn)
    baked(edition, later=LATER * 2)
    first, second, third = (manifest_of(folders(), "gb", number) for number in (1, 2, 3))

    came = difference_between(first, second)
    went = difference_between(second, first)
    later = difference_between(second, third)

    both = (item, withdrawn)
    new = {f"/{code}/{each.address}" for code in ("en", "be", "ru") for each in both}
    new |= {
        f"/en/{each.address}{form}" for form in ("information.txt", "card.png") for each in both
    }
    assert set(came.came) == set(went.went) == new
    assert (came.went, went.came) == ((), ())
    assert set(came.changed) == set(went.changed)
    assert "/en/news/" in came.changed
    assert f"/en/{withdrawn.address}" in later.changed
    assert f"/en/{item.address}" not in later.changed


def test_counts_add_up_to_every_path(edition: Embassy) -> None:
    item = news(edition)
    baked(edition, later=LATER)
    withdraw_at_once(item)
    baked(edition, later=LATER * 2)
    manifest = manifest_of(folders(), "gb", None)

    counted = counts_of(manifest)

    assert sum(counted.values()) == len(manifest.entries)
    assert counted["gone"] == 3
    assert counted["assets"] > 3
    assert languages_of(manifest) == ["be", "en", "ru"]


def test_sound_edition_has_no_fault(edition: Embassy) -> None:
    assert faults_of(folders(), edition.code, 1, now=NOW) == []


def _body(place: Folders) -> None:
    sha256 = place.manifest("gb", 1).entries["/en/contact/"].sha256
    spoil(place.blobs.path(sha256), b"another body")


def _without_body(place: Folders) -> None:
    place.blobs.drop(place.manifest("gb", 1).entries["/en/contact/"].sha256)


def _manifest(place: Folders) -> None:
    path = place.edition("gb", 1) / MANIFEST
    path.write_bytes(path.read_bytes().replace(b'"number":1', b'"number":2'))


def _no_manifest(place: Folders) -> None:
    (place.edition("gb", 1) / MANIFEST).unlink()


def _other_root(_place: Folders) -> None:
    KeyFolder(settings.KEYS_ROOT, "gb").pin(SecretKey.make().public)


def _no_root(_place: Folders) -> None:
    (settings.KEYS_ROOT / "gb" / "root.pub").unlink()


def _damaged_root(_place: Folders) -> None:
    (settings.KEYS_ROOT / "gb" / "root.pub").write_text("no key")


def _of_norland(place: Folders) -> None:
    for name in (MANIFEST, CHARTER):
        for suffix in ("", SIGNATURE):
            content = (place.edition("norland", 1) / f"{name}{suffix}").read_bytes()
            (place.edition("gb", 1) / f"{name}{suffix}").write_bytes(content)
    KeyFolder(settings.KEYS_ROOT, "gb").pin(KeyFolder(settings.KEYS_ROOT, "norland").root)  # type: ignore[arg-type]


def _other_contacts(place: Folders) -> None:
    """Let the root key sign a charter that knows no number and no mailbox."""
    keys = KeyFolder(settings.KEYS_ROOT, "gb")
    charter = Charter.read((place.edition("gb", 1) / CHARTER).read_bytes())
    content = charter.canonical().replace(b'"contacts":["', b'"contacts":[],"_":["')
    assert keys.development_root is not None
    signature = keys.development_root.sign(content, "gb charter 1")
    (place.edition("gb", 1) / CHARTER).write_bytes(content)
    (place.edition("gb", 1) / f"{CHARTER}{SIGNATURE}").write_text(signature)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (_body, "The body of /en/contact/ is absent or damaged."),
        (_without_body, "The body of /en/contact/ is absent or damaged."),
        (_manifest, "The manifest was not signed with a key that its charter names."),
        (_no_manifest, "The file manifest.json is not there."),
        (_other_root, "The charter was not signed with the root key that is pinned."),
        (_no_root, "There is no root key here to check the charter with."),
        (_damaged_root, "The file root.pub is damaged."),
        (_of_norland, "The manifest is that of another edition."),
        (_other_contacts, "/ gives a number or mailbox that the charter does not know."),
    ],
)
@pytest.mark.usefixtures("edition")
def test_verifying_says_what_is_wrong(damage: Callable[[Folders], None], sentence: str) -> None:
    damage(folders())

    found = faults_of(folders(), "gb", 1, now=NOW)

    assert found[0].startswith(sentence)


def test_edition_that_ran_out_is_told_of_while_it_is_served(edition: Embassy) -> None:
    later = NOW + timedelta(days=31)

    found = faults_of(folders(), "gb", 1, now=later)
    news(edition)
    baked(edition, later=timedelta(days=31))

    assert found == ["The edition has run out. Run `ambasada bake`."]
    assert faults_of(folders(), "gb", 1, now=later) == []


def test_overview_tells_of_keys_and_books(edition: Embassy) -> None:
    baked(edition, is_full=True, later=LATER)
    seen = overview_of(folders(), "gb")

    assert seen.served is not None
    assert seen.served.number == 1
    assert seen.keys.is_development
    assert seen.keys.until is not None
    assert seen.noted is not None
    assert (seen.noted.faults, [each.missed for each in seen.noted.sweeps]) == ({}, [[]])


def test_overview_of_an_embassy_without_editions_is_empty(edition: Embassy) -> None:
    (settings.KEYS_ROOT / "norland" / "edition.key").write_text("no key")
    folders().books.unlink()

    seen = overview_of(folders(), "nowhere")

    assert edition.code == "gb"
    assert (seen.editions, seen.served, seen.noted) == ([], None, None)
    assert (seen.keys.until, seen.keys.is_development, seen.keys.fault) == (None, False, "")
    assert "edition.key is damaged" in overview_of(folders(), "norland").keys.fault
