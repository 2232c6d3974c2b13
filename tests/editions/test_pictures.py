"""A picture on its way to readers: approved by its bytes, served under its hash, gone when erased."""

import re
from datetime import timedelta

import pytest
from django.conf import settings

from ambasada.accounts.models import Member
from ambasada.editions.actions import erase
from ambasada.lib.pictures import is_silent
from ambasada.lib.refused import Refused
from ambasada.lib.renditions import TYPES
from ambasada.network.models import Embassy, FairCopy, NamedFile, Seat, StoredPicture
from ambasada.publishing.models import NewsPage
from tests.factories.editions import NOW, baked, folders, served_of, text_at, visitor_of
from tests.factories.pages import approve_at_once, news, translated
from tests.factories.photographs import ALTERNATIVE, CANARY, FORMATS, kept
from tests.factories.staff import seat

pytestmark = [pytest.mark.django_db, pytest.mark.files]
MINUTE = timedelta(minutes=1)
_PATHS = re.compile(r"/pictures/[0-9a-f]{64}\.(?:jpg|webp)")


@pytest.fixture
def member(edition: Embassy) -> Member:
    return seat("writer", edition, role=Seat.Role.EDITOR, days_ago=60)


def showing(embassy: Embassy, picture: StoredPicture, **fields: object) -> NewsPage:
    body = [
        ("text", "<p>A quiet day.</p>"),
        ("picture", {"picture": picture.pk, "caption": "A square"}),
    ]
    return news(embassy, body=body, **fields)


def test_picture_of_an_approved_page_is_served_in_each_size(
    edition: Embassy, member: Member
) -> None:
    item = showing(edition, kept(edition, member))
    assert baked(edition, later=MINUTE).faults == {}

    page = text_at(edition, f"/en/{item.address}")
    assert f'alt="{ALTERNATIVE["en"]}"' in page
    assert "Photo: press office" in page
    paths = set(_PATHS.findall(page))
    assert len(paths) == 4
    for path in paths:
        body = visitor_of(edition).sent(path)[0]
        assert is_silent(body, TYPES[f".{path.rpartition('.')[2]}"]), path
