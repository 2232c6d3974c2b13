"""Members on duty read what was sealed to them and answer it; the page keeps nothing."""

import pytest
from playwright.sync_api import expect

from ambasada.lib.sealing.contents import Kind, Sender
from tests.journeys.duty_room import Room, answer, enter, in_days, open_case, said, unlock
from tests.journeys.sealed_people import Said

PASSPORT = Said(
    "Мой паспорт истекает через двенадцать дней, ребёнок родился здесь.",
    deadline=in_days(12),
    days_ago=2,
    answers={"hours": "после шести вечера"},
)
DANGER = Said("Пад домам стаяць людзі.", type="threats", language="be", urgency="danger")


def test_queue_shows_the_most_pressing_first_and_nothing_of_what_was_written(room: Room) -> None:
    room.asks(PASSPORT)
    room.asks(Said("Суд праз тры дні.", type="relative", urgency="deadline", language="be"))
    room.asks(DANGER)
    page = room.on_duty(room.first)

    titles = page.locator(".cases__title")
    expect(titles).to_have_text(
        [
            "Threats or pressure abroad · Belarusian",
            "Relative detained · Belarusian",
            "Expired passport · Russian",
        ]
    )
    expect(page.get_by_text("12 days left")).to_be_visible()
    expect(page.get_by_text("2 days ago")).to_be_visible()
    shown = page.locator("body").inner_text()
    assert "паспорт" not in shown
    assert "людзі" not in shown


def test_alarm_of_a_danger_case_is_off_once_somebody_has_it(room: Room) -> None:
    case = room.asks(DANGER)
    page = room.on_duty(room.first)
    expect(page.get_by_text("10 minutes left")).to_be_visible()

    page.get_by_role("button", name="I have it").click()

    expect(said(page)).to_have_text("You have it. Nobody else is called.")
    expect(page.get_by_role("button", name="I have it")).to_be_hidden()
    assert case.due == ""


def test_letter_that_the_server_sealed_is_marked(room: Room) -> None:
    case = room.asks(PASSPORT)
    case.write(Kind.TEXT, {"text": "Спасибо", "sealed_at": "server"})
    page = room.on_duty(room.first)
    open_case(page, "Expired passport")

    marked = page.locator(".letter", has_text="Sealed at the server")
    expect(marked).to_have_count(1)
    expect(marked).to_contain_text("Спасибо")


def test_answer_reaches_the_person_signed_by_a_member(room: Room) -> None:
    case = room.asks(PASSPORT)
    page = room.on_duty(room.first)
    open_case(page, "Expired passport")
    expect(page.get_by_text("ребёнок родился здесь")).to_be_visible()
    expect(page.get_by_text("Proved with the key of this appeal")).to_be_visible()
    expect(page.get_by_text("после шести вечера")).to_be_visible()

    answer(page, "В памятке сказано, какие бывают проездные документы.")

    expect(page.get_by_text("Signed with a key on the roster")).to_be_visible()
    letter = case.read()
    assert letter.sender is Sender.MEMBER
    assert (letter.kind, letter.kid) == (Kind.TEXT, room.first.kid)
    assert letter.body == {"text": "В памятке сказано, какие бывают проездные документы."}


def test_newer_letter_is_shown_before_an_answer_goes_and_the_draft_stays(room: Room) -> None:
    case = room.asks(PASSPORT)
    page = room.on_duty(room.first)
    open_case(page, "Expired passport")
    case.write(Kind.TEXT, {"text": "Уже не нужно, спасибо."})

    answer(page, "В памятке сказано всё.")

    expect(page.get_by_role("alert")).to_contain_text("A newer letter came while you wrote.")
    expect(page.get_by_text("Уже не нужно, спасибо.")).to_be_visible()
    expect(page.get_by_label("Your answer")).to_have_value("В памятке сказано всё.")
    assert len(case.rows) == 2
    page.get_by_role("button", name="Look at it before sending").click()
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(said(page)).to_contain_text("Sent.")
    assert case.read().seq == 3


def test_letter_that_comes_while_somebody_reads_appears_and_is_told(room: Room) -> None:
    case = room.asks(PASSPORT)
    page = room.at()
    page.clock.install()
    enter(page, room.first.name)
    unlock(page, room.first)
    open_case(page, "Expired passport")
    case.write(Kind.TEXT, {"text": "И ещё одно."})

    page.clock.run_for(21_000)

    expect(page.get_by_text("И ещё одно.")).to_be_visible()
    expect(said(page)).to_contain_text("A new letter came.")


def test_two_members_on_one_case_see_each_other(room: Room) -> None:
    room.asks(PASSPORT)
    first, second = room.on_duty(room.first), room.at()
    open_case(first, "Expired passport")
    enter(second, room.second.name)
    unlock(second, room.second)

    open_case(second, "Expired passport")

    expect(second.get_by_text("Also here now: Duty-2.")).to_be_visible()
    expect(second.get_by_text("Duty-2 has this appeal open too.")).to_be_visible()


