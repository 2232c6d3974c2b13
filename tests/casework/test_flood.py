"""What a flood costs, how much of it waits, and how a desk is rid of it without opening any."""

import secrets
import shutil
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambasada.accounts.models import LedgerLine, Verb
from ambasada.casework import work
from ambasada.casework.actions import forget_cases
from ambasada.casework.models import Blob, Case, Letter, Part, StaffKey, Tally
from ambasada.casework.queries import letters_named, published_tallies
from ambasada.lib.sealing.keys import decoded
from ambasada.network.models import Embassy
from tests.asking import Answer
from tests.casework.client import JSON, Helper, Person, Said, told
from tests.casework.desks import Desk, a_desk
from tests.casework.test_desk_wire import add, member, said
from tests.factories.staff import PASSWORD

# The stores it asks are SQLite always.
pytestmark = pytest.mark.sqlite_only

FREE = 600_000_000


def many(desk: Desk, count: int) -> list[Person]:
    people = [desk.person() for _ in range(count)]
    for person in people:
        person.appeal("Buy it.")
    return people


def refs(helper: Helper) -> list[str]:
    return [each["ref"] for each in helper.queue()]


def mark(helper: Helper, names: object) -> Answer:
    return helper.ask("/s/cases/spam", method="POST", values={"refs": names})


def ask_letters(helper: Helper, ids: object) -> Answer:
    return helper.ask("/s/letters", method="POST", values={"ids": ids})


def plan_of(question: str) -> str:
    """Return how SQLite would answer a question."""
    with connections["sealed"].cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {question}")
        return " ".join(row[-1] for row in cursor.fetchall())


def rush(count: int = 60) -> None:
    """Have so many appeals been taken in this minute."""
    for _ in range(count):
        work.appeals.note()


