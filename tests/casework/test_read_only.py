"""Appeals that are only read: what both wires take then, and who says so."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from ambasada.accounts.models import Actor, LedgerLine, Verb
from ambasada.casework.actions import make_read_only, pause_forms, resume_forms
from ambasada.casework.models import Case, Letter, Wrap
from ambasada.lib.refused import Refused
from ambasada.lib.sealing.threads import Stream
from ambasada.network.models import Embassy
from tests.casework.client import Person, Said
from tests.casework.desks import Desk
from tests.factories.staff import confirm_passkey, give_passkey, seat, signed_in

# The stores it asks are SQLite always.
pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def person(desk: Desk) -> Person:
    """Return somebody whose appeal was answered."""
    writing = desk.person()
    writing.appeal("Help.")
    (row,) = desk.helper.queue()
    desk.helper.begin(row["ref"], 1, of=Stream.NOTES)
    desk.helper.write(row["ref"], "Yes.")
    return writing


@pytest.fixture
def _read_only(person: Person, britain: Embassy) -> None:  # noqa: ARG001 -- comes first
    make_read_only(britain, by=seat("panics", britain), now=timezone.now())


def close(desk: Desk, _person: Person) -> object:
    ref = desk.helper.queue()[0]["ref"]
    answer = desk.helper.ask(
        f"/s/case/{ref}/close", method="POST", values={"type": "other", "outcome": "informed"}
    )
    if answer.status >= 400:
        raise Said(answer)
    return answer


WRITES: dict[str, Callable[[Desk, Person], object]] = {
    "appeal": lambda desk, _person: desk.person().appeal("And me."),
    "letter": lambda _desk, person: person.write("More."),
    "file": lambda _desk, person: person.write("See.", files=[("a.txt", b"a")]),
    "answer": lambda desk, _person: desk.helper.write(desk.helper.queue()[0]["ref"], "So."),
    "note": lambda desk, _person: desk.helper.write(
        desk.helper.queue()[0]["ref"], "So.", of=Stream.NOTES
    ),
    "epoch": lambda desk, _person: desk.helper.begin(
        desk.helper.queue()[0]["ref"], 2, of=Stream.CASE
    ),
    "close": close,
}


@pytest.mark.usefixtures("_read_only")
@pytest.mark.parametrize("name", WRITES)
def test_nothing_is_written(desk: Desk, person: Person, name: str) -> None:
    before = (Letter.objects.count(), Wrap.objects.count(), Case.objects.get().state)

    with pytest.raises(Said) as refused:
        WRITES[name](desk, person)

    assert (refused.value.status, refused.value.word) == (403, "closed")
    assert (Letter.objects.count(), Wrap.objects.count(), Case.objects.get().state) == before


@pytest.mark.usefixtures("_read_only")
@pytest.mark.parametrize("name", WRITES)
def test_all_is_written_again_afterwards(desk: Desk, person: Person, name: str) -> None:
    """Without this nothing above would show that it was the mode that refused."""
    resume_forms(Embassy.objects.get(code="gb"), by=Actor.OPERATOR, now=timezone.now())

    WRITES[name](desk, person)


@pytest.mark.usefixtures("_read_only")
def test_both_ends_read_and_the_person_deletes(desk: Desk, person: Person) -> None:
    (row,) = desk.helper.queue()

    assert len(person.read().letters) == len(desk.helper.read(row["ref"]).letters) == 2
    person.delete()
    assert (Case.objects.count(), Wrap.objects.count()) == (0, 0)


def test_paused_forms_become_read_only_and_one_act_ends_both(britain: Embassy) -> None:
    member, now = seat("panics", britain), timezone.now()
    pause_forms(britain, by=member, now=now)
    make_read_only(britain, by=member, now=now)
    make_read_only(britain, by=member, now=now)
    resume_forms(britain, by=member, now=now)

    verbs = list(LedgerLine.objects.order_by("number").values_list("verb", flat=True))
    assert verbs[-3:] == [Verb.PAUSED, Verb.READ_ONLY, Verb.RESUMED]


def test_editor_makes_nothing_read_only(britain: Embassy) -> None:
    with pytest.raises(Refused, match="Only a coordinator"):
        make_read_only(britain, by=seat("writes", britain, role="editor"), now=timezone.now())


@pytest.mark.parametrize(
    ("address", "said"),
    [("read-only", "Appeals are only read"), ("plain/open", "The path without scripts is open")],
)
def test_it_takes_a_passkey_and_is_told_on_the_page(
    britain: Embassy, address: str, said: str
) -> None:
    member = seat("panics", britain)
    give_passkey(member)
    browser: Any = signed_in(member)
    here = "/admin/help-desk/"

    browser.post(f"{here}gb/{address}/")
    assert said not in browser.get(here).content.decode()
    confirm_passkey(browser)
    browser.post(f"{here}gb/{address}/")
    assert said in browser.get(here).content.decode()
