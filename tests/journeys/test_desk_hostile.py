"""A server that cheats is noticed at the desk, and said in words."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ambasada.lib.minisign import SecretKey
from ambasada.lib.sealing.contents import Kind
from ambasada.lib.sealing.files import CannotBeOpened
from ambasada.lib.sealing.keys import Identity, encoded
from ambasada.lib.sealing.wraps import unwrap, wrap
from tests.journeys.duty_room import Room, answer, enter, open_case, unlock
from tests.journeys.sealed_people import Case, Duty, Said

PASSPORT = Said("Мой паспорт истекает.")


def read(room: Room) -> Page:
    page = room.on_duty(room.first)
    open_case(page, "Expired passport")
    return page


def drop(case: Case, _other: Case, _room: Room) -> None:
    del case.rows[1]


def repeat(case: Case, _other: Case, _room: Room) -> None:
    case.put("case", case.rows[1].sealed, epoch=1)


def swap(case: Case, _other: Case, _room: Room) -> None:
    case.rows[1].sealed, case.rows[2].sealed = case.rows[2].sealed, case.rows[1].sealed


def flip(case: Case, _other: Case, _room: Room) -> None:
    sealed = case.rows[1].sealed
    case.rows[1].sealed = sealed[:-5] + bytes([sealed[-5] ^ 1]) + sealed[-4:]


def mix(case: Case, other: Case, _room: Room) -> None:
    case.rows[1].sealed = other.rows[0].sealed


def forge(case: Case, _other: Case, room: Room) -> None:
    stranger = Duty("Nobody")
    stranger.kid = room.second.kid
    case.write_as(stranger, "Это писал не дежурный.")


def unnamed(case: Case, _other: Case, room: Room) -> None:
    case.write_as(room.first, "Этого списка нет.", roster=9)


TRICKS: dict[str, tuple[Callable[[Case, Case, Room], None], str]] = {
    "a letter kept back": (drop, "Missing: letter 2"),
    "a letter once more": (repeat, "The same letter twice"),
    "letters in another order": (swap, "Out of order"),
    "a changed letter": (flip, "Cannot be opened"),
    "a letter of another appeal": (mix, "Cannot be opened"),
    "a letter in the name of a member": (forge, "Wrong proof"),
    "a letter of a roster that is nowhere": (unnamed, "Unknown sender"),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_member_is_told_what_the_server_did_to_the_letters(room: Room, trick: str) -> None:
    case, other = room.asks(PASSPORT), room.asks(Said("Другое.", type="asylum"))
    case.write(Kind.TEXT, {"text": "Второе письмо."})
    case.write(Kind.TEXT, {"text": "Третье письмо."})
    act, title = TRICKS[trick]
    act(case, other, room)

    page = read(room)

    expect(page.locator(".thread .notice__title", has_text=title).first).to_be_visible()
    assert "не дежурный" not in page.content()


def test_answer_is_not_written_under_a_key_that_the_server_made(room: Room) -> None:
    case = room.asks(PASSPORT)
    spy = Identity.new()
    person = wrap(spy, for_recipient=case.keys.identity.recipient)
    entries = room.desk.ceremony.rosters[-1].entries
    case.wraps["case", 2] = {each.kid: wrap(spy, for_recipient=each.recipient) for each in entries}
    case.wraps["case", 2]["person"] = person
    case.epochs["case"] = 2
    page = read(room)

    answer(page, "Это прочитает не каждый.")

    expect(page.get_by_text("Signed with a key on the roster")).to_be_visible()
    assert case.epochs["case"] == 3
    assert case.identity() != spy
    assert case.read().body == {"text": "Это прочитает не каждый."}


def with_another_root(room: Room) -> None:
    room.desk.files["roster.json.minisig"] = SecretKey.make().sign(
        room.desk.ceremony.rosters[-1].canonical(), "not the root"
    )


def with_an_expired_one(room: Room) -> None:
    people = [room.first, room.second, room.press]
    room.desk.ceremony.sign_roster(people, lasts=-1)


def with_none(room: Room) -> None:
    room.desk.files["roster.json"] = "{}"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (with_another_root, "is not signed by its root key"),
        (with_an_expired_one, "has expired"),
        (with_none, "is not signed by its root key"),
    ],
)
def test_without_a_valid_roster_appeals_are_read_and_nothing_is_sealed(
    room: Room, change: Callable[[Room], None], sentence: str
) -> None:
    case = room.asks(PASSPORT)
    change(room)
    page = room.on_duty(room.first)
    expect(page.locator(".notice--now")).to_contain_text(sentence)
    open_case(page, "Expired passport")
    expect(page.get_by_text("Мой паспорт истекает.")).to_be_visible()

    answer(page, "Ответ")

    expect(page.get_by_role("alert")).to_contain_text("Nothing was sent.")
    assert len(case.rows) == 1


def test_roster_that_is_about_to_end_is_told_with_the_days_left(room: Room) -> None:
    people = [room.first, room.second, room.press]
    room.desk.ceremony.sign_roster(people, lasts=6)
    page = room.on_duty(room.first)

    expect(page.get_by_text("6 days from now")).to_be_visible()


def test_member_who_was_removed_is_told_so(room: Room) -> None:
    room.desk.removed.append(room.first.kid)
    page = room.on_duty(room.first)

    expect(page.get_by_text("Your key was removed from the roster.")).to_be_visible()


def test_wrap_that_is_not_for_the_member_leaves_the_letters_closed(room: Room) -> None:
    case = room.asks(PASSPORT)
    case.wraps["case", 1][room.first.kid] = wrap(
        Identity.new(), for_recipient=room.second.keys.recipient
    )
    page = room.at()
    enter(page, room.first.name)
    unlock(page, room.first)
    page.get_by_role("button", name="You have no key to its header").click()

    expect(page.get_by_text("Cannot be opened")).to_be_visible()


def test_file_that_is_not_the_one_named_is_not_shown(room: Room) -> None:
    case = room.asks(PASSPORT)
    named = case.attach("a.txt", "text/plain", "свой".encode())
    other = case.attach("b.txt", "text/plain", "чужой".encode())
    case.write(Kind.FILES, {}, attachments=[named])
    case.blobs[named.blob] = case.blobs[other.blob]
    page = read(room)

    page.get_by_role("button", name="Look at it here").click()

    expect(page.get_by_role("alert")).to_contain_text("not the one that its letter names")
    assert "чужой" not in page.content()


def test_challenge_of_another_key_opens_no_session(room: Room) -> None:
    def other_bundle(said: dict[str, Any]) -> dict[str, Any]:
        return said | {"bundles": said["bundles"] | {"paper": encoded(b"not an age file")}}

    room.desk.tamper["/s/enter"] = other_bundle
    page = room.at()
    enter(page, room.first.name)
    page.locator("textarea").fill(room.first.paper.text)
    page.get_by_role("button", name="Unlock", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("This does not open your keys.")
    assert room.desk.tokens == {}


def test_key_that_was_removed_while_the_page_was_open_gets_no_new_epoch(room: Room) -> None:
    case = room.asks(PASSPORT)
    page = room.at()
    page.clock.install()
    enter(page, room.first.name)
    unlock(page, room.first)
    room.desk.lose(room.second)

    page.clock.run_for("02:00")
    page.get_by_role("button", name="Make new keys").click()

    expect(page.locator(".voices")).to_contain_text("1 appeal has a new key.")
    with pytest.raises(CannotBeOpened):
        unwrap(case.wraps["case", 2][room.second.kid], by=room.second.keys.identity)