def test_person_is_told_that_their_letter_was_read(room: Room) -> None:
    case = room.asks(PASSPORT)
    page = room.on_duty(room.first)
    open_case(page, "Expired passport")

    page.get_by_role("button", name="Tell them it was read").click()

    expect(page.get_by_text("Told the person that their letter was read.")).to_be_visible()
    expect(page.get_by_role("button", name="Tell them it was read")).to_be_hidden()
    assert (case.read().kind, case.read().body) == (Kind.ACK, {"seq": 1})


def test_case_is_closed_with_a_type_and_an_outcome_and_the_person_sees_it(room: Room) -> None:
    case = room.asks(PASSPORT)
    page = room.on_duty(room.first)
    open_case(page, "Expired passport")
    page.get_by_role("group").filter(has_text="How it ended").locator("summary").click()
    page.get_by_label("How it ended").select_option("Referred to a specialist")

    page.get_by_role("button", name="Close the appeal").click()
    page.get_by_role("dialog").get_by_role("button", name="Close the appeal").click()

    expect(said(page)).to_contain_text("It is deleted after 30 days.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Queue")
    assert room.desk.closed == [(case.ref, "passport", "referred")]
    assert (case.read().kind, case.read().body["state"]) == (Kind.STATUS, "closed")
    assert str(case.read().body["text"]).startswith("Мы закрыли это обращение.")


def test_case_that_was_deleted_meanwhile_is_said_to_be_gone(room: Room) -> None:
    case = room.asks(PASSPORT)
    page = room.on_duty(room.first)
    expect(page.locator(".cases__title")).to_be_visible()
    room.desk.cases.remove(case)

    page.get_by_role("button", name="Expired passport").click()

    expect(said(page)).to_contain_text("This appeal is not there any more")
    expect(page.get_by_text("Nothing is sealed to you.")).to_be_visible()


@pytest.mark.parametrize("way", ["button", "shift", "time", "reload"])
def test_locked_page_has_forgotten_what_was_read(room: Room, way: str) -> None:
    room.asks(PASSPORT)
    page = room.at()
    page.clock.install()
    enter(page, room.first.name)
    unlock(page, room.first)
    open_case(page, "Expired passport")

    if way == "button":
        page.get_by_role("button", name="Lock now").click()
    elif way == "shift":
        for _ in range(3):
            page.keyboard.press("Shift")
    elif way == "time":
        page.clock.run_for("15:06")
    else:
        page.reload()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert "ребёнок" not in page.content()


def test_unsent_text_waits_sealed_while_the_page_is_locked(room: Room) -> None:
    room.asks(PASSPORT)
    page = room.on_duty(room.first)
    open_case(page, "Expired passport")
    page.get_by_label("Your answer").fill("Почти готовый ответ")

    page.get_by_role("button", name="Lock now").click()
    expect(page.get_by_label("User name")).to_have_value("Duty-2")
    assert "Почти готовый" not in page.content()
    enter(page, room.first.name)
    unlock(page, room.first)
    open_case(page, "Expired passport")

    expect(page.get_by_label("Your answer")).to_have_value("Почти готовый ответ")


def test_draft_of_one_member_is_not_shown_to_the_next(room: Room) -> None:
    room.asks(PASSPORT)
    page = room.on_duty(room.first)
    open_case(page, "Expired passport")
    page.get_by_label("Your answer").fill("Почти готовый ответ")
    page.get_by_role("button", name="Lock now").click()

    enter(page, room.second.name)
    unlock(page, room.second)
    open_case(page, "Expired passport")

    expect(page.get_by_label("Your answer")).to_have_value("")


def test_session_that_ended_at_the_server_locks_the_page(room: Room) -> None:
    room.asks(PASSPORT).state = "open"
    page = room.on_duty(room.first)
    expect(page.locator(".cases__facts")).to_contain_text("Waits for us")
    room.desk.lose(room.first)

    page.get_by_role("button", name="Expired passport").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(said(page)).to_contain_text("The server ended your session")


def test_nothing_is_left_in_the_browser(room: Room) -> None:
    room.asks(PASSPORT)
    page = room.on_duty(room.first)
    open_case(page, "Expired passport")
    answer(page, "В памятке сказано всё.")
    expect(said(page)).to_contain_text("Sent.")

    kept = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, document.cookie,"
        " (await indexedDB.databases()).length, (await caches.keys()).length,"
        " (await navigator.serviceWorker.getRegistrations()).length, history.length]"
    )

    assert kept == [0, 0, "", 0, 0, 0, 2]  # about:blank, and one entry for all screens
    assert page.url.endswith("/en/")


def test_wrong_password_and_wrong_paper_are_told_calmly(room: Room) -> None:
    page = room.at()
    enter(page, room.first.name, "another")
    expect(page.get_by_role("alert")).to_contain_text("The server does not know this.")

    enter(page, room.first.name)
    page.locator("textarea").fill(room.second.paper.text)
    page.get_by_role("button", name="Unlock", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("This does not open your keys.")
