"""The screens of approval: who sees what, that looking changes nothing, and what a list costs."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ambasada.accounts.models import Actor, Member
from ambasada.network.models import Approval, Embassy, FairCopy, Seat
from ambasada.pages.actions import ask, ask_to_withdraw
from ambasada.pages.queries import drafts_of, waiting_for
from ambasada.publishing.models import NewsPage
from tests.factories.pages import DAY, approve_at_once, at, drafted, news
from tests.factories.reader import Reader
from tests.factories.reading import Answer
from tests.factories.rows import Rows, rows
from tests.factories.staff import (
    confirm_passkey,
    coordinator_of,
    editor_of,
    give_passkey,
    member_in,
    seat,
    signed_in,
)

pytestmark = pytest.mark.screens

NOW = timezone.now()
LIST = "/admin/approvals/"


def path_to(name: str, *arguments: Any) -> str:
    return reverse(name, args=arguments, urlconf="ambasada.config.urls_staff")


def draft_in(embassy: Embassy, title: str = "A quiet day", language: str = "en") -> NewsPage:
    return drafted(NewsPage(title=title, published_on=DAY), at(embassy, language, "news/"))


@pytest.fixture
def asker(britain: Embassy) -> Member:
    return seat("asker", britain)


@pytest.fixture
def approval(britain: Embassy, asker: Member) -> Approval:
    """Return what Britain's asker asked for, while another member is there."""
    seat("neighbour", britain)
    return ask([draft_in(britain)], by=asker, now=NOW)


def has_approve_button(answer: HttpResponseBase, approval: Approval) -> bool:
    page = Answer(answer)
    assert page.status == 200
    return f'action="{path_to("approve", approval.pk)}"' in page.body


def addresses(approval: Approval, draft: int, public: int) -> list[str]:
    """Return the addresses of every screen that shows or does something with an approval."""
    return [
        path_to("approval", approval.pk),
        path_to("look", approval.pk, approval.copies.get().pk),
        path_to("ask", "page", draft),
        path_to("take_back", "page", public),
    ]


def test_member_of_another_embassy_is_shown_nothing_of_it(
    britain: Embassy, norland: Embassy, *, approval: Approval
) -> None:
    foreign = coordinator_of(norland, "foreign")
    public, draft = news(britain, "en", title="Public"), draft_in(britain, "Not asked for")
    paths = addresses(approval, draft.pk, public.pk)
    paths += [path_to("ask", "network.emergencyblock", britain.emergency_block.pk)]
    paths += [path_to("ask", "network.embassy", britain.pk)]

    shown = {path: foreign.get(path).status_code for path in paths}
    posts = [path_to("approve", approval.pk), path_to("decline", approval.pk), *paths[2:]]
    sent = {path: foreign.post(path, {"looked_at": approval.sha256}).status_code for path in posts}

    assert set(shown.values()) == {404}
    assert set(sent.values()) == {404}
    listed = Answer(foreign.get(LIST)).body
    assert "A quiet day" not in listed
    assert "Not asked for" not in listed
    approval.refresh_from_db()
    assert approval.status == "waiting"


def test_stranger_is_sent_to_sign_in(approval: Approval) -> None:
    stranger = Client(headers={"host": str(settings.STAFF_HOST)})

    for path in (LIST, path_to("approval", approval.pk), path_to("approve", approval.pk)):
        answers = [stranger.get(path), stranger.post(path)]
        assert {each.status_code for each in answers} <= {302, 405}
        assert all(
            each.headers.get("Location", "/account/login/").startswith("/account/login/")
            for each in answers
        )
    approval.refresh_from_db()
    assert approval.status == "waiting"


def test_approve_button_is_there_for_another_coordinator_alone(
    britain: Embassy, approval: Approval
) -> None:
    draft = NewsPage.objects.get(pk=approval.copies.get().object_id)
    author = coordinator_of(britain, "author")
    draft.save_revision(user=member_in(author))
    browsers = {
        "asker": signed_in(Member.objects.get(username="asker")),
        "author": author,
        "editor": editor_of(britain),
        "another": coordinator_of(britain, "another"),
    }

    seen = {
        who: has_approve_button(browser.get(path_to("approval", approval.pk)), approval)
        for who, browser in browsers.items()
    }

    assert seen == {"asker": False, "author": False, "editor": False, "another": True}


def test_approve_button_is_absent_when_the_draft_was_changed_meanwhile(
    britain: Embassy, approval: Approval
) -> None:
    draft = NewsPage.objects.get(pk=approval.copies.get().object_id)
    draft.introduction = "And something else."
    draft.save_revision()

    shown = coordinator_of(britain).get(path_to("approval", approval.pk))

    assert not has_approve_button(shown, approval)
    assert "cannot be approved" in Answer(shown).body


