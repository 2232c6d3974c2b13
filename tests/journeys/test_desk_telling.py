"""What the desk tells by itself: of the escrow, whose turn it is, lost keys, lists it lacks."""

import json
import re
from collections.abc import Collection

import pytest
from playwright.sync_api import Page, expect

from ambasada.lib.sealing.contents import Kind
from tests.journeys.duty_room import (
    Room,
    answer,
    case_page,
    confirm,
    guide,
    in_days,
    open_case,
    said,
    unfold,
)
from tests.journeys.faked_cases import Answer, Asked, answered
from tests.journeys.sealed_people import Case, Duty, Said, signed_partners
from tests.running_site import REPOSITORY

PASSPORT = Said("Мой паспорт истекает, ребёнок родился здесь.")
LANGUAGES = ("en", "be", "ru")


def escrowed(room: Room) -> Case:
    """Let an appeal be handed to the escrow."""
    case = room.asks(PASSPORT)
    case.state, case.escrowed = "open", in_days(-1)
    return case


def test_person_is_told_of_the_escrow_by_the_next_member_who_opens_the_case(room: Room) -> None:
    case = escrowed(room)
    page = case_page(room)
    expect(page.get_by_text("was handed to the keepers of the escrow")).to_be_visible()
    page.get_by_role("button", name="Back to the queue").click()
    open_case(page, "Expired passport")
    expect(page.get_by_text("was handed to the keepers of the escrow")).to_have_count(1)

    told = case.read()
    assert (told.kind, told.body, told.kid) == (Kind.ACK, {"escrow": in_days(-1)}, room.first.kid)
    assert len(case.of("case")) == 2
    expect(page.get_by_role("button", name="Tell them it was read")).to_be_visible()


def test_member_who_may_not_sign_leaves_it_to_the_next(room: Room) -> None:
    case = escrowed(room)
    room.desk.removed.append(room.first.kid)
    page = case_page(room)

    expect(page.locator(".facts").get_by_text("handed to it on")).to_be_visible()
    assert len(case.of("case")) == 1


def shown_titles(page: Page, turn: str) -> list[str]:
    """Return what the queue shows of a turn, once the turns are known."""
    page.get_by_label("Whose turn").select_option(turn)
    return [each.split("\u00a0")[0] for each in page.locator(".cases__title").all_inner_texts()]


def test_queue_is_filtered_by_who_wrote_last_what_asks_for_an_answer(room: Room) -> None:
    """A letter that says that one was read, or a key changed, answers nothing."""
    room.asks(Said("Новый.", type="health"))
    waits, answers, asks = (room.asks(Said("Я.", type=each)) for each in ("work", "papers", "fake"))
    for case in (waits, answers, asks):
        case.state = "open"
    waits.write_as(room.first, "", kind=Kind.ACK, body={"seq": 1})
    waits.write_as(room.first, "", kind=Kind.STATUS, body={"state": "rekeyed", "text": "-"})
    answers.write_as(room.first, "Вот памятка.")
    asks.write_as(room.first, "Вот памятка.")
    asks.write(Kind.TEXT, {"text": "Спасибо, ещё вопрос."})
    page = room.on_duty(room.first)
    expect(page.locator(".cases__facts", has_text="Waits for")).to_have_count(3)
    unfold(page, "Filter")

    assert sorted(shown_titles(page, "Waits for us")) == [
        "Health or psychological help",
        "Report of a fake",
        "Work and exploitation",
    ]
    assert shown_titles(page, "Waits for the person") == ["Birth, marriage or death papers"]
    assert shown_titles(page, "Nobody has opened it") == ["Health or psychological help"]


def hold_back(room: Room, monkeypatch: pytest.MonkeyPatch, *, most: int) -> None:
    """Let an answer have room for so many letters."""
    whole = room.desk.letters_named

    def some(ids: Collection[str], duty: Duty) -> Answer:
        _status, content, _type = whole(ids, duty)
        return answered({"letters": json.loads(content)["letters"][:most]})

    monkeypatch.setattr(room.desk, "letters_named", some)


@pytest.fixture
def three_open(room: Room) -> None:
    for each in ("work", "papers", "fake"):
        room.asks(Said("Я.", type=each)).state = "open"


