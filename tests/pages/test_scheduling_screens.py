"""The screens where a moment is named, said and taken back."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from ambasada.network.models import Approval, Embassy
from ambasada.pages.actions import approve, ask, release_due
from ambasada.publishing.models import NewsPage
from tests.factories.pages import DAY, at, draft_banner, drafted
from tests.factories.reading import Answer
from tests.factories.staff import coordinator_of, editor_of, member_in, seat

pytestmark = pytest.mark.screens


def path_to(name: str, *arguments: Any) -> str:
    return reverse(name, args=arguments, urlconf="ambasada.config.urls_staff")


@pytest.fixture
def page(britain: Embassy) -> NewsPage:
    page = NewsPage(title="A quiet day", published_on=DAY)
    return drafted(page, at(britain, "en", "news/"))


@pytest.fixture
def alesia(britain: Embassy) -> Client:
    seat("neighbour", britain)
    return editor_of(britain, "alesia")


def sent(browser: Client, page: NewsPage, **fields: str) -> Answer:
    data = {"version": f"publishing.newspage:{page.pk}", **fields}
    return Answer(browser.post(path_to("ask", "page", page.pk), data, follow=True))


def tomorrow(zone: str) -> datetime:
    return datetime.now(ZoneInfo(zone)) + timedelta(days=1)


def test_screen_offers_the_time_zones_of_the_embassy_and_of_the_member(
    alesia: Client, page: NewsPage
) -> None:
    UserProfile.objects.create(user=member_in(alesia), current_time_zone="Europe/Minsk")

    shown = Answer(alesia.get(path_to("ask", "page", page.pk))).body

    places = [
        shown.index(f'<option value="{zone}"') for zone in ("Europe/London", "Europe/Minsk", "UTC")
    ]
    assert places == sorted(places)


def test_moment_that_is_named_is_said_in_both_clocks(alesia: Client, page: NewsPage) -> None:
    UserProfile.objects.create(user=member_in(alesia), current_time_zone="Europe/Minsk")
    then = tomorrow("Europe/Minsk")

    shown = sent(alesia, page, day=f"{then:%Y-%m-%d}", hour="19:00", zone="Europe/Minsk").body

    approval = Approval.objects.get(status="waiting")
    assert approval.release_at == then.replace(hour=16, minute=0, second=0, microsecond=0).replace(
        tzinfo=ZoneInfo("UTC")
    )
    assert "16:00 UTC" in shown


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"day": "2020-01-01", "hour": "19:00"}, "This moment is over."),
        ({"day": "2020-01-01"}, "Name a day and an hour, or neither."),
        ({"day": "soon", "hour": "19:00"}, "Enter a valid date."),
        ({"day": "2090-01-01", "hour": "19:00"}, "This moment is too far."),
        ({"day": "2020-01-01", "hour": "19:00", "zone": "Mars/Crater"}, "Select a valid choice."),
    ],
)
def test_moment_that_cannot_be_is_refused_in_a_sentence(
    alesia: Client, page: NewsPage, *, fields: dict[str, str], sentence: str
) -> None:
    shown = sent(alesia, page, **fields).body

    assert sentence in shown
    assert not Approval.objects.filter(status="waiting").exists()


def scheduled(britain: Embassy, page: NewsPage) -> Approval:
    asker, approver = (seat(name, britain, days_ago=9) for name in ("one", "two"))
    now = timezone.now()
    approval = ask([page], by=asker, now=now, release_at=now + timedelta(days=1))
    return approve(approval, by=approver, looked_at=approval.sha256, now=now)


def test_first_screen_tells_what_goes_out_and_what_did_not(
    britain: Embassy, page: NewsPage
) -> None:
    browser = coordinator_of(britain)
    approval = scheduled(britain, page)
    told = Answer(browser.get("/admin/")).body
    listed = Answer(browser.get("/admin/approvals/")).body
    Approval.objects.filter(pk=approval.pk).update(sha256="0" * 64)  # as a spoilt disk might

    release_due(now=timezone.now() + timedelta(days=2))

    assert "1 goes out at its moment" in told
    assert "Approved, goes out at its moment" in listed
    for path in ("/admin/", "/admin/approvals/"):
        shown = Answer(browser.get(path)).body
        assert "Did not go out at its moment" in shown
        assert "no longer, byte for byte, what was approved" in shown


def test_coordinator_alone_is_offered_to_take_it_back(britain: Embassy, page: NewsPage) -> None:
    approval = scheduled(britain, page)
    screen, button = path_to("approval", approval.pk), "Take it back before its moment"
    browser = coordinator_of(britain)

    seen = [Answer(each.get(screen)).body for each in (editor_of(britain), browser)]
    browser.post(path_to("decline", approval.pk), {"note": "Not yet."})

    assert [button in each for each in seen] == [False, True]
    assert all("nothing of it is public before" in each for each in seen)
    approval.refresh_from_db()
    assert (approval.status, approval.note) == ("declined", "Not yet.")


def test_bundle_of_pages_and_facts_is_asked_for_on_one_screen(
    britain: Embassy, norland: Embassy, *, alesia: Client, page: NewsPage
) -> None:
    other = drafted(NewsPage(title="Another day", published_on=DAY), at(britain, "be", "news/"))
    foreign = drafted(NewsPage(title="Abroad", published_on=DAY), at(norland, "en", "news/"))
    banner = draft_banner(britain, until=timezone.now() + timedelta(hours=1))
    keys = [f"publishing.newspage:{each.pk}" for each in (page, other, foreign)]
    keys.append(f"network.banner:{banner.pk}")

    shown = Answer(alesia.get(path_to("ask", "page", page.pk))).body
    alesia.post(path_to("ask", "page", page.pk), {"version": keys})

    approval = Approval.objects.get(status="waiting")
    assert {copy.subject for copy in approval.copies.all()} == set(keys) - {keys[2]}
    assert "What “Another day” would change" in shown
    assert "Abroad" not in shown


def test_bundle_of_which_one_is_refused_asks_for_none(
    britain: Embassy, *, alesia: Client, page: NewsPage
) -> None:
    other = drafted(NewsPage(title="Another day", published_on=DAY), at(britain, "en", "news/"))
    other.page_class = "yellow"
    other.save_revision(clean=False)
    keys = [f"publishing.newspage:{each.pk}" for each in (page, other)]

    answer = alesia.post(path_to("ask", "page", page.pk), {"version": keys}, follow=True)

    assert "A yellow page needs a title" in Answer(answer).body
    assert not Approval.objects.filter(status="waiting").exists()
