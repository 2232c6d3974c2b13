"""Going back to an earlier edition in the admin, and at the command line."""

import shutil
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from ambasada.accounts.models import Actor
from ambasada.config.cli import main
from ambasada.editions.actions import ask_rollback
from ambasada.editions.models import Rollback
from ambasada.network.models import Embassy
from ambasada.publishing.models import NewsPage
from tests.factories.editions import NOW, baked, folders, text_at
from tests.factories.pages import approve_at_once, news
from tests.factories.staff import coordinator_of, editor_of, seat

pytestmark = [pytest.mark.django_db, pytest.mark.screens]
Capture = pytest.CaptureFixture[str]
REASON = "A number in it was wrong"


@pytest.fixture
def item(edition: Embassy) -> NewsPage:
    """Return a page that edition 2 has and edition 3 has with another title."""
    item = news(edition, title="Canary first")
    baked(edition, later=timedelta(minutes=1))
    item.title = "Canary second"
    item.save_revision()
    approve_at_once(item)
    baked(edition, later=timedelta(minutes=2))
    return item


def shown(browser: Client, path: str) -> str:
    answer = browser.get(f"/admin/editions/{path}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def section(page: str, name: str) -> str:
    """Return one section of a screen."""
    return page.split(f'aria-labelledby="{name}"')[1].split("</section>", maxsplit=1)[0]


def told(browser: Client, path: str, **form: str) -> list[str]:
    """Send a form and return the messages on the screen it leads to."""
    answer = browser.post(f"/admin/editions/{path}", form, follow=True)
    return [str(each) for each in answer.context["messages"]]


def test_member_sees_what_would_change_and_asks(edition: Embassy, item: NewsPage) -> None:
    browser = coordinator_of(edition)

    assert 'href="/admin/editions/gb/rollback/2/"' in shown(browser, "gb/")
    assert 'href="/admin/editions/gb/rollback/3/"' not in shown(browser, "gb/")
    assert f"<li>/en/{item.address}</li>" in shown(browser, "gb/rollback/2/")
    assert told(browser, "gb/rollback/2/", reason=REASON) == [
        "Asked. It waits for approval on this page."
    ]
    page = shown(browser, "gb/")
    assert REASON in page
    assert "coordinator, " in page


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("gb/rollback/2/", "Go back to edition 2"),
        ("gb/lift/", "Serve everything as it was approved last"),
    ],
)
def test_screen_says_in_its_tab_what_is_asked_and_leads_back(
    edition: Embassy, item: NewsPage, *, path: str, title: str
) -> None:
    page = shown(coordinator_of(edition), path)

    assert f"<title>{title} - " in page
    assert (
        'href="/admin/editions/gb/"'
        in page.split("w-breadcrumbs", maxsplit=1)[1].split("</nav>", maxsplit=1)[0]
    )
    assert "icon-history" in page.split("<main", maxsplit=1)[1]
    assert item.pk


def test_only_member_asks_and_approves(edition: Embassy, item: NewsPage) -> None:
    browser = coordinator_of(edition)
    told(browser, "gb/rollback/2/", reason=REASON)
    number = Rollback.objects.get().pk

    assert told(browser, f"gb/rollbacks/{number}/approve/") == [
        "Approved. The new edition is ready in a moment."
    ]
    baked(edition, later=timedelta(minutes=3))

    assert "Canary first" in text_at(edition, f"/en/{item.address}")
    page = shown(browser, "gb/")
    assert f"Reason: {REASON}" in page
    assert f"<li>/en/{item.address}</li>" in page
    assert "Serve everything as it was approved last" in shown(browser, "gb/lift/")


def test_second_of_two_is_waited_for(edition: Embassy, item: NewsPage) -> None:
    first = coordinator_of(edition, "first")
    second = coordinator_of(edition, "second")
    asked = ask_rollback(edition, 2, reason=REASON, by=Actor.OPERATOR, now=NOW)
    path = f"gb/rollbacks/{asked.pk}/approve/"

    assert "the operator at the command line" in shown(first, "gb/")
    assert told(first, path) == ["You approved this. It waits for one more member."]
    assert path not in shown(first, "gb/")
    assert told(first, path) == ["You approved this. It waits for one more member."]
    assert told(second, path) == ["Approved. The new edition is ready in a moment."]
    assert item.pk


def first_screens(browser: Client) -> list[str]:
    """Return the screens that say what waits for a member."""
    return [browser.get(path).content.decode() for path in ("/admin/", "/admin/approvals/")]


def test_first_screen_leads_whoever_may_approve_to_a_rollback(
    edition: Embassy, item: NewsPage
) -> None:
    asking, approving = coordinator_of(edition, "first"), coordinator_of(edition, "second")
    told(asking, "gb/rollback/2/", reason=REASON)

    for screen in first_screens(approving):
        assert 'href="/admin/editions/gb/#waiting">Go back to edition 2</a>' in screen
        assert "gb · first, " in screen
        assert "Nothing waits for you." not in screen
    for screen in first_screens(asking):
        assert "Go back to edition 2" not in screen
        assert "Nothing waits for you." in screen

    told(approving, f"gb/rollbacks/{Rollback.objects.get().pk}/decline/")
    told(asking, "gb/lift/", reason=REASON)
    for screen in first_screens(approving):
        assert "Serve everything as it was approved last</a>" in screen
    assert item.pk


