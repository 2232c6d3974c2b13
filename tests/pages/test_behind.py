"""What is behind: public pages of which another language was approved later."""

from datetime import timedelta

from django.utils import timezone

from ambasada.accounts.models import Actor
from ambasada.network.models import Embassy
from ambasada.pages.actions import ask
from ambasada.pages.actions.publication import finish
from ambasada.pages.queries import behind_of
from tests.factories.pages import news, translated
from tests.factories.staff import coordinator_of, member_in, seat


def test_language_that_was_not_approved_again_is_behind(britain: Embassy, norland: Embassy) -> None:
    member = seat("reader", britain)
    now = timezone.now()
    item = news(britain, "en", title="A quiet day")
    translated(item, britain, "be", title="Ціхі дзень")
    news(norland, "en")
    before = behind_of(member, now=now)
    item.introduction = "Told better."
    item.save_revision()
    finish(
        ask([item], by=Actor.OPERATOR, now=now),
        by=Actor.OPERATOR,
        now=now + timedelta(days=1),
    )

    found = behind_of(member, now=now)

    assert [(each.title, each.language, each.ahead) for each in before] == []
    assert [(each.title, each.language, each.ahead) for each in found] == [
        ("Ціхі дзень", "be", "en")
    ]
    assert behind_of(seat("stranger", norland), now=now) == []


def test_screen_says_what_is_behind(britain: Embassy) -> None:
    browser = coordinator_of(britain)
    item = news(britain, "en", title="A quiet day")
    translated(item, britain, "be", title="Ціхі дзень")
    now = timezone.now() + timedelta(days=1)
    item.introduction = "Told better."
    item.save_revision()
    finish(ask([item], by=member_in(browser), now=now), by=Actor.OPERATOR, now=now)

    shown = browser.get("/admin/approvals/drafts/").content.decode()

    assert "Behind another language" in shown
    assert "Ціхі дзень" in shown
