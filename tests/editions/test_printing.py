"""The clock prints nothing that names what was erased, whenever that happens."""

from datetime import timedelta

import pytest

from ambasada.accounts.models import Member
from ambasada.editions.actions import erase, print_some, printing
from ambasada.lib.papers import cleaned
from ambasada.network.models import Embassy, Seat
from ambasada.pages.papers import papers_of
from tests.factories.editions import NOW, baked, folders
from tests.factories.pages import news
from tests.factories.releases import release
from tests.factories.staff import seat

pytestmark = [pytest.mark.django_db, pytest.mark.files, pytest.mark.usefixtures("edition")]
CANARY = "Zorkanary"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def member(edition: Embassy) -> Member:
    return seat("writer", edition, role=Seat.Role.EDITOR, days_ago=60)


def test_page_that_names_what_was_erased_is_not_printed_before_it_was_made_anew(
    britain: Embassy, member: Member
) -> None:
    item = news(britain, title=f"{CANARY} item")
    link = f'<p>See <a linktype="page" id="{item.pk}">there</a>.</p>'
    naming = f"/en/{release(britain, body=[('text', link)]).address}"
    baked(britain)

    erase(item, britain, by=member, now=NOW)
    made = print_some(seconds=300)

    assert made > 1
    assert naming not in papers_of("gb").all()
    baked(britain, later=MINUTE)
    print_some(seconds=300)
    assert naming in papers_of("gb").all()


def test_nothing_is_written_that_was_printed_while_something_was_erased(
    britain: Embassy, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = news(britain)
    baked(britain)
    waiting = [item]

    def cleaned_later(body: bytes) -> bytes:
        while waiting:
            erase(waiting.pop(), britain, by=member, now=NOW)
        return cleaned(body)

    monkeypatch.setattr(printing, "cleaned", cleaned_later)
    assert print_some(seconds=20) > 0

    assert not waiting
    assert papers_of("gb").all() == {}
    assert not list((folders().embassy("gb") / "papers").glob("*.pdf"))
