"""The guides that a member may link to: those that readers are served at this moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambasada.network.models import Embassy
from tests.casework.client import told
from tests.casework.desks import Desk, a_desk
from tests.factories.duty import ALL
from tests.factories.editions import baked
from tests.factories.pages import guide
from tests.factories.staff import PASSWORD
from tests.journeys import duty_room

pytestmark = [pytest.mark.django_db(databases=ALL), pytest.mark.files]


@pytest.fixture
def desk(britain: Embassy) -> Desk:  # noqa: ARG001 -- the desk is this embassy's
    return a_desk(password=PASSWORD)


def guides(desk: Desk) -> list[dict[str, str]]:
    return list(told(desk.helper.ask("/s/materials"))["guides"])


def test_guide_is_told_once_readers_are_served_it(desk: Desk, britain: Embassy) -> None:
    page = guide(britain, title="A quiet life")
    before = guides(desk)
    baked(britain)

    [shown] = [each for each in guides(desk) if each["title"] == "A quiet life"]

    today = timezone.localdate()
    assert before == []
    assert shown == {
        "embassy": "gb",
        "language": "en",
        "title": "A quiet life",
        "address": f"{britain.origin}/en/guides/{page.slug}/",
        "checked": today.isoformat(),
        "review_by": (today + timedelta(days=90)).isoformat(),
    }
    assert shown.keys() == duty_room.guide("en", "As journeys have it").keys()


def test_guide_that_lists_leave_out_is_not_told(desk: Desk, britain: Embassy) -> None:
    checked = timezone.localdate() - timedelta(days=121)
    guide(britain, title="An old life", checked_on=checked)
    guide(britain, title="A life to look at", checked_on=checked + timedelta(days=30))
    baked(britain)

    titles = [each["title"] for each in guides(desk)]

    assert "A life to look at" in titles
    assert "An old life" not in titles


def test_answer_tells_nobody_outside_how_many_there_are(desk: Desk, britain: Embassy) -> None:
    guide(britain)
    baked(britain)

    assert len(desk.helper.ask("/s/materials").body) % 1024 == 0
    desk.helper.token = ""
    assert desk.helper.ask("/s/materials").status == 404
