"""Erasing and restoring in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from ambasada.editions.models import Restoration
from ambasada.lib.tombstones import tombstones_in
from ambasada.network.models import Embassy
from ambasada.publishing.models import NewsPage
from tests.factories.editions import folders
from tests.factories.pages import approve_at_once, at, drafted, news
from tests.factories.staff import coordinator_of, editor_of

pytestmark = [pytest.mark.django_db, pytest.mark.screens]
STAFF = "ambasada.config.urls_staff"
ERASED = (
    "Erased. Readers do not get it any more. What lists it or leads to it is made anew now; "
    "copies that went out with it are listed below."
)
KNOWN = {"is_known": "on", "what": "all"}


@pytest.fixture
def item(edition: Embassy) -> NewsPage:
    return news(edition, title="Zorkanary-Test was seen")


def address(item: NewsPage) -> str:
    return reverse("erase", args=["page", item.pk], urlconf=STAFF)


def told(browser: Client, path: str, **form: str) -> list[str]:
    """Send a form and return the messages on the screen it leads to."""
    answer = browser.post(path, form, follow=True)
    return [str(each) for each in answer.context["messages"]]


def shown(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_member_sees_what_goes_and_erases_it(edition: Embassy, item: NewsPage) -> None:
    browser = coordinator_of(edition)
    edited = f"/admin/pages/{item.pk}/edit/"
    assert address(item) in shown(browser, edited)

    page = shown(browser, address(item))
    assert "<title>Erase - " in page  # what a browser remembers names nobody
    assert (
        'href="/admin/editions/gb/"'
        in page.split("w-breadcrumbs", maxsplit=1)[1].split("</nav>", maxsplit=1)[0]
    )
    assert "icon-bin" in page.split("<main", maxsplit=1)[1]
    for language in edition.languages:
        assert f"<li>/{language}/{item.address}</li>" in page
    assert "1 version that was asked for or approved." in page
    assert "No copy to read offline went out with it." in page
    assert told(browser, address(item), **KNOWN) == [ERASED]

    assert browser.get(edited).status_code == 404
    assert not NewsPage.objects.filter(pk=item.pk).exists()
    assert "Erasure 1 of" in shown(browser, "/admin/editions/gb/")


def test_member_erases_only_what_it_said_before(edition: Embassy, item: NewsPage) -> None:
    browser = coordinator_of(edition)
    item.title = "Somebody was seen"
    item.save_revision()
    approve_at_once(item)

    assert "Only what it said before" in shown(browser, address(item))
    assert told(browser, address(item), **KNOWN | {"what": "past"}) == [ERASED]

    assert NewsPage.objects.get(pk=item.pk).title == "Somebody was seen"
    assert "Zorkanary" not in shown(browser, f"/admin/pages/{item.pk}/edit/").replace(item.slug, "")


def test_past_is_offered_for_a_draft_and_not_again_once_it_is_erased(
    edition: Embassy, item: NewsPage
) -> None:
    browser = coordinator_of(edition)
    item.title = "Zorkanary-Test was seen again"
    item.save_revision()

    assert "Only what it said before" in shown(browser, address(item))
    told(browser, address(item), **KNOWN | {"what": "past"})
    assert "Only what it said before" not in shown(browser, address(item))


def test_what_has_never_said_anything_else_is_erased_as_a_whole(
    edition: Embassy, item: NewsPage
) -> None:
    browser = coordinator_of(edition)
    office = edition.offices.first()
    assert office is not None
    fact = reverse("erase", args=["network.office", office.pk], urlconf=STAFF)

    for path in (address(item), fact):
        page = shown(browser, path)
        assert "Only what it said before" not in page
        assert "1 version that was asked for or approved." in page
    office.title = dict.fromkeys(edition.languages, "Envoy")
    office.save_revision()
    assert "Only what it said before" in shown(browser, fact)


def test_draft_is_erased_as_a_whole(edition: Embassy) -> None:
    browser = coordinator_of(edition)
    draft = drafted(NewsPage(title="Zorkanary-Test"), at(edition, "en", "news/"))

    assert "Only what it said before" not in shown(browser, address(draft))
    assert told(browser, address(draft), **KNOWN) == [ERASED]
    assert not NewsPage.objects.filter(pk=draft.pk).exists()


def test_nothing_goes_before_the_member_says_that_they_know(
    edition: Embassy, item: NewsPage
) -> None:
    browser = coordinator_of(edition)

    assert "This field is required." in browser.post(address(item)).content.decode()
    assert NewsPage.objects.filter(pk=item.pk).exists()
    assert not folders().tombstones.exists()


def test_session_without_a_passkey_erases_nothing(edition: Embassy, item: NewsPage) -> None:
    browser = editor_of(edition)

    answer = browser.post(address(item), KNOWN)

    assert answer.status_code == 302
    assert NewsPage.objects.filter(pk=item.pk).exists()


def test_what_cannot_be_erased_is_told_in_a_sentence(edition: Embassy) -> None:
    browser = coordinator_of(edition)
    home = at(edition, "en")
    path = reverse("erase", args=["page", home.pk], urlconf=STAFF)

    answer = browser.get(path, follow=True)

    messages = [str(each) for each in answer.context["messages"]]
    assert messages == ["A home page cannot be erased. Change it, and ask for approval."]


def test_two_members_restore(edition: Embassy, item: NewsPage) -> None:
    first = coordinator_of(edition, "first")
    second = coordinator_of(edition, "second")
    told(first, address(item), **KNOWN)

    assert told(first, "/admin/editions/gb/erased/1/restore/") == [
        "Asked. It waits for approval on this page."
    ]
    for path in ("/admin/", "/admin/approvals/"):
        link = 'href="/admin/editions/gb/#erased">Restore what erasure 1 keeps away</a>'
        assert link in shown(second, path)
        assert link not in shown(first, path)
    page = shown(second, "/admin/editions/gb/")
    number = Restoration.objects.get().pk
    assert "first asked on" in page
    assert f"restorations/{number}/approve/" in page
    assert f"restorations/{number}/approve/" not in shown(first, "/admin/editions/gb/")
    assert told(second, f"/admin/editions/gb/restorations/{number}/approve/") == [
        "Approved. It may be written and published again."
    ]

    assert tombstones_in(folders().tombstones).of("gb").stones == ()
    assert "Erasure 1 of" not in shown(first, "/admin/editions/gb/")


def test_request_is_declined(edition: Embassy, item: NewsPage) -> None:
    first = coordinator_of(edition, "first")
    told(first, address(item), **KNOWN)
    told(first, "/admin/editions/gb/erased/1/restore/")
    number = Restoration.objects.get().pk

    assert told(first, f"/admin/editions/gb/restorations/{number}/decline/") == [
        "Declined. It stays away."
    ]


def test_member_of_another_embassy_finds_nothing(
    edition: Embassy, item: NewsPage, norland: Embassy
) -> None:
    coordinator_of(edition, "first")
    browser = coordinator_of(norland, "norlander")

    assert browser.get(address(item)).status_code == 404
    assert browser.post(address(item), KNOWN).status_code == 404
    assert browser.post("/admin/editions/gb/erased/1/restore/").status_code == 404
    assert NewsPage.objects.filter(pk=item.pk).exists()