def pass_time(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    later = time.time() + seconds
    monkeypatch.setattr(time, "time", lambda: later)


def test_cheap_work_that_was_laid_in_is_not_taken_once_it_is_dear(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = desk.person()
    prepared = person.prepared("Help.") | {"proof": person.published.work()}
    rush()
    pass_time(monkeypatch, 121)

    assert said(person.send(prepared)) == (403, "proof")
    assert person.send(prepared | {"proof": person.published.work()}).status == 201


@pytest.mark.parametrize("typed", [(119, 60), (1_100, 0)], ids=["new", "calm"])
def test_work_of_somebody_who_typed_meanwhile_is_taken(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, typed: tuple[int, int]
) -> None:
    seconds, rushing = typed
    person = desk.person()
    prepared = person.prepared("Help.") | {"proof": person.published.work()}
    rush(rushing)
    pass_time(monkeypatch, seconds)

    assert person.send(prepared).status == 201


def test_dear_work_is_taken_when_it_would_be_cheap_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rush()
    person = desk.person()
    prepared = person.prepared("Help.") | {"proof": person.published.work()}
    work.appeals.forget()
    pass_time(monkeypatch, 600)

    assert person.send(prepared).status == 201


def test_work_that_was_used_is_refused_before_it_is_worked_out_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, proof = desk.person(), desk.person().published.work()
    told(person.send(person.prepared("Help.") | {"proof": proof}))
    monkeypatch.delattr("ambasada.casework.work.verify_solution")

    again = desk.person().prepared("Buy it.") | {"proof": proof}

    assert said(person.send(again)) == (403, "proof")


def test_appeal_that_came_before_is_found_without_reading_all_letters(desk: Desk) -> None:
    person = desk.person()
    with CaptureQueriesContext(connections["sealed"]) as asked:
        person.appeal("Help.")

    questions = [each["sql"] for each in asked if "casework_letter" in each["sql"]]
    plans = [plan_of(each) for each in questions if each.startswith("SELECT")]
    assert [each for each in plans if "SCAN" in each] == []
    assert len(plans) == 4  # by its id and by its code, before it is kept and while it is


def test_attachments_that_nothing_names_take_a_part_of_the_disk_and_no_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In however many cases; a letter that names one makes room for the next."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=FREE))
    first, second = many(desk, 2)
    stream = first.streams(first.box())[1]
    named = first.send_file("a.txt", b"a", stream)
    Part.objects.filter(blob__id_hex=named.blob).update(size=FREE // 4)

    part = secrets.token_bytes(100)
    assert said(second.send_part("b" * 32, 0, part)) == (413, "full")

    Blob.objects.filter(id_hex=named.blob).update(is_bound=True)
    assert second.send_part("b" * 32, 0, part).status == 201


def test_member_has_room_for_a_file_when_strangers_filled_theirs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=FREE))
    (person,) = many(desk, 1)
    person.send_file("a.txt", b"a", person.streams(person.box())[1])
    Part.objects.update(size=FREE // 4)
    (ref,) = refs(desk.helper)

    sent = desk.helper.send(
        f"/s/case/{ref}/blob/{'c' * 32}/0",
        method="PUT",
        headers=[("Part-Sha256", "0" * 64)],
        body=b"x",
    )

    assert said(sent) == (400, "malformed")  # it was read, and is not what its hash says


def test_flood_is_closed_without_opening_any_and_counted(desk: Desk) -> None:
    many(desk, 3)

    answer = mark(desk.helper, refs(desk.helper))

    assert told(answer) == {"closed": 3}
    cases = list(Case.objects.values_list("state", "closed_on", "is_spam"))
    assert cases == [("closed", datetime.now(UTC).date(), True)] * 3
    (tally,) = Tally.objects.all()
    assert (tally.matter, tally.outcome, tally.count) == ("other", "spam", 3)
    assert LedgerLine.objects.filter(verb=Verb.CLOSED).count() == 3


def test_same_flood_is_counted_once(desk: Desk) -> None:
    many(desk, 1)
    for _again in range(2):
        mark(desk.helper, refs(desk.helper))

    assert Tally.objects.get().count == 1


def test_member_closes_none_that_they_may_not_see(desk: Desk) -> None:
    press = add(desk, "press", "press")
    many(desk, 1)

    assert told(mark(press, refs(desk.helper))) == {"closed": 0}
    values = {"refs": refs(desk.helper)}
    answer = press.ask("/s/cases/letters", method="POST", values=values)
    assert told(answer) == {"cases": []}
    (letter,) = desk.helper.look(refs(desk.helper)[0])["letters"]
    assert told(ask_letters(press, [letter["id"]])) == {"letters": []}
    assert Case.objects.get().state == "new"


def test_letters_that_a_member_may_not_see_are_as_if_there_were_none(
    desk: Desk,
    norland: Embassy,  # noqa: ARG001 -- the other desk is that embassy's
) -> None:
    """So that the time an answer takes does not tell either."""
    far = a_desk(["far"], password=PASSWORD, embassy="norland")
    far.person().appeal("Help.")
    theirs = list(Letter.objects.values_list("id_hex", flat=True))
    many(desk, 1)
    ours = list(Letter.objects.exclude(id_hex__in=theirs).values_list("id_hex", flat=True))

    assert questions_for(desk.helper, theirs) == questions_for(desk.helper, ["a" * 32])
    StaffKey.objects.filter(kid=desk.helper.kid).update(suspended_on=timezone.now().date())
    assert questions_for(desk.helper, ours) == questions_for(desk.helper, ["a" * 32])


def questions_for(helper: Helper, ids: list[str]) -> int:
    """Return how many questions tell that there are no such letters."""
    with ExitStack() as stack:
        asked = [
            stack.enter_context(CaptureQueriesContext(connections[each])) for each in connections
        ]
        today = timezone.now().date()
        assert letters_named(member(helper), ids, today=today, most=FREE) == []
    return sum(map(len, asked))


@pytest.mark.parametrize("names", [None, "a" * 16, [1], ["x" * 16], ["a" * 16] * 201])
def test_what_is_no_list_of_cases_is_malformed(desk: Desk, names: object) -> None:
    assert said(mark(desk.helper, names)) == (400, "malformed")


def test_nobody_who_is_not_signed_in_marks_anything(desk: Desk) -> None:
    many(desk, 1)
    stranger = Helper(desk.helper.published, "", "")

    assert said(mark(stranger, refs(desk.helper))) == (404, "unknown")


def test_spam_goes_after_a_week(desk: Desk) -> None:
    many(desk, 1)
    mark(desk.helper, refs(desk.helper))
    now = timezone.now()

    assert desk.helper.queue()[0]["delete_on"] == (now + timedelta(days=7)).date().isoformat()
    assert forget_cases(now=now + timedelta(days=6)) == 0
    assert forget_cases(now=now + timedelta(days=7)) == 1


def test_somebody_taken_for_spam_is_told_and_their_letter_opens_the_case_again(desk: Desk) -> None:
    (person,) = many(desk, 1)
    mark(desk.helper, refs(desk.helper))
    assert person.box()["state"] == "spam"

    person.write("I am somebody.")

    assert person.box()["state"] == "open"
    case = Case.objects.get()
    assert (case.state, case.closed_on, case.is_spam) == ("open", None, False)


def test_attachments_that_spam_did_not_name_go_with_it(desk: Desk) -> None:
    (person,) = many(desk, 1)
    person.send_file("a.txt", b"a", person.streams(person.box())[1])

    mark(desk.helper, refs(desk.helper))

    assert (Blob.objects.count(), Part.objects.count()) == (0, 0)


def test_spam_is_in_no_sum_that_is_published(desk: Desk) -> None:
    many(desk, 2)
    mark(desk.helper, refs(desk.helper))
    today = datetime.now(UTC).date()
    Tally.objects.update(count=50)

    published = published_tallies("gb", today.year, today=today.replace(year=today.year + 1))

    assert published is not None
    assert (published.matters, published.outcomes, published.total) == ({}, {}, 0)


def test_queue_tells_how_large_each_appeal_is(desk: Desk) -> None:
    desk.person().appeal("Short.")
    desk.person().appeal("Long. " * 2_000)

    short, long = sorted(each["size"] for each in desk.helper.queue())

    assert 4_096 < short < 5_000
    assert long > 12_000


def test_cases_come_together_with_their_letters_and_nobody_looks_at_them(desk: Desk) -> None:
    people = many(desk, 2)
    people[0].write("And this.")

    values = {"refs": refs(desk.helper)}
    cases = told(desk.helper.ask("/s/cases/letters", method="POST", values=values))["cases"]

    assert {each["ref"]: len(each["letters"]) for each in cases} == {
        Case.objects.get(lookup_sha256=people[0].keys.lookup_sha256).ref: 2,
        Case.objects.get(lookup_sha256=people[1].keys.lookup_sha256).ref: 1,
    }
    for each in cases:
        alone = desk.helper.look(each["ref"])
        assert {key: value for key, value in each.items() if key not in {"ref", "letters"}} == {
            key: alone[key] for key in each if key not in {"ref", "letters"}
        }


def test_case_too_large_for_one_answer_is_left_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ambasada.casework.views.desk_many._LARGEST", 5_000)
    many(desk, 2)
    values = {"refs": refs(desk.helper)}

    cases = told(desk.helper.ask("/s/cases/letters", method="POST", values=values))["cases"]

    assert len(cases) == 1


def test_letters_of_several_cases_come_together(desk: Desk) -> None:
    people = many(desk, 2)
    people[0].write("And this.")
    letters = {each.id_hex: bytes(each.sealed) for each in Letter.objects.all()}

    found = told(ask_letters(desk.helper, [*letters, "a" * 32]))["letters"]

    assert {each["id"]: decoded(each["sealed"]) for each in found} == letters


def test_letters_beyond_what_an_answer_holds_are_left_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ambasada.casework.views.desk_many._LARGEST", 5_000)
    many(desk, 2)
    ids = list(Letter.objects.values_list("id_hex", flat=True))

    assert len(told(ask_letters(desk.helper, ids))["letters"]) == 1


@pytest.mark.parametrize("ids", [None, "a" * 32, [1], ["x" * 32], ["a" * 32] * 201])
def test_what_is_no_list_of_letters_is_malformed(desk: Desk, ids: object) -> None:
    assert said(ask_letters(desk.helper, ids)) == (400, "malformed")


def test_word_that_refuses_says_nothing_more(desk: Desk) -> None:
    answer = desk.helper.published.wire.ask(
        "/s/cases/spam", method="POST", headers=[JSON], body=b"[" * 50_000
    )

    assert Said(answer).word == "unknown"
