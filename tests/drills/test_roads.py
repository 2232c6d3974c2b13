"""Every road to what readers get: only an approval by two members changes a byte of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from ambasada.accounts.models import Member
from tests.drills.roads import ROADS, Road
from tests.drills.roads_admin import (
    ADMIN_ROADS,
    AdminRoad,
    page_edited_with_publish,
    pages_deleted_moved_and_published_in_bulk,
)
from tests.drills.standing import (
    BAKED_FROM,
    CANARY,
    Said,
    Standing,
    answers_now,
    approved_by_two,
    copies_now,
    read_now,
)


def require_untouched(standing: Standing, before: dict[str, object]) -> None:
    """See that a bake would read what it read before; if it would not, that it says the same.

    It reads nothing else: see the last test here. Who signed in, who is a member and which files
    wait in the workbench may change, and then readers are asked: on SQLite, since which database
    holds the rows makes no other bytes of them.
    """
    assert copies_now() == standing.copies
    if connection.vendor == "postgresql":
        return
    now = read_now()
    if all(now.get(each) == before[each] for each in before) and len(now) == len(before):
        return
    after = answers_now(standing.answers)
    assert shown(after) == set()
    said = standing.answers
    assert {each for each in said if after[each] != said[each]} == set()


def shown(said: Said) -> set[tuple[str, str]]:
    """Return where the canary stands."""
    return {each for each, answer in said.items() if CANARY.encode() in answer[1]}


def test_what_two_members_approved_is_what_readers_get(standing: Standing) -> None:
    item = standing.item
    item.introduction = CANARY
    item.save_revision()
    approved_by_two(item)

    assert shown(answers_now(standing.answers))
    assert copies_now() != standing.copies


def test_answers_are_the_same_while_nothing_happens(standing: Standing) -> None:
    statuses = {status for status, _body, _headers in standing.answers.values()}

    assert answers_now(standing.answers) == standing.answers
    assert statuses == {200, 404, 410}
    assert len(standing.answers) > 120


@pytest.mark.parametrize("walk", ROADS, ids=lambda walk: walk.__name__)
def test_road_through_code_leads_to_no_reader(
    standing: Standing,
    walk: Road,
    *,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = read_now()
    with django_capture_on_commit_callbacks(execute=True):
        walk(standing)

    require_untouched(standing, before)


@pytest.mark.parametrize("walk", ADMIN_ROADS, ids=lambda walk: walk.__name__)
def test_road_through_the_admin_leads_to_no_reader(
    standing: Standing,
    walk: AdminRoad,
    *,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    browser = standing.browser("anna")
    # Some of Wagtail's screens fail on a form no browser sends; that is for `test_roles`.
    browser.raise_request_exception = False
    before = read_now()
    with django_capture_on_commit_callbacks(execute=True):
        walk(standing, browser)

    require_untouched(standing, before)


def test_database_refuses_a_superuser(standing: Standing) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_superuser(standing.member("anna"))


def test_superuser_made_past_the_database_publishes_nothing(standing: Standing) -> None:
    before = read_now()
    with unchecked():
        make_superuser(standing.member("anna"))
    assert standing.member("anna").is_superuser
    browser = standing.browser("anna")
    browser.raise_request_exception = False

    page_edited_with_publish(standing, browser)
    is_live = standing.item.live_revision.content["title"] == CANARY
    pages_deleted_moved_and_published_in_bulk(standing, browser)

    assert is_live, "a superuser is stopped by the admin already"
    require_untouched(standing, before)


def make_superuser(member: Member) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_member SET is_superuser = %s WHERE id = %s", [True, member.pk]
        )


@contextmanager
def unchecked() -> Iterator[None]:
    """Take the check away that no member is a superuser, as who has the database can."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        else:
            check = "ALTER TABLE accounts_member DROP CONSTRAINT no_member_is_a_superuser"
            cursor.execute(check)  # undone with the test's transaction
            yield


def test_editions_are_baked_from_approved_rows_alone(standing: Standing) -> None:
    with CaptureQueriesContext(connection) as asked:
        answers_now(standing.answers)

    statements = [each["sql"] for each in asked.captured_queries]
    tables = {table for sql in statements for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', sql)}
    assert {sql for sql in statements if not sql.startswith("SELECT")} == set()
    # The drill itself asks which documents there are.
    assert tables - {"network_storeddocument"} <= BAKED_FROM
