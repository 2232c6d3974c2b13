"""What goes out together is tried first: a page that no edition could hold keeps all of it back."""

from datetime import timedelta

import pytest

from ambasada.accounts.models import LedgerLine, Member, Verb
from ambasada.config.baker import Baker
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Embassy, FairCopy
from ambasada.pages.actions import approve, ask
from ambasada.publishing.models import NewsPage
from tests.factories.editions import NOW, baked, folders, text_at
from tests.factories.pages import DAY, at, drafted
from tests.factories.searching import files_with
from tests.factories.staff import seat

pytestmark = [pytest.mark.django_db, pytest.mark.files]
MOMENT = NOW + timedelta(days=1)
LATER = timedelta(minutes=1)
DEAD = [("text", '<p>Read <a href="/en/nowhere/">this page</a>.</p>')]
REASON = (
    "Readers could not be served all of it, so nothing of it goes out. “Qanary in be”: leads to "
    "what is not there: /en/nowhere/."
)


@pytest.fixture
def members(edition: Embassy) -> tuple[Member, Member]:
    return seat("alesia", edition, days_ago=9), seat("lew", edition, days_ago=9)


def pages_in(embassy: Embassy) -> list[NewsPage]:
    """Return drafts in two languages, of which the second leads to nothing."""
    first = NewsPage(title="Qanary in en", published_on=DAY)
    second = NewsPage(title="Qanary in be", published_on=DAY, body=DEAD)
    return [drafted(first, at(embassy, "en", "news/")), drafted(second, at(embassy, "be", "news/"))]


def mended(page: NewsPage) -> NewsPage:
    page.body = []
    page.save_revision()
    return page


def test_last_yes_to_what_could_not_be_served_whole_is_refused(
    edition: Embassy, members: tuple[Member, Member]
) -> None:
    asker, approver = members
    pages = pages_in(edition)
    asked = ask(pages, by=asker, now=NOW)

    with pytest.raises(Refused) as refused:
        approve(asked, by=approver, looked_at=asked.sha256, now=NOW)

    asked.refresh_from_db()
    assert (str(refused.value), asked.status) == (REASON, Approval.Status.WAITING)
    assert not FairCopy.objects.filter(approval=asked, is_public=True).exists()
    assert LedgerLine.objects.latest("pk").verb == Verb.APPROVAL_REFUSED
    assert baked(edition, later=LATER).faults == {}
    assert files_with("Qanary", folders().root) == set()

    mended(pages[1])
    asked = ask(pages, by=asker, now=NOW)
    approve(asked, by=approver, looked_at=asked.sha256, now=NOW)
    assert baked(edition, later=LATER).faults == {}
    for code, page in zip(("en", "be"), pages, strict=True):
        assert page.title in text_at(edition, f"/{code}/{page.address}")


def test_moment_lets_nothing_out_of_what_could_not_be_served_whole(
    edition: Embassy, members: tuple[Member, Member]
) -> None:
    asker, approver = members
    pages = pages_in(edition)
    more = "".join(f'<a href="/en/nowhere/{number}/">{number}</a>' for number in range(20))
    pages[1].body = [*DEAD, ("text", f"<p>{more}</p>")]
    pages[1].save_revision()
    asked = ask(pages, by=asker, now=NOW, release_at=MOMENT)
    asked = approve(asked, by=approver, looked_at=asked.sha256, now=NOW)
    assert asked.status == Approval.Status.SCHEDULED

    Baker().look(MOMENT, seconds=0)

    asked.refresh_from_db()
    assert asked.status == Approval.Status.VOID
    assert asked.note.startswith(REASON.rstrip("."))
    assert len(asked.note) <= 400  # as much as fits: it would name twenty more
    assert files_with("Qanary", folders().root) == set()


def test_page_alone_goes_out_and_is_told_of(
    edition: Embassy, members: tuple[Member, Member]
) -> None:
    asker, approver = members
    _first, second = pages_in(edition)
    asked = ask([second], by=asker, now=NOW)

    approve(asked, by=approver, looked_at=asked.sha256, now=NOW)

    assert f"/be/{second.address}" in baked(edition, later=LATER).faults
