"""The list of every page from A to Z, for readers without scripts."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ambasada.network.models import Embassy
from tests.factories.editions import baked, text_at
from tests.factories.events import event
from tests.factories.pages import guide, news, statement
from tests.factories.releases import release, report

pytestmark = [pytest.mark.django_db, pytest.mark.files, pytest.mark.usefixtures("edition")]


def test_list_from_a_to_z_names_every_page_that_has_no_day(britain: Embassy) -> None:
    said = text_at(britain, "/be/a-z/")

    for path in ("help", "safety", "privacy", "emergency", "news", "statements"):
        assert f'href="/be/{path}/"' in said
    assert 'id="subjects"' in said
    letters = [each.partition("<")[0] for each in said.split('id="letter-')[1:]]
    assert len(letters) == len(set(letters)) > 3


def test_list_from_a_to_z_has_no_page_with_a_day_and_names_their_lists(britain: Embassy) -> None:
    dated: list[Any] = [
        news(britain),
        event(britain),
        release(britain),
        report(britain),
        statement(britain),
    ]
    today = timezone.localdate()
    kept = guide(britain, title="Amber kept", checked_on=today)
    gone = guide(britain, title="Amber gone", checked_on=today - timedelta(days=400))
    baked(britain)

    letters, _, lists = text_at(britain, "/en/a-z/").partition('aria-labelledby="by-day"')

    for item in dated:
        section = item.address.partition("/")[0]
        assert f'href="/en/{section}/"' in lists
        assert f'href="/en/{item.address}"' not in letters + lists
    assert f'href="/en/{kept.address}"' in letters
    assert f'href="/en/{gone.address}"' not in letters
