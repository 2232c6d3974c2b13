"""A member refers somebody to a partner: with their yes, what was ticked, and nothing else."""

from pathlib import Path

from playwright.sync_api import Page, expect

from ambasada.lib.sealing.contents import Kind
from ambasada.lib.sealing.files import unseal
from ambasada.lib.sealing.keys import Identity
from tests.journeys.duty_room import (
    Room,
    case_page,
    confirm,
    enter,
    in_days,
    open_case,
    unfold,
    unlock,
)
from tests.journeys.sealed_people import Said, signed_partners

PASSPORT = Said(
    "Мой паспорт истекает, ребёнок родился здесь.",
    deadline=in_days(12),
    answers={"hours": "после шести вечера"},
)


def test_referral_takes_what_was_ticked_to_the_partner_alone(room: Room, tmp_path: Path) -> None:
    case = room.asks(PASSPORT)
    centre = Identity.new()
    partner = {"name": "Test Law Centre", "registration": "T-0000", "recipient": centre.recipient}
    room.desk.files |= signed_partners(room.desk.ceremony, [partner])
    page = case_page(room)
    unfold(page, "Refer to a specialist")
    expect(page.get_by_label("To whom").first).to_contain_text("Test Law Centre")
    page.get_by_label("What they wrote, whole").check()
    page.get_by_label("Deadline", exact=True).check()
    page.get_by_role("button", name="Make the packet").click()
    expect(page.get_by_role("dialog")).to_contain_text("T-0000")
    with page.expect_download() as saved:
        confirm(page, "Make the packet")

    assert saved.value.suggested_filename == "information.age"
    saved.value.save_as(tmp_path / "packet")
    packet = unseal((tmp_path / "packet").read_bytes(), by=centre).decode()
    assert "ребёнок родился здесь" in packet
    assert "после шести вечера" not in packet
    expect(page.get_by_text("in progress, since")).to_be_visible()
    expect(page.get_by_text("Ask Test Law Centre whether the packet arrived").first).to_be_visible()
    assert "packet" not in " ".join(room.desk.asked)
    assert case.read_as(room.first, 0).body["consent"].startswith("The person agreed")


def test_referral_is_accepted_only_with_the_number_in_the_packet(
    room: Room, tmp_path: Path
) -> None:
    room.asks(PASSPORT)
    page, centre = case_page(room), Identity.new()
    refer_by_hand(page, centre)
    with page.expect_download() as saved:
        confirm(page, "Make the packet")
    saved.value.save_as(tmp_path / "packet")
    packet = unseal((tmp_path / "packet").read_bytes(), by=centre).decode()
    number = packet.partition("tell us this number: ")[2][:9]
    word = page.get_by_label("The number in the packet")
    word.fill("0000 0000")
    page.get_by_role("button", name="They accepted it").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not the number")

    word.fill(number)
    page.get_by_role("button", name="They accepted it").click()

    expect(page.get_by_text("accepted, since")).to_be_visible()
    page.get_by_role("button", name="They rejected it").click()
    expect(page.get_by_role("alert")).to_contain_text("Say in a few words why")
    page.get_by_role("button", name="It is done").click()
    expect(page.get_by_text("done, since")).to_be_visible()


def refer_by_hand(page: Page, centre: Identity) -> None:
    """Fill the form of a referral to somebody whose key is on paper."""
    unfold(page, "Refer to a specialist")
    page.get_by_label("Name", exact=True).fill("Another Test Centre")
    page.get_by_label("Their key").fill(centre.recipient)
    page.get_by_label("Language", exact=True).check()
    page.get_by_role("button", name="Make the packet").click()


def test_nothing_is_referred_without_the_yes_of_the_person(room: Room) -> None:
    case = room.asks(Said("Помогите с убежищем.", type="asylum", refer=False))
    page = case_page(room, "Asylum")
    refer_by_hand(page, Identity.new())
    expect(page.get_by_role("alert")).to_contain_text("Without the person’s yes")
    assert case.of("notes") == []

    case.write(Kind.TEXT, {"text": "Да, можно."})
    page.get_by_role("button", name="Back to the queue").click()
    open_case(page, "Asylum")
    refer_by_hand(page, Identity.new())
    page.get_by_label("In which letter").select_option(index=1)
    page.get_by_role("button", name="Make the packet").click()

    expect(page.get_by_role("dialog")).to_contain_text("Agreed in letter 2")
    expect(page.get_by_role("dialog")).to_contain_text("No registration is given.")


def test_partners_that_the_root_did_not_sign_are_not_offered(room: Room) -> None:
    room.asks(PASSPORT)
    spy = {"name": "Test Law Centre", "registration": "", "recipient": Identity.new().recipient}
    files = signed_partners(room.desk.ceremony, [spy])
    room.desk.files |= files | {"partners.json": files["partners.json"].replace("Law", "law")}
    page = case_page(room)
    unfold(page, "Refer to a specialist")

    expect(page.get_by_label("To whom").first).to_have_text("Somebody not on the list")


def test_what_is_ticked_and_typed_stays_when_news_arrive(room: Room) -> None:
    case = room.asks(PASSPORT)
    page = room.at()
    page.clock.install()
    enter(page, room.first.name)
    unlock(page, room.first)
    open_case(page, "Expired passport")
    unfold(page, "Refer to a specialist")
    page.get_by_label("Name", exact=True).fill("Another Test Centre")
    page.get_by_label("Language", exact=True).check()
    case.write(Kind.TEXT, {"text": "И ещё одно."})

    page.clock.run_for(21_000)

    expect(page.get_by_text("И ещё одно.")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Another Test Centre")
    expect(page.get_by_label("Language", exact=True)).to_be_checked()
    expect(page.get_by_label("Deadline", exact=True)).not_to_be_checked()