def test_approver_reads_what_would_change_beside_the_button(
    edition: Embassy, item: NewsPage
) -> None:
    asking, approving = coordinator_of(edition, "first"), coordinator_of(edition, "second")
    told(asking, "gb/rollback/2/", reason=REASON)

    waiting = section(shown(approving, "gb/"), "waiting")
    number = Rollback.objects.get().pk
    path = f"<li>/en/{item.address}</li>"
    assert path in waiting
    assert waiting.index(path) < waiting.index(f"rollbacks/{number}/approve/")
    assert "a name too" in waiting
    assert 'href="/admin/editions/gb/changes/3/2/">Changes from edition 3 to 2</a>' in waiting
    assert f"<li>/en/{item.address}</li>" in shown(approving, "gb/changes/3/2/")

    told(approving, f"gb/rollbacks/{number}/decline/")
    told(asking, "gb/lift/", reason=REASON)
    waiting = section(shown(approving, "gb/"), "waiting")
    assert "baked anew from what was approved last" in waiting
    assert "/changes/" not in waiting


def test_rollback_that_would_change_nothing_says_so(edition: Embassy) -> None:
    baked(edition, later=timedelta(days=16))  # renewed, with the same pages
    browser = coordinator_of(edition)
    told(browser, "gb/rollback/1/", reason=REASON)

    assert "nothing would change" in section(shown(browser, "gb/"), "waiting")


def test_nobody_is_offered_to_approve_going_back_to_what_is_gone(
    edition: Embassy, item: NewsPage
) -> None:
    browser = coordinator_of(edition)
    told(browser, "gb/rollback/2/", reason=REASON)
    shutil.rmtree(folders().edition("gb", 2))

    waiting = section(shown(browser, "gb/"), "waiting")
    assert "There is no edition 2 here any more." in waiting
    assert "/approve/" not in waiting
    assert "/decline/" in waiting
    assert item.pk


def test_rollback_of_another_embassy_waits_on_no_first_screen(
    edition: Embassy, norland: Embassy, item: NewsPage
) -> None:
    told(coordinator_of(edition), "gb/rollback/2/", reason=REASON)

    for screen in first_screens(coordinator_of(norland, "norlander")):
        assert "Go back to edition 2" not in screen
    assert item.pk


def test_approving_asks_for_a_passkey(edition: Embassy, item: NewsPage) -> None:
    asked = ask_rollback(edition, 2, reason=REASON, by=Actor.FOUNDER, now=NOW)
    Rollback.objects.update(status=Rollback.Status.WAITING)

    answer = editor_of(edition).post(f"/admin/editions/gb/rollbacks/{asked.pk}/approve/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/keys/")
    assert asked.consents.count() == 0
    assert item.pk


def test_request_is_declined_once(edition: Embassy, item: NewsPage) -> None:
    browser = coordinator_of(edition)
    told(browser, "gb/lift/", reason=REASON)
    path = f"gb/rollbacks/{Rollback.objects.get().pk}/decline/"

    assert told(browser, path) == ["Declined. What readers get stays as it is."]
    assert told(browser, path) == ["This has been decided already."]
    assert item.pk


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("gb/rollback/9/", "There is no edition 9 here any more."),
        ("gb/rollback/3/", "Edition 3 is served already."),
    ],
)
def test_what_cannot_be_gone_back_to_is_refused(
    edition: Embassy, item: NewsPage, *, path: str, sentence: str
) -> None:
    assert told(coordinator_of(edition), path, reason=REASON) == [sentence]
    assert item.pk


def test_form_without_a_reason_is_shown_again(edition: Embassy, item: NewsPage) -> None:
    answer = coordinator_of(edition).post("/admin/editions/gb/rollback/2/", {"reason": ""})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Rollback.objects.exists()
    assert item.pk


def test_another_embassys_rollback_is_not_there(
    edition: Embassy, norland: Embassy, item: NewsPage
) -> None:
    seat("anna", edition)  # else those of other embassies answer for it
    asked = ask_rollback(edition, 2, reason=REASON, by=Actor.OPERATOR, now=NOW)
    browser = coordinator_of(norland)

    for code in ("gb", "norland"):
        for verb in ("approve", "decline"):
            path = f"/admin/editions/{code}/rollbacks/{asked.pk}/{verb}/"
            assert browser.post(path).status_code == 404
    assert browser.get("/admin/editions/gb/rollback/2/").status_code == 404
    assert browser.get("/admin/editions/gb/lift/").status_code == 404
    assert item.pk


def command(*arguments: str, code: int = 0) -> None:
    assert main(["edition", "rollback", *arguments, "--embassy", "gb"]) == code


def test_founder_rolls_back_at_the_command_line(
    edition: Embassy, item: NewsPage, capsys: Capture
) -> None:
    command("2", "--reason", REASON)

    assert capsys.readouterr().out == "Edition 4 is served, with this reason.\n"
    assert "Canary first" in text_at(edition, f"/en/{item.address}")
    command("--lift", "--reason", "It was right")
    assert capsys.readouterr().out == "Edition 5 is served, with this reason.\n"
    assert "Canary second" in text_at(edition, f"/en/{item.address}")


@pytest.mark.parametrize(("members", "who"), [(1, "A member approves"), (2, "Two members approve")])
def test_command_leaves_a_request_once_somebody_has_joined(
    edition: Embassy, item: NewsPage, capsys: Capture, *, members: int, who: str
) -> None:
    for number in range(members):
        seat(f"member{number}", edition)

    command("2", "--reason", REASON)

    where = f"{settings.STAFF_ORIGIN}/admin/editions/gb/"
    sentence = f"Nothing has changed yet: a request was left. {who} it at {where}\n"
    assert capsys.readouterr().out == sentence
    assert folders().current("gb") == 3
    assert Rollback.objects.get().status == Rollback.Status.WAITING
    assert item.pk


def test_command_without_a_reason_in_words_is_refused(
    edition: Embassy, item: NewsPage, capsys: Capture
) -> None:
    command("2", "--reason", " ", code=1)

    assert "Say why in one line" in capsys.readouterr().err
    assert folders().current(edition.code) == 3
    assert item.pk
