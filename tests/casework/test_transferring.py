"""A person takes their case to another embassy of the installation with the same code."""

import json

import pytest

from ambasada.casework.models import Case, Letter, Tally, Wrap
from ambasada.network.models import Embassy
from tests.casework.client import JSON, Person, Said, told
from tests.casework.desks import Desk, a_desk
from tests.factories.staff import PASSWORD

# The stores it asks are SQLite always.
pytestmark = pytest.mark.sqlite_only
TRANSFERRED = {"outcome": "transferred"}


@pytest.fixture
def other(desk: Desk, norland: Embassy) -> Desk:  # noqa: ARG001 -- the desk is that embassy's
    return a_desk(["other"], password=PASSWORD, embassy="norland")


def let_go(person: Person) -> None:
    told(person.ask("/i/box", method="DELETE", values=TRANSFERRED))


def counts() -> list[tuple[str, str, str, int]]:
    return list(Tally.objects.values_list("embassy", "matter", "outcome", "count"))


def test_same_code_opens_the_case_at_the_other_embassy_and_nowhere_else(
    desk: Desk, other: Desk
) -> None:
    person = desk.person()
    person.appeal("Help.")
    there = Person(other.person().published, code=person.code)
    there.appeal("Passed on.", passed={"embassy": "gb", "seq": 1})
    let_go(person)

    assert desk.helper.queue() == []
    (row,) = other.helper.queue()
    (form,) = other.helper.read(row["ref"]).letters
    assert form.content.body["passed"] == {"embassy": "gb", "seq": 1}
    assert [each.content.body["text"] for each in there.read().letters] == ["Passed on."]
    with pytest.raises(Said, match="unknown"):
        desk.helper.look(row["ref"])
    with pytest.raises(Said, match="unknown"):
        person.box()
    assert counts() == [("gb", "other", "transferred", 1)]


def test_nothing_the_server_has_of_the_two_is_the_same(desk: Desk, other: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")
    Person(other.person().published, code=person.code).appeal("Help.")

    one, two = Case.objects.order_by("embassy")
    assert one.lookup_sha256 != two.lookup_sha256
    assert one.auth_sha256 != two.auth_sha256
    assert (one.ref, one.header) != (two.ref, two.header)


def test_repeated_it_is_not_there_and_counts_once(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")
    let_go(person)

    with pytest.raises(Said, match="unknown"):
        let_go(person)

    assert counts() == [("gb", "other", "transferred", 1)]
    assert [each.objects.count() for each in (Case, Letter, Wrap)] == [0, 0, 0]


def test_case_that_was_closed_is_counted_already(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")
    (row,) = desk.helper.queue()
    values = {"type": "passport", "outcome": "informed"}
    told(desk.helper.ask(f"/s/case/{row['ref']}/close", method="POST", values=values))
    let_go(person)

    assert counts() == [("gb", "passport", "informed", 1)]
    assert not Case.objects.exists()


def test_deletion_without_a_word_is_counted_nowhere(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")
    person.delete()

    assert counts() == []


@pytest.mark.parametrize(
    "body", [{"outcome": "silence"}, {"outcome": 1}, {}, {"outcome": "transferred" * 9}]
)
def test_other_words_delete_nothing(desk: Desk, body: dict[str, object]) -> None:
    person = desk.person()
    person.appeal("Help.")

    with pytest.raises(Said, match="malformed"):
        told(person.ask("/i/box", method="DELETE", values=body))

    assert (counts(), Case.objects.count()) == ([], 1)


def test_word_of_another_page_deletes_nothing(desk: Desk) -> None:
    """JSON is what a page of another origin cannot send without asking first."""
    person = desk.person()
    person.appeal("Help.")
    headers = [*person.headers, ("Content-Type", "text/plain")]
    body = json.dumps(TRANSFERRED).encode()

    answer = desk.help_wire.ask("/i/box", method="DELETE", headers=headers, body=body)

    assert JSON not in headers
    assert (answer.status, Case.objects.count()) == (400, 1)