def test_coordinator_with_a_confirmed_passkey_approves_what_was_on_the_screen(
    britain: Embassy, reader_in_britain: Reader, *, approval: Approval
) -> None:
    browser = coordinator_of(britain)
    path = f"/en/{approval.copies.get().path}"
    before = reader_in_britain.get(path).status
    data = {"looked_at": approval.sha256}

    answer = browser.post(path_to("approve", approval.pk), data)

    assert answer.headers["Location"] == path_to("approval", approval.pk)
    approval.refresh_from_db()
    assert (before, approval.status) == (404, "approved")
    assert reader_in_britain.get(path).status == 200


@pytest.mark.parametrize("has_passkey", [True, False])
def test_nothing_is_approved_until_a_passkey_was_confirmed(
    britain: Embassy, approval: Approval, *, has_passkey: bool
) -> None:
    member = seat("coordinator", britain)
    browser = signed_in(member)
    if has_passkey:
        give_passkey(member)
        confirm_passkey(browser, seconds_ago=301)

    answer = browser.post(path_to("approve", approval.pk), {"looked_at": approval.sha256})

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/")
    approval.refresh_from_db()
    assert approval.status == "waiting"


@pytest.mark.parametrize("looked_at", [{}, {"looked_at": ""}, {"looked_at": "0" * 64}])
def test_approval_without_the_hash_of_the_screen_publishes_nothing(
    britain: Embassy, approval: Approval, looked_at: Mapping[str, str]
) -> None:
    coordinator_of(britain).post(path_to("approve", approval.pk), looked_at)

    approval.refresh_from_db()
    assert approval.status == "void"
    assert not approval.copies.filter(is_public=True).exists()


def test_note_of_a_declined_request_is_shown(britain: Embassy, approval: Approval) -> None:
    browser = coordinator_of(britain)
    path = path_to("decline", approval.pk)

    browser.post(path, {"note": "x" * 401})
    approval.refresh_from_db()
    too_long = approval.status
    browser.post(path, {"note": "Who <says> so?"})

    assert too_long == "waiting"
    assert "Who &lt;says&gt; so?" in Answer(browser.get(path_to("approval", approval.pk))).body


def state() -> Rows:
    """Return every row but those of sessions, which Wagtail touches."""
    return {
        model: taken for model, taken in rows().items() if model._meta.label != "sessions.Session"
    }


def test_looking_never_changes_anything(britain: Embassy, approval: Approval) -> None:
    public, draft = news(britain, "en", title="Public"), draft_in(britain, "Not asked for")
    paths = [LIST, *addresses(approval, draft.pk, public.pk)]
    closed = [path_to("approve", approval.pk), path_to("decline", approval.pk)]
    browser = coordinator_of(britain)
    browser.get("/admin/")
    before = state()

    shown = {path: browser.get(path).status_code for path in paths}
    refused = {path: browser.get(path).status_code for path in closed}
    heads = {path: browser.head(path).status_code for path in paths}

    assert set(shown.values()) == {200}
    assert set(refused.values()) == {405}
    assert set(heads.values()) <= {200, 405}
    assert state() == before


def test_draft_is_asked_for_on_its_screen(britain: Embassy, asker: Member) -> None:
    draft = draft_in(britain)
    browser = editor_of(britain)
    path = path_to("ask", "page", draft.pk)

    shown = Answer(browser.get(path)).body
    nothing_chosen = browser.post(path)
    asked = browser.post(path, {"version": [f"publishing.newspage:{draft.pk}"]})

    approval = Approval.objects.get(asked_by=member_in(browser))
    assert asker.is_active
    assert "A quiet day" in shown
    assert nothing_chosen.headers["Location"] == path
    assert asked.headers["Location"] == path_to("approval", approval.pk)
    assert approval.status == "waiting"


def test_versions_of_another_page_are_not_asked_for(britain: Embassy, norland: Embassy) -> None:
    draft, foreign = draft_in(britain), draft_in(norland)
    browser = editor_of(britain)
    before = Approval.objects.count()

    browser.post(
        path_to("ask", "page", draft.pk), {"version": [f"publishing.newspage:{foreign.pk}"]}
    )

    assert Approval.objects.count() == before


def test_public_page_is_asked_to_be_taken_back_on_its_screen(
    britain: Embassy, asker: Member
) -> None:
    item = news(britain, "en")
    browser = editor_of(britain)

    asked = browser.post(path_to("take_back", "page", item.pk))

    approval = Approval.objects.get(asked_by=member_in(browser))
    assert asker.is_active
    assert asked.headers["Location"] == path_to("approval", approval.pk)
    assert (approval.change, approval.status) == ("withdraw", "waiting")
    shown = Answer(browser.get(path_to("approval", approval.pk))).body
    assert "It will be taken back." in shown


def test_page_is_looked_at_as_readers_will_have_it(
    britain: Embassy, approval: Approval, reader_in_britain: Reader
) -> None:
    copy = approval.copies.get()
    browser = coordinator_of(britain)

    shown = Answer(browser.get(path_to("look", approval.pk, copy.pk)))
    approve_at_once(copy.thing.__class__.objects.get(pk=copy.object_id))

    read = reader_in_britain.get(f"/en/{copy.path}")
    assert (shown.status, shown.heading) == (200, "A quiet day")
    assert shown.main.text == read.main.text


