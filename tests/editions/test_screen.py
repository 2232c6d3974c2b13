"""The screen "Editions" of the admin: what it shows of one's own embassies, and nothing else."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from ambasada.editions.actions import bundle_all
from ambasada.editions.books import open_books
from ambasada.editions.folders import MANIFEST
from ambasada.editions.keys import KeyFolder
from ambasada.lib.minisign import SecretKey
from ambasada.network.actions import take_seat
from ambasada.network.models import Embassy
from tests.factories.editions import NOW, baked, folders
from tests.factories.pages import news
from tests.factories.staff import editor_of, member_in

pytestmark = [pytest.mark.django_db, pytest.mark.screens]
LATER = timedelta(minutes=1)


def shown(browser: Client, path: str = "") -> str:
    """Return the screen's text, its spaces drawn together."""
    answer = browser.get(f"/admin/editions/{path}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def told(browser: Client, path: str, *, is_sent: bool = False) -> list[str]:
    """Return the messages after an address that leads back to the screen."""
    answer = (browser.post if is_sent else browser.get)(f"/admin/editions/{path}", follow=True)
    return [str(each) for each in answer.context["messages"]]


def test_screen_says_what_is_served_and_which_keys_sign_it(edition: Embassy) -> None:
    page = shown(editor_of(edition))

    assert "Edition 1, since 24/11/2026, 12:00 UTC." in page
    assert "It holds until 24 December 2026" in page
    assert "The key that signs editions runs out on 22 February 2027." in page
    assert "it is a development root" in page
    assert "None. Everything that was approved could be baked." in page
    assert "/offline/" not in page


def test_screen_says_how_large_the_copy_to_read_offline_is(edition: Embassy) -> None:
    bundle_all(now=NOW)
    folders().bundle("gb").write_bytes(bytes(2048))

    page = shown(editor_of(edition))

    assert "The copy to read offline is at /offline/information.zip and takes 2.0 KB." in page


def test_root_that_is_kept_offline_is_no_warning(edition: Embassy) -> None:
    keys = KeyFolder(settings.KEYS_ROOT, "gb")
    keys.pin(keys.root or SecretKey.make().public)

    assert "development root" not in shown(editor_of(edition))


def test_screen_says_what_is_wrong_with_the_keys(edition: Embassy) -> None:
    (settings.KEYS_ROOT / "gb" / "edition.key").write_text("no key")

    page = shown(editor_of(edition))

    assert "The file edition.key is damaged." in page
    assert "No charter in force names a key that may sign editions." in page


def test_screen_says_what_was_not_baked_and_what_a_sweep_missed(edition: Embassy) -> None:
    with open_books(folders().books, "gb") as books:
        books.note_faults({"/en/about/": "holds a form, is too large"})
        books.note_sweep(NOW, rendered=54, missed=["/en/verify/"])

    page = shown(editor_of(edition))

    assert "/en/about/" in page
    assert "holds a form, is too large" in page
    assert "54 paths rendered" in page
    assert "1 had been missed" in page
    assert "/en/verify/" in page


def test_screen_answers_while_a_bake_keeps_the_books(edition: Embassy) -> None:
    browser = editor_of(edition)

    with open_books(folders().books, "gb") as books:
        books.note_faults({"/en/about/": "is empty"})
        page = shown(browser)

    assert "None. Everything that was approved could be baked." in page
    folders().books.unlink()
    assert "The books of editions cannot be read just now." in shown(browser)


def test_screen_before_anything_was_baked_says_so(britain: Embassy) -> None:
    assert "Nothing is served yet." in shown(editor_of(britain))


def test_changes_between_two_editions_are_listed(edition: Embassy) -> None:
    item = news(edition)
    baked(edition, later=LATER)
    browser = editor_of(edition)

    assert 'href="/admin/editions/gb/changes/1/2/"' in shown(browser)
    page = shown(browser, "gb/changes/1/2/")

    assert "Came: 5" in page  # in three languages; its text and its card
    assert f"<li>/en/{item.address}</li>" in page
    assert "Went: 0" in page


def test_changes_of_an_edition_that_went_lead_back_with_a_sentence(edition: Embassy) -> None:
    assert told(editor_of(edition), "gb/changes/1/9/") == ["There is no edition 9 here any more."]


def test_manifest_that_cannot_be_read_is_named_in_the_list(edition: Embassy) -> None:
    news(edition)
    baked(edition, later=LATER)
    (folders().edition("gb", 1) / MANIFEST).write_bytes(b"")

    assert "Its manifest cannot be read." in shown(editor_of(edition))


def test_verifying_says_that_the_edition_is_sound_or_what_is_wrong(edition: Embassy) -> None:
    browser = editor_of(edition)

    assert told(browser, "gb/verify/", is_sent=True) == [
        "Edition 1 is whole, signed, and true to its charter."
    ]
    folders().blobs.drop(folders().manifest("gb", 1).entries["/en/about/"].sha256)
    assert told(browser, "gb/verify/", is_sent=True) == [
        "The body of /en/about/ is absent or damaged. Run `ambasada bake`."
    ]
    (folders().embassy("gb") / "current").unlink()
    assert told(browser, "gb/verify/", is_sent=True) == [
        "No edition is served yet. It is baked once something is approved."
    ]


@pytest.mark.parametrize("path", ["gb/", "gb/changes/1/1/", "nowhere/"])
def test_another_embassys_editions_are_as_good_as_absent(
    edition: Embassy, norland: Embassy, path: str
) -> None:
    browser = editor_of(norland)

    assert browser.get(f"/admin/editions/{path}").status_code == 404
    assert browser.post("/admin/editions/gb/verify/").status_code == 404
    assert edition.code not in {
        each.code for each in browser.get("/admin/editions/").context["embassies"]
    }


def test_member_of_two_embassies_chooses(edition: Embassy, norland: Embassy) -> None:
    browser = editor_of(edition)
    take_seat(member_in(browser), norland, role="editor", now=NOW)

    assert browser.get("/admin/editions/").context["overview"].code == "gb"
    assert browser.get("/admin/editions/norland/").context["overview"].code == "norland"
    assert 'href="/admin/editions/norland/"' in shown(browser)


def test_menu_leads_to_the_screen(edition: Embassy) -> None:
    assert b"/admin/editions/" in editor_of(edition).get("/admin/").content