@pytest.mark.usefixtures("three_open")
def test_letters_that_an_answer_has_no_room_for_come_with_the_next(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_back(room, monkeypatch, most=1)
    page = room.on_duty(room.first)

    expect(page.locator(".cases__facts", has_text="Waits for us")).to_have_count(3)
    assert room.desk.asked.count("POST /s/letters") == 3
    assert [each for each in room.desk.asked if each.startswith("GET /s/letter/")] == []


@pytest.mark.usefixtures("three_open")
def test_letters_that_did_not_come_are_asked_for_the_next_time(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as holding:
        hold_back(room, holding, most=0)
        page = room.on_duty(room.first)
        expect(page.locator(".cases__title")).to_have_count(3)
        page.get_by_role("button", name="Search", exact=True).click()
        expect(page.get_by_role("searchbox")).to_be_visible()
        assert room.desk.asked.count("POST /s/letters") <= 1

    page.get_by_role("button", name="Queue", exact=True).click()

    expect(page.locator(".cases__facts", has_text="Waits for us")).to_have_count(3)


@pytest.mark.usefixtures("three_open")
def test_letters_that_nobody_asked_for_end_the_asking(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = answered({"letters": [{"id": "0" * 32, "sealed": "AAAA"}]})
    monkeypatch.setattr(room.desk, "letters_named", lambda _ids, _duty: other)
    page = room.on_duty(room.first)
    expect(page.locator(".cases__title")).to_have_count(3)

    page.wait_for_timeout(1_000)

    assert room.desk.asked.count("POST /s/letters") == 1


def test_row_and_case_show_that_new_keys_are_needed_until_somebody_makes_them(room: Room) -> None:
    case = room.asks(PASSPORT)
    case.state = "open"
    room.desk.lose(room.second)
    page = room.on_duty(room.first)
    expect(page.locator(".cases__rekey")).to_have_text("Needs a new key")
    open_case(page, "Expired passport")
    notice = page.locator(".case__main .notice", has_text="Needs a new key")
    notice.get_by_role("button", name="Make new keys").click()

    expect(said(page)).to_have_text("1 appeal has a new key.")
    expect(notice).to_be_hidden()
    assert case.epochs["case"] == 2
    assert not case.must_rekey
    page.get_by_role("button", name="Back to the queue").click()
    expect(page.locator(".cases__title")).to_be_visible()
    expect(page.locator(".cases__rekey")).to_have_count(0)


def test_case_shows_its_whole_number(room: Room) -> None:
    case = room.asks(PASSPORT)

    expect(case_page(room).locator(".facts").get_by_text(case.ref, exact=True)).to_be_visible()


def test_nothing_typed_of_a_case_goes_to_a_spelling_service(room: Room) -> None:
    room.asks(PASSPORT)
    page = case_page(room)
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    kinds = "input:not([type=checkbox]):not([type=file]):not([type=date]), textarea"
    boxes = page.locator("main").locator(kinds)

    told = [
        (each.get_attribute("spellcheck"), each.get_attribute("autocomplete"))
        for each in boxes.all()
    ]

    assert len(told) > 6
    assert set(told) == {("false", "off")}


def fail(room: Room, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """Let the server answer a path with a refusal."""
    whole = room.desk.answer

    def answer_of(asked: Asked, token: str) -> Answer:
        if asked.path != path:
            return whole(asked, token)
        room.desk.asked.append(f"{asked.method} {asked.path}")
        return answered({"error": "unknown"}, status=404)

    monkeypatch.setattr(room.desk, "answer", answer_of)


def test_guides_that_could_not_be_fetched_are_asked_for_once_and_told(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.asks(PASSPORT).state = "open"
    room.desk.guides = [guide("ru", "Паспорт просрочен")]
    with monkeypatch.context() as refusing:
        fail(room, refusing, "/s/materials")
        page = case_page(room)
        unfold(page, "Templates and guides")
        expect(page.get_by_text("The guides could not be fetched.")).to_be_visible()
        page.get_by_label("Language of the answer").select_option("Belarusian")
        expect(page.get_by_label("Template")).to_contain_text("Прытулак: інфармацыя")
        asked = list(room.desk.asked)
    assert asked.count("GET /s/materials") == 1
    assert "GET /s/queue" not in asked[asked.index("GET /s/materials") :]

    page.get_by_role("button", name="Try again").first.click()

    expect(page.get_by_role("button", name="Put in a link to: Паспорт")).to_be_visible()


def test_guide_that_is_overdue_says_so(room: Room) -> None:
    room.asks(PASSPORT)
    room.desk.guides = [guide("ru", "Паспорт просрочен", checked=-100, lasts=-10)]
    page = case_page(room)
    unfold(page, "Templates and guides")

    expect(page.locator(".guides")).to_contain_text("to be checked again since")


def test_what_is_wrong_with_the_list_of_partners_is_told(room: Room) -> None:
    room.asks(PASSPORT)
    files = signed_partners(room.desk.ceremony, [])
    for partners, sentence in (
        ({}, "has no list of partners yet"),
        (files | {"partners.json.minisig": "-"}, "not signed by the root key"),
    ):
        room.desk.files = dict(partners)
        page = case_page(room)
        unfold(page, "Refer to a specialist")
        expect(page.get_by_text(sentence)).to_be_visible()
        page.close()


@pytest.mark.parametrize(
    ("language", "kind", "title"),
    [
        ("en", "asylum", "Asylum"),
        ("be", "passport", "Expired passport"),
        ("ru", "travel", "Travel document"),
    ],
)
def test_template_for_what_the_appeal_is_about_comes_first(
    room: Room, *, language: str, kind: str, title: str
) -> None:
    room.asks(Said("Help.", type=kind, language=language))
    texts = json.loads((REPOSITORY / "frontend/desk/texts" / f"{language}.json").read_text())
    page = case_page(room, title)
    unfold(page, "Templates and guides")

    first = page.get_by_label("Template").locator("option").first

    expect(first).to_have_text(texts["templates"][kind]["title"])


ADVISING = {
    "en": ["You should choose the visa.", "I recommend it.", "It is better for you to wait."],
    "be": ["Вам лепш пачакаць.", "Раім візу.", "Вам варта падаць заяву.", "Выбірайце візу."],
    "ru": ["Вам лучше подождать.", "Советуем визу.", "Вам стоит подать.", "Выбирайте визу."],
}
INFORMING = {
    "en": "The rules are on the official page. Which way is right a registered adviser says.",
    "be": "Правілы запісаныя на афіцыйнай старонцы. Які шлях падыходзіць, кажа кансультант.",
    "ru": "Правила записаны на официальной странице. Какой путь подходит, говорит консультант.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_that_says_what_to_choose_is_marked_and_templates_are_not(
    room: Room, language: str
) -> None:
    room.asks(PASSPORT)
    texts = json.loads((REPOSITORY / "frontend/desk/texts" / f"{language}.json").read_text())
    page = case_page(room)
    area, advice = page.get_by_label("Your answer"), page.locator(".advice")
    for text in ADVISING[language]:
        area.fill(text)
        expect(advice, text).not_to_be_empty()
    area.fill(INFORMING[language])
    expect(advice).to_be_empty()
    for template in texts["templates"].values():
        area.fill(ADVISING[language][0])
        expect(advice).not_to_be_empty()
        area.fill(template["text"])
        expect(advice, template["title"]).to_be_empty()


def test_file_is_saved_under_a_name_that_says_nothing(room: Room) -> None:
    case = room.asks(PASSPORT)
    named = [
        case.attach(f"Kolia-Test-{each}.pdf", "application/pdf", b"%PDF-1.7\n\0") for each in "ab"
    ]
    case.write(Kind.FILES, {}, attachments=named)
    page = case_page(room)
    page.get_by_role("button", name=re.compile("Save it to this device")).nth(1).click()
    expect(page.get_by_role("dialog")).to_contain_text("information-2.pdf")
    with page.expect_download() as saved:
        confirm(page, "Save it to this device")

    assert saved.value.suggested_filename == "information-2.pdf"
    answer(page, "Спасибо.")
    expect(said(page)).to_contain_text("Sent.")