def test_fact_is_looked_at_on_the_page_it_stands_on(
    britain: Embassy, asker: Member, reader_in_britain: Reader
) -> None:
    block = britain.emergency_block
    block.response_time = {code: f"In a week, {code}." for code in britain.languages}
    block.save_revision()
    approval = ask([block], by=asker, now=NOW)

    shown = Answer(
        coordinator_of(britain).get(path_to("look", approval.pk, approval.copies.get().pk))
    )

    assert "In a week, en." in shown.main.text
    assert "In a week, en." not in reader_in_britain.get("/en/emergency/").main.text


def test_copy_is_looked_at_with_its_own_approval_alone(
    britain: Embassy, approval: Approval
) -> None:
    other = FairCopy.objects.exclude(approval=approval).first()
    assert other is not None

    shown = coordinator_of(britain).get(path_to("look", approval.pk, other.pk))

    assert shown.status_code == 404


@pytest.mark.usefixtures("embassies")
@pytest.mark.parametrize("path", ["ask/nonsense/1/", "ask/page/999999/", "999999/", "?page=x"])
def test_address_of_nothing_is_no_failure(britain: Embassy, path: str) -> None:
    assert editor_of(britain).get(LIST + path).status_code in {200, 404}


def test_list_tells_what_waits_for_me_for_others_and_what_nobody_asked_for(
    britain: Embassy, asker: Member
) -> None:
    browser = coordinator_of(britain)
    member = member_in(browser)
    ask([draft_in(britain, "Of the asker")], by=asker, now=NOW)
    ask([draft_in(britain, "Of my own")], by=member, now=NOW)
    draft_in(britain, "Nobody asked")
    ask_to_withdraw(at(britain, "en", "about/"), by=asker, now=NOW)

    waiting, has_more = waiting_for(member, now=NOW)
    page = Answer(browser.get(LIST))

    assert [(each.titles[0], bool(each.hindrance)) for each in waiting][:2] == [
        ("Of the asker", False),
        ("Of my own", True),
    ]
    assert not has_more
    assert [each.title for each in drafts_of(member, now=NOW)] == ["Nobody asked"]
    assert all(title in page.body for title in ("Of the asker", "Of my own", "Take back “"))
    assert "Nobody asked" in Answer(browser.get(f"{LIST}drafts/")).body


def test_list_is_shown_when_a_page_was_changed_in_every_way_there_is(britain: Embassy) -> None:
    unpublished, scripted = news(britain, "en", title="Unpublished"), draft_in(britain, "By script")
    unpublished.unpublish()
    NewsPage.objects.filter(pk=scripted.pk).update(live=True, latest_revision=None)
    about = at(britain, "en", "about/")
    about.title = "Another title"
    about.save()
    at(britain, "be", "about/").unpublish()

    assert editor_of(britain).get(LIST).status_code == 200


def queries_of(browser: Client) -> int:
    browser.get(LIST)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(LIST).status_code == 200
    return len(captured)


def test_list_takes_few_queries_and_no_more_when_forty_wait(
    britain: Embassy, asker: Member
) -> None:
    browser = coordinator_of(britain)
    ask([draft_in(britain, "First")], by=asker, now=NOW)
    draft_in(britain, "Nobody asked 0")
    one = _queries_of_the_lists(browser)
    shown_with_one = queries_of(browser)
    for number in range(39):
        ask([draft_in(britain, f"Another {number}")], by=asker, now=NOW)
        draft_in(britain, f"Nobody asked {number + 1}")

    forty = _queries_of_the_lists(browser)

    assert forty == one
    assert one[0] <= 15
    assert queries_of(browser) == shown_with_one


def _queries_of_the_lists(browser: Client) -> tuple[int, int]:
    """Count what the list of what waits and that of drafts ask, without Wagtail's frame."""
    member = member_in(browser)
    with CaptureQueriesContext(connection) as waiting:
        assert waiting_for(member, now=NOW)[0]
    with CaptureQueriesContext(connection) as drafts:
        assert drafts_of(member, now=NOW)
    return len(waiting), len(drafts)


def test_what_a_command_asked_for_is_listed_with_its_way_in(britain: Embassy) -> None:
    browser = coordinator_of(britain)
    ask([draft_in(britain)], by=Actor.OPERATOR, now=NOW)

    assert "asked at the command line" in Answer(browser.get(LIST)).body


def test_only_member_is_told_that_they_alone_answer(britain: Embassy) -> None:
    browser = coordinator_of(britain)
    approval = ask([draft_in(britain)], by=member_in(browser), now=NOW)

    shown = browser.get(path_to("approval", approval.pk))

    assert has_approve_button(shown, approval)
    assert "you alone answer" in Answer(shown).body


def test_member_whose_seat_has_ended_sees_nothing(britain: Embassy, approval: Approval) -> None:
    browser = coordinator_of(britain)
    Seat.objects.filter(member=member_in(browser)).update(ends_on=NOW.date())

    assert browser.get(path_to("approval", approval.pk)).status_code in {302, 403, 404}
