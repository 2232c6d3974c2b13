"""What goes out at a moment: in no byte of any edition before it, and in the one made then."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from ambasada.config.baker import Baker
from ambasada.editions.actions import bundle_all
from ambasada.lib.manifests import sha256_of
from ambasada.network.models import Approval, Embassy, FairCopy, StoredDocument
from ambasada.pages.actions import approve, ask
from ambasada.statements.models import StatementPage
from tests.factories.editions import NOW, folders, text_at, visitor_of
from tests.factories.pages import DAY, at, drafted
from tests.factories.searching import files_with
from tests.factories.staff import seat

pytestmark = [pytest.mark.django_db, pytest.mark.files]
MOMENT = NOW.replace(hour=16) + timedelta(days=16)
SECOND = timedelta(seconds=1)
TITLE = "Qanary six years of embassies"
FILE = b"Qanary words of the stored copy"
LANGUAGES = ("en", "be", "ru")


def draft(embassy: Embassy, language: str, original: StatementPage | None = None) -> StatementPage:
    file = ContentFile(FILE, name="qanary.txt")
    document, _made = StoredDocument.objects.get_or_create(title="Copy", defaults={"file": file})
    page = StatementPage(
        title=TITLE,
        issued_on=DAY,
        issuers="We, the neighbours",
        declarations=[("paragraph", f"Qanary declared in {language}.")],
        sources=[("source", {"title": "Qanary source", "archived": document})],
    )
    if original is not None:
        page.translation_key = original.translation_key
    return drafted(page, at(embassy, language, "statements/"))


@pytest.fixture
def bundle(edition: Embassy) -> Approval:
    """Return a statement in three languages that two members approved for the moment."""
    asker, approver = (seat(name, edition, days_ago=9) for name in ("alesia", "lew"))
    first = draft(edition, "en")
    pages = [first, *(draft(edition, code, first) for code in ("be", "ru"))]
    approval = ask(pages, by=asker, now=NOW, release_at=MOMENT)
    approval = approve(approval, by=approver, looked_at=approval.sha256, now=NOW)
    assert approval.status == Approval.Status.SCHEDULED
    return approval


def paths(bundle: Approval) -> list[str]:
    copies = FairCopy.objects.filter(approval=bundle)
    return [f"/{copy.language}/{copy.path}" for copy in copies]


def test_no_byte_of_it_is_in_any_edition_before_its_moment(
    edition: Embassy, bundle: Approval
) -> None:
    Baker().look(MOMENT - SECOND, seconds=0)
    bundle_all(now=MOMENT - SECOND)

    for words in ("Qanary", "qanary", "six-years", sha256_of(FILE)):
        assert files_with(words, settings.EDITIONS_ROOT) == set()
    visitor = visitor_of(edition)
    nothing = visitor.ask("/en/statements/nothing-of-the-kind/")
    for path in [*paths(bundle), f"/documents/{sha256_of(FILE)}.txt"]:
        answer = visitor.ask(path)
        assert answer.status == 404
        if path.startswith("/en/"):
            assert (answer.body, answer.headers) == (nothing.body, nothing.headers)


def test_one_edition_brings_all_of_it_at_the_minute(edition: Embassy, bundle: Approval) -> None:
    baker = Baker()
    baker.look(MOMENT - SECOND, seconds=0)
    before = folders().current("gb")
    assert before is not None
    rested = baker.look(MOMENT - SECOND, seconds=1)

    assert baker.look(MOMENT, seconds=2)

    assert (rested, folders().current("gb")) == (False, before + 1)
    for path in paths(bundle):
        assert TITLE in text_at(edition, path)
    for language in LANGUAGES:
        assert TITLE in text_at(edition, f"/{language}/statements/")
    assert all(path in text_at(edition, "/sitemap.xml") for path in paths(bundle))
    assert visitor_of(edition).ask(f"/documents/{sha256_of(FILE)}.txt").status == 200
    assert not baker.look(MOMENT + SECOND, seconds=3)
    bundle_all(now=MOMENT + timedelta(minutes=1))
    assert folders().bundle("gb").name in {
        name.rpartition("/")[2] for name in files_with(TITLE, settings.EDITIONS_ROOT)
    }


def test_baker_that_starts_after_the_moment_catches_up(edition: Embassy, bundle: Approval) -> None:
    late = MOMENT + timedelta(hours=5)

    Baker().look(late, seconds=0)

    bundle.refresh_from_db()
    assert (bundle.status, bundle.decided_at) == (Approval.Status.APPROVED, late)
    assert all(TITLE in text_at(edition, path) for path in paths(bundle))


def test_baker_learns_of_what_is_approved_a_moment_before(edition: Embassy) -> None:
    asker, approver = (seat(name, edition, days_ago=9) for name in ("alesia", "lew"))
    approval = ask([draft(edition, "en")], by=asker, now=NOW, release_at=MOMENT)
    baker = Baker()
    baker.look(MOMENT - 2 * SECOND, seconds=0)
    approve(approval, by=approver, looked_at=approval.sha256, now=MOMENT - SECOND)
    baker.look(MOMENT - SECOND, seconds=1)

    baker.look(MOMENT, seconds=2)

    assert all(TITLE in text_at(edition, path) for path in paths(approval))
