"""From an appeal to its deletion: both ends on the wires, each checking the other's letters."""

import pytest

from ambasada.casework.models import Case, Letter, Part, Tally, Wrap
from ambasada.lib.sealing.contents import Kind
from ambasada.lib.sealing.threads import Stream, Thread
from tests.casework.client import Person, Said
from tests.casework.desks import Desk

# The stores it asks are SQLite always.
pytestmark = pytest.mark.sqlite_only


def texts(thread: Thread) -> list[str]:
    assert thread.problems == ()
    return [str(each.content.body["text"]) for each in thread.letters]


def only_ref(desk: Desk) -> str:
    (row,) = desk.helper.queue()
    return str(row["ref"])


def test_person_writes_member_answers_person_reads_and_deletes(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Мяне шукаюць.", type="threats", language="be")

    (row,) = desk.helper.queue()
    assert desk.helper.header(row).language == "be"
    assert texts(desk.helper.read(row["ref"])) == ["Мяне шукаюць."]
    desk.helper.write(row["ref"], "Мы чытаем вас.")
    back = Person(person.published, code=person.code)
    assert texts(back.read()) == ["Мяне шукаюць.", "Мы чытаем вас."]
    back.write("Дзякуй.")
    assert texts(desk.helper.read(row["ref"]))[2:] == ["Дзякуй."]
    back.delete()

    assert desk.helper.queue() == []
    assert [each.objects.count() for each in (Case, Letter, Wrap)] == [0, 0, 0]
    with pytest.raises(Said, match="unknown"):
        back.box()


def test_queue_tells_of_the_newest_letters_of_an_open_appeal(desk: Desk) -> None:
    desk.person().appeal("Help.")
    ref = only_ref(desk)
    before = desk.helper.queue()[0]["last"]
    for number in range(5):
        desk.helper.write(ref, f"Answer {number}.")
    letters = [each["id"] for each in desk.helper.look(ref)["letters"]]

    told = [each["id"] for each in desk.helper.queue()[0]["last"]]
    closing = {"type": "passport", "outcome": "informed"}
    desk.helper.ask(f"/s/case/{ref}/close", method="POST", values=closing)

    assert before == []
    assert told == letters[:-5:-1]
    assert desk.helper.queue()[0]["last"] == []


def test_notes_are_for_members_alone(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")
    ref = only_ref(desk)

    desk.helper.begin(ref, 1, of=Stream.NOTES)
    desk.helper.write(ref, "Call the lawyer.", of=Stream.NOTES, kind=Kind.NOTE)

    assert texts(desk.helper.read(ref, Stream.NOTES)) == ["Call the lawyer."]
    assert texts(person.read()) == ["Help."]
    note = Letter.objects.get(stream="notes")
    assert person.ask(f"/i/letter/{note.id_hex}").status == 404


def test_file_goes_from_the_person_to_the_desk(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")
    content = bytes(range(256)) * 2_000

    person.write("See the picture.", files=[("photo.jpg", content)])

    ref = only_ref(desk)
    letter = desk.helper.read(ref).letters[-1]
    (named,) = letter.content.attachments
    assert desk.helper.fetch(named, letter.stream) == content
    assert person.fetch(named, letter.stream) == content
    assert named.name not in str(list(Part.objects.values()))


def test_new_epoch_is_read_by_both(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")
    ref = only_ref(desk)

    desk.helper.begin(ref, 2, of=Stream.CASE)
    values = desk.helper.look(ref)

    assert values["epoch"] == 2
    assert {each["epoch"] for each in person.box()["wraps"]} == {1, 2}


def test_both_write_on_while_nobody_has_written_in_an_epoch_that_was_begun(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")
    ref = only_ref(desk)

    desk.helper.begin(ref, 2, of=Stream.CASE)  # and the page of the member is closed
    person.write("I am here.")
    desk.helper.write(ref, "We read you.")

    assert texts(person.read()) == ["Help.", "I am here.", "We read you."]
    assert {each.content.epoch for each in person.read().letters} == {1}


def test_closing_counts_and_keeps_nothing_of_the_matter(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")
    ref = only_ref(desk)
    values = {"type": "asylum", "outcome": "informed"}

    for _twice in range(2):
        desk.helper.ask(f"/s/case/{ref}/close", method="POST", values=values)

    tally = Tally.objects.get()
    assert (tally.embassy, tally.matter, tally.outcome, tally.count) == (
        "gb",
        "asylum",
        "informed",
        1,
    )
    assert person.box()["state"] == "closed"
    assert "asylum" not in str(Case.objects.values().get())


def test_person_who_writes_again_opens_a_closed_case(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")
    values = {"type": "asylum", "outcome": "informed"}
    desk.helper.ask(f"/s/case/{only_ref(desk)}/close", method="POST", values=values)

    person.write("One more thing.")

    assert person.box()["state"] == "open"
