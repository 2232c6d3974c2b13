"""What members do with an appeal besides answering: notes, tasks, files, handing over, new keys."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from ambasada.lib.sealing.attachments import open_file
from ambasada.lib.sealing.contents import Kind
from ambasada.lib.sealing.files import CannotBeOpened, unseal
from ambasada.lib.sealing.keys import Identity
from ambasada.lib.sealing.wraps import unwrap
from tests.journeys.duty_room import (
    Room,
    answer,
    case_page,
    confirm,
    enter,
    guide,
    in_days,
    open_case,
    said,
    unfold,
    unlock,
)
from tests.journeys.sealed_people import Said

PASSPORT = Said(
    "Мой паспорт истекает, ребёнок родился здесь.",
    deadline=in_days(12),
    answers={"hours": "после шести вечера"},
)


def colleague(room: Room, title: str = "Expired passport") -> Page:
    page = room.at()
    enter(page, room.second.name)
    unlock(page, room.second)
    open_case(page, title)
    return page


def test_note_is_read_by_a_colleague_and_not_by_the_person(room: Room) -> None:
    case = room.asks(PASSPORT)
    page = case_page(room)
    page.get_by_label("New note").fill("Спросить про второго ребёнка")
    page.get_by_role("button", name="Keep the note").click()
    expect(said(page)).to_have_text("The note is kept.")

    other = colleague(room)

    expect(other.get_by_text("Спросить про второго ребёнка")).to_be_visible()
    expect(other.get_by_text("Duty-2, ")).to_be_visible()
    with pytest.raises(CannotBeOpened):
        unwrap(case.wraps["notes", 1]["person"], by=case.keys.identity)


def test_notes_begun_by_somebody_unknown_are_begun_anew(room: Room) -> None:
    """A server could hand over a wrap of its own, and read what is written under it."""
    case = room.asks(PASSPORT)
    spy = Identity.new()
    room.desk.begin_notes(case, spy)
    page = case_page(room)
    page.get_by_label("New note").fill("Это прочитает не каждый")
    page.get_by_role("button", name="Keep the note").click()
    expect(said(page)).to_have_text("The note is kept.")

    assert case.read_as(room.first).epoch == 2
    with pytest.raises(CannotBeOpened):
        unseal(case.of("notes")[0].sealed, by=spy)


def test_task_counts_its_day_by_a_rule_and_says_what_it_rests_on(room: Room) -> None:
    case = room.asks(PASSPORT)
    page = case_page(room)
    unfold(page, "Add a task")
    unfold(page, "Count by a rule")
    page.get_by_label("The day it counts from").fill(in_days(-4))
    page.get_by_label("How many days").fill("14")
    page.get_by_role("button", name="Count the days").click()
    expect(page.get_by_label("Until", exact=True)).to_have_value(in_days(10))
    page.get_by_label("Who says so").fill("https://example.org/rules")
    page.get_by_label("What is to be done").fill("Направить до срока")
    page.get_by_role("button", name="Add the task").click()

    expect(page.get_by_text("10 days left")).to_be_visible()
    expect(page.get_by_text("Source: https://example.org/rules")).to_be_visible()
    assert case.read_as(room.first).kind is Kind.TASK
    page.get_by_role("button", name="Done: Направить до срока").click()
    expect(page.locator(".tasks").get_by_text("done", exact=True)).to_be_visible()


def test_text_that_starts_to_advise_is_told_before_it_goes(room: Room) -> None:
    room.asks(PASSPORT)
    page = case_page(room)
    area = page.get_by_label("Your answer")
    for text, found in (
        ("Think it over: you should apply for a visa.", "you should apply"),
        ("Вам  следует подать заявление.", "Вам следует"),
        ("Вам трэба падаць заяву.", "Вам трэба"),
    ):
        area.fill(text)
        expect(page.locator(".advice")).to_contain_text(found.split(" apply")[0])
    page.get_by_role("button", name="Look at it before sending").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("This reads like advice")).to_be_visible()
    expect(dialog.get_by_role("button", name="Send", exact=True)).to_be_hidden()
    dialog.get_by_role("button", name="Not yet").click()

    area.fill("В памятке сказано, какие бывают документы.")

    expect(page.locator(".advice")).to_be_empty()


def test_template_and_guide_come_in_the_language_of_the_person(room: Room) -> None:
    case = room.asks(PASSPORT)
    told = guide("ru", "Паспорт просрочен")
    room.desk.guides = [told, guide("be", "Пашпарт пратэрмінаваны")]
    page = case_page(room)
    unfold(page, "Templates and guides")
    page.get_by_label("Template").select_option("Проездной документ: информация")
    page.get_by_role("button", name="Put it in", exact=True).click()
    page.get_by_role("button", name="Put in a link to: Паспорт просрочен").click()

    answer_text = page.get_by_label("Your answer").input_value()
    assert "лицензированный консультант" in answer_text
    assert answer_text.endswith(f"Паспорт просрочен\n{told['address']}\n")
    expect(page.locator(".advice")).to_be_empty()
    answer(page, answer_text)
    expect(said(page)).to_contain_text("Sent.")
    assert told["address"] in case.read().body["text"]


def test_case_handed_over_is_read_from_its_beginning(room: Room) -> None:
    case = room.asks(PASSPORT)
    page = case_page(room)
    page.get_by_label("New note").fill("Пресса уже спрашивала")
    page.get_by_role("button", name="Keep the note").click()
    expect(said(page)).to_have_text("The note is kept.")
    unfold(page, "Hand to a colleague")
    page.locator("details", has_text="You keep yours").get_by_label("To whom").select_option(
        "Duty-5"
    )
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("dialog").locator(".fingerprint__words")).to_be_visible()
    confirm(page, "Hand over")
    expect(said(page)).to_have_text("Duty-5 can read it now.")

    other = room.at()
    enter(other, room.press.name)
    unlock(other, room.press)
    open_case(other, "Expired passport")

    expect(other.get_by_text("ребёнок родился здесь")).to_be_visible()
    expect(other.get_by_text("Пресса уже спрашивала")).to_be_visible()
    expect(other.get_by_text("Handed to Duty-5.")).to_be_visible()
    assert len(case.of("notes")) == 2


def picture(*, noted: bool = False) -> bytes:
    """Return a photograph; noted, its camera has written a name into it."""
    made, notes = io.BytesIO(), Image.Exif()
    if noted:
        notes[0x013B] = "Kolia-Test"  # the artist
    Image.new("RGB", (800, 600), "#2a6").save(made, "JPEG", exif=notes)
    return made.getvalue()


def test_picture_and_text_are_looked_at_in_a_frame_that_can_do_nothing(room: Room) -> None:
    case = room.asks(PASSPORT)
    named = [
        case.attach("letter.jpg", "image/jpeg", picture()),
        case.attach("page.html", "text/html", b"<script>top.document.title = 'taken'</script>"),
    ]
    case.write(Kind.FILES, {"text": "Вот фото."}, attachments=named)
    page = case_page(room)
    looks = page.get_by_role("button", name="Look at it here")
    looks.nth(0).click()
    expect(page.frame_locator("iframe").nth(0).locator("img")).to_be_visible()
    expect(page.locator("iframe").nth(0)).to_have_class("viewer viewer--blurred")
    page.get_by_role("button", name="Show it clearly").click()
    expect(page.locator("iframe").nth(0)).to_have_class("viewer")
    looks.nth(1).click()

    expect(page.frame_locator("iframe").nth(1).get_by_text("<script>")).to_be_visible()
    frames = page.frames[1:]
    assert [frame.evaluate("origin") for frame in frames] == ["null", "null"]
    assert page.locator("iframe").nth(0).get_attribute("sandbox") == ""
    assert page.title().endswith("Desk")


def test_picture_goes_with_an_answer_without_what_the_camera_wrote(
    room: Room, tmp_path: Path
) -> None:
    case = room.asks(PASSPORT)
    page = case_page(room)
    (tmp_path / "page.jpg").write_bytes(picture(noted=True))
    (tmp_path / "form.pdf").write_bytes(b"%PDF-1.7\n" + bytes(600_000))
    chosen = [tmp_path / "page.jpg", tmp_path / "form.pdf"]
    page.get_by_label("Files with the answer").set_input_files(chosen)
    expect(page.get_by_text("What the camera wrote into it was taken out.")).to_be_visible()
    expect(page.get_by_text("stays in it: who made it, and when")).to_be_visible()

    answer(page, "Вот страница закона и бланк.")
    expect(said(page)).to_contain_text("Sent.")

    first, second = case.read().attachments
    opened = open_file(case.blobs[first.blob], stream=case.identity(), named=first)
    assert b"Kolia" not in opened
    assert Image.open(io.BytesIO(opened)).size == (800, 600)
    assert (second.name, second.size) == ("form.pdf", 600_009)
    open_file(case.blobs[second.blob], stream=case.identity(), named=second)


def test_other_file_is_saved_only_after_a_warning(room: Room, tmp_path: Path) -> None:
    case = room.asks(PASSPORT)
    content = b"%PDF-1.7\n\x00\xff" + bytes(300_000)
    case.write(Kind.FILES, {}, attachments=[case.attach("form.pdf", "application/pdf", content)])
    page = case_page(room)
    page.get_by_role("button", name="Look at it here").click()
    expect(page.get_by_role("alert")).to_contain_text("Only pictures and plain text")

    page.get_by_role("button", name="Save it to this device").click()
    expect(page.get_by_role("dialog")).to_contain_text("can take over the computer")
    with page.expect_download() as saved:
        confirm(page, "Save it to this device")

    saved.value.save_as(tmp_path / "form.pdf")
    assert (tmp_path / "form.pdf").read_bytes() == content


def test_lost_device_reads_nothing_that_is_written_after_the_new_keys(room: Room) -> None:
    case = room.asks(PASSPORT)
    page = case_page(room)
    page.get_by_label("New note").fill("До потери")
    page.get_by_role("button", name="Keep the note").click()
    expect(said(page)).to_have_text("The note is kept.")
    room.desk.lose(room.second)
    page.get_by_role("button", name="Lock now").click()
    enter(page, room.first.name)
    unlock(page, room.first)

    page.get_by_role("button", name="Make new keys").click()
    expect(said(page)).to_have_text("1 appeal has a new key.")
    open_case(page, "Expired passport")
    answer(page, "После потери")
    expect(said(page)).to_contain_text("Sent.")

    assert case.epochs == {"case": 2, "notes": 2}
    assert case.read().body == {"text": "После потери"}
    for kept in (case.wraps["case", 2], case.wraps["notes", 2]):
        with pytest.raises(CannotBeOpened):
            unwrap(kept[room.second.kid], by=room.second.keys.identity)
    expect(page.get_by_text("До потери")).to_be_visible()
