"""The staff admin asks nobody else for anything, mails nobody, and offers nothing it refuses."""

import re
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import mail
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from wagtail.embeds.finders import get_finders
from wagtail.models import GroupPagePermission, Page

from ambasada.accounts.models import Member
from ambasada.config.settings import quiet
from ambasada.network.models import Approval, Embassy
from ambasada.pages.actions import approve, ask, decline
from tests.factories.embassies import NOW
from tests.factories.pages import at, news
from tests.factories.reading import Element, read
from tests.factories.staff import editor_of, seat, signed_in

_STAFF = "ambasada.config.urls_staff"
# What a browser fetches by itself, or is sent to without being asked.
_FETCHED = {"src", "srcset", "poster", "data", "action", "formaction", "background", "ping"}
_NAMES_OF_FORMATS = {"www.w3.org"}  # namespaces of SVG; nobody asks that host
_ADDRESS = re.compile(
    r"(?:https?:)?//([a-z0-9.-]+\.[a-z]{2,}|localhost)(?=[:/\"'\s?#]|$)", re.IGNORECASE
)


def url(name: str, *arguments: Any) -> str:
    return reverse(name, _STAFF, args=arguments)


@pytest.fixture
def browser(britain: Embassy) -> Client:
    return editor_of(britain)


@pytest.fixture
def asked_elsewhere(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Note every connection and every look-up of a name."""
    asked: list[object] = []

    def note(*arguments: object, **_named: object) -> None:
        asked.append(arguments)
        message = "nobody is to be asked"
        raise OSError(message)

    monkeypatch.setattr(socket.socket, "connect", note)
    monkeypatch.setattr(socket, "getaddrinfo", note)
    return asked


@pytest.fixture
def screens(britain: Embassy) -> list[str]:
    item = news(britain)
    home = at(britain, "en")
    block = britain.emergency_block
    return [
        "/admin/",
        url("wagtailadmin_explore", home.pk),
        url("wagtailadmin_pages:edit", item.pk),
        url("wagtailadmin_pages:history", item.pk),
        url("wagtailadmin_pages:add", "publishing", "newspage", item.get_parent().pk),
        url("wagtailadmin_pages:preview_on_edit", item.pk),
        url("wagtailadmin_pages:view_draft", item.pk),
        url("wagtailadmin_pages:search") + "?q=quiet",
        url("wagtailsnippets_network_emergencyblock:list"),
        url("wagtailsnippets_network_emergencyblock:edit", block.pk),
        url("wagtailsnippets_network_emergencyblock:history", block.pk),
        url("wagtaildocs:index"),
        url("wagtaildocs:add"),
        url("wagtailadmin_choose_page"),
        url("wagtailadmin_choose_page_external_link"),
        "/admin/account/",
        url("approvals"),
        url("members"),
        url("account_change_password"),
    ]


def elements(element: Element) -> Iterator[Element]:
    for child in element.inside:
        if isinstance(child, Element):
            yield child
            yield from elements(child)


def fetched(page: Element) -> Iterator[str]:
    """Yield every address a browser would ask by itself."""
    for each in elements(page):
        if each.tag == "link" and "href" in each.attributes:
            yield each.attributes["href"]
        yield from (each.attributes[name] for name in _FETCHED & set(each.attributes))


def is_ours(host: str) -> bool:
    return not host or host == settings.STAFF_HOST or host.endswith(".localhost")


def test_no_screen_asks_another_host_or_names_one_to_the_browser(
    browser: Client, screens: list[str], asked_elsewhere: list[object]
) -> None:
    found = {}
    for path in screens:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        html = answer.content.decode()
        # Words of the site may name an address; only a link leads there, and a person follows it.
        spoken = re.sub(r'<a\s[^>]*href="[^"]*"', "", html)
        foreign = {
            each
            for each in fetched(read(html) if html.lstrip().startswith("<") else read("<p></p>"))
            if not is_ours(urlsplit(each).hostname or "")
        }
        scripts = re.findall(
            r"<(script|style)\b[^>]*>(.*?)</\1>", spoken, re.DOTALL | re.IGNORECASE
        )
        foreign |= {
            host
            for _kind, text in scripts
            for host in _ADDRESS.findall(text)
            if not is_ours(host) and host not in _NAMES_OF_FORMATS and "example" not in host
        }
        if foreign:
            found[path] = foreign

    assert found == {}
    assert asked_elsewhere == []


def test_account_has_no_picture_and_no_mail(browser: Client) -> None:
    page = browser.get("/admin/account/").content.decode()

    assert 'name="avatar' not in page
    assert '"avatarUrl": "/static/' in page  # the same grey head for everybody
    assert 'type="file"' not in page
    assert "notification" not in {each.lower() for each in re.findall(r'name="(\w+)-', page)}
    assert "gravatar" not in page
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None


def test_picture_that_is_sent_all_the_same_is_not_kept(browser: Client) -> None:
    browser.post("/admin/account/", {"avatar-avatar": "x", "avatar-preferred_language": "en"})

    member = Member.objects.get()
    profile = getattr(member, "wagtail_userprofile", None)
    assert profile is None or not profile.avatar


def test_home_has_no_news_of_wagtail(browser: Client) -> None:
    page = browser.get("/admin/").content.decode()

    for word in ("upgrade", "whats-new", "releases.wagtail.org", "wagtail.org"):
        assert word not in page.lower(), word
    assert not quiet.WAGTAIL_ENABLE_UPDATE_CHECK
    assert not quiet.WAGTAIL_ENABLE_WHATS_NEW_BANNER


def test_nothing_is_embedded(browser: Client, asked_elsewhere: list[object]) -> None:
    sent = {"embed-chooser-url": "https://video.example.org/watch"}
    answers = [
        browser.get("/admin/embeds/chooser/"),
        browser.post("/admin/embeds/chooser/upload/", sent),
    ]

    assert [each.status_code for each in answers] == [404, 404]
    assert get_finders() == []
    assert asked_elsewhere == []


def test_nobody_is_mailed_when_things_are_saved_asked_for_approved_and_declined(
    britain: Embassy,
) -> None:
    writer, other = (seat(name, britain, days_ago=60) for name in ("writer", "other"))
    item = at(britain, "en", "about/")
    approvals: list[Approval] = []
    for title in ("About, once more", "About, again"):
        item.title = title
        item.save_revision(user=writer, log_action=True)
        approvals.append(ask([item], by=writer, now=NOW))
        item.refresh_from_db()
        if title == "About, once more":
            looked_at = approvals[0].sha256
            approve(approvals[0], by=other, looked_at=looked_at, now=NOW)
    decline(approvals[1], by=other, note="No.", now=NOW)

    for each in approvals:
        each.refresh_from_db()
    assert [each.status for each in approvals] == ["approved", "declined"]
    assert mail.outbox == []


def test_editor_takes_no_comments_that_wagtail_would_mail_about(
    britain: Embassy, browser: Client
) -> None:
    item = news(britain)

    page = browser.get(url("wagtailadmin_pages:edit", item.pk)).content.decode()

    assert "comments-TOTAL_FORMS" not in page
    assert settings.WAGTAILADMIN_COMMENTS_ENABLED is False


def test_saving_in_the_editor_mails_nobody(britain: Embassy, browser: Client) -> None:
    block = britain.emergency_block
    page = browser.get(url("wagtailsnippets_network_emergencyblock:edit", block.pk))
    fields = read(page.content.decode())
    sent = {
        each.attributes["name"]: each.attributes.get("value", "")
        for each in elements(fields)
        if each.tag == "input" and "name" in each.attributes
    }
    browser.post(url("wagtailsnippets_network_emergencyblock:edit", block.pk), sent)

    assert mail.outbox == []


def test_readers_and_previews_get_no_bar_of_wagtails(britain: Embassy, browser: Client) -> None:
    item = news(britain)
    shown = [
        browser.get(url("wagtailadmin_pages:view_draft", item.pk)).content.decode(),
        browser.get(url("wagtailadmin_pages:preview_on_edit", item.pk)).content.decode(),
    ]

    assert all("userbar" not in each for each in shown)
    assert "userbar" not in get_template("pages/base.html").template.source  # type: ignore[attr-defined]


CLOSED = (
    "login/",
    "password_reset/",
    "users/",
    "groups/",
    "api/main/pages/",
    "workflows/list/",
    "workflows/add/",
    "workflows/tasks/index/",
    "pages/workflow/action/1/approve/1/",
    "reports/site-history/",
    "reports/locked/",
    "reports/workflow/",
    "localize/reports/translations/",
    "collections/",
    "collections/add/",
    "sites/",
    "redirects/",
    "embeds/chooser/",
    "bulk/wagtailcore/page/publish/",
    "bulk/wagtailcore/page/unpublish/",
    "pages/1/unpublish/",
    "pages/1/lock/",
    "pages/1/unlock/",
    "pages/1/privacy/",
    "pages/1/workflow_history/",
    "pages/1/revisions/1/unschedule/",
    "snippets/network/channel/unpublish/1/",
    "snippets/network/channel/history/1/revisions/1/unschedule/",
)


@pytest.mark.parametrize("path", CLOSED)
def test_what_is_not_offered_is_not_there(browser: Client, path: str) -> None:
    for method in (browser.get, browser.post):
        answer = method(f"/admin/{path}")

        assert answer.status_code == 404
        assert "accounts/not_here.html" in [each.name for each in answer.templates]


@pytest.mark.parametrize(
    "words",
    ["Workflows", "Reports", "Collections", "Lock", "Unpublish", "Set privacy", "Move to"],
)
def test_menu_and_editor_offer_nothing_that_is_closed(
    browser: Client, screens: list[str], words: str
) -> None:
    for path in (screens[0], screens[2]):
        page = browser.get(path).content.decode()

        assert not re.search(rf">\s*{words}\s*<", page), path


def test_closed_addresses_are_linked_from_no_screen(browser: Client, screens: list[str]) -> None:
    dead = re.compile(
        r'href="/admin/(?:workflows|reports|collections|embeds|pages/\d+/(?:lock|unlock|privacy))'
    )

    found = {path for path in screens if dead.search(browser.get(path).content.decode())}

    assert found == set()


def test_nobody_locks_or_publishes(britain: Embassy) -> None:
    signed_in(seat("somebody", britain))
    nobody = ("publish_page", "lock_page", "unlock_page", "bulk_delete_page")

    assert not GroupPagePermission.objects.filter(permission__codename__in=nobody).exists()
    assert not Group.objects.filter(
        permissions__codename__regex="^(?:publish|lock|unlock)_"
    ).exists()
    assert not Page.objects.filter(locked=True).exists()
