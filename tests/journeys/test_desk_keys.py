"""A member makes keys in the browser, keeps them in two or three ways, and tries each."""

import base64

import pytest
from playwright.sync_api import Page, expect

from ambasada.lib.sealing.files import unseal
from ambasada.lib.sealing.fingerprints import fingerprint
from ambasada.lib.sealing.keys import Identity, MemberKeys
from tests.journeys.duty_room import Room, enter, said
from tests.journeys.sealed_people import SENTENCE

_WITH_SECRETS = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
    "hasPrf": True,
}


def plug_in(page: Page) -> None:
    """Give the page an authenticator whose passkeys carry a secret."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": _WITH_SECRETS})


def begin(room: Room) -> Page:
    page = room.at()
    page.get_by_role("button", name="First time here: make your keys").click()
    page.get_by_role("button", name="Make my keys").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("First way: a phrase")
    return page


def keep_phrase(page: Page) -> str:
    """Write the phrase down and type it again; return it."""
    expect(page.locator(".phrase li")).to_have_count(6)
    phrase = " ".join(page.locator(".phrase li").all_inner_texts())
    page.get_by_role("button", name="I have written it down").click()
    page.get_by_label("Type the six words").fill(phrase.upper())
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Second way: a recovery sheet", timeout=60_000
    )
    return phrase


def keep_paper(page: Page) -> str:
    """Copy the sheet and type it again; return the key on it."""
    groups = page.locator(".sheet__key li").all_inner_texts()
    page.get_by_role("button", name="It is on paper").click()
    page.get_by_label("Type the key").fill(" ".join(groups).lower())
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Third way: a passkey")
    return "AGE-SECRET-KEY-1" + "".join(groups)


def hand_in(page: Page, room: Room) -> None:
    page.get_by_label("User name").fill(room.first.name)
    page.get_by_label("Password").fill(SENTENCE)
    page.get_by_label("One-time code").fill(room.desk.code)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Read this out")


@pytest.mark.parametrize("way", ["phrase", "paper", "passkey"])
def test_keys_made_here_open_again_by_each_way_they_are_kept(room: Room, way: str) -> None:
    page = begin(room)
    plug_in(page)
    phrase, paper = keep_phrase(page), keep_paper(page)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hand in your public keys")
    hand_in(page, room)
    handed = room.desk.enrolled[0]
    assert sorted(handed["confirmed"]) == ["paper", "passkey", "phrase"]
    keys = MemberKeys.read(unseal(_bytes(handed, "paper"), by=Identity.read(paper)))
    assert (keys.recipient, keys.verify_key) == (handed["recipient"], handed["verify"])
    room.first.keep(keys, handed["bundles"])

    page.get_by_role("button", name="Go to signing in").click()
    enter(page, room.first.name)
    if way == "phrase":
        page.get_by_label("Your phrase").fill(f"  {phrase.title()} ")
        page.get_by_role("button", name="Unlock", exact=True).first.click()
    elif way == "passkey":
        page.get_by_role("button", name="Unlock with a passkey").click()
    else:
        page.locator("summary").click()
        page.get_by_label("The key on").fill(paper)
        page.get_by_role("button", name="Unlock", exact=True).last.click()

    expect(page.locator(".bar__ways")).to_be_visible(timeout=60_000)


def test_fingerprint_is_shown_to_be_read_out_and_again_until_a_roster_has_it(room: Room) -> None:
    page = begin(room)
    keep_phrase(page)
    paper = keep_paper(page)
    page.get_by_role("button", name="Leave this way out").click()
    hand_in(page, room)
    handed = room.desk.enrolled[0]
    told = fingerprint(handed["recipient"], handed["verify"]).split()
    expect(page.locator(".fingerprint__words li")).to_have_text(told)

    room.first.keep(
        MemberKeys.read(unseal(_bytes(handed, "paper"), by=Identity.read(paper))),
        handed["bundles"],
        paper=Identity.read(paper),
    )
    page.get_by_role("button", name="Go to signing in").click()
    enter(page, room.first.name)
    page.locator("summary").click()
    page.get_by_label("The key on").fill(paper)
    page.get_by_role("button", name="Unlock", exact=True).last.click()

    expect(page.get_by_text("Your keys are not on the roster yet.")).to_be_visible()
    expect(page.locator(".fingerprint__words li")).to_have_text(told)


def test_one_way_to_keep_keys_is_not_enough(room: Room) -> None:
    page = begin(room)
    page.get_by_role("button", name="Leave this way out").click()
    keep_paper(page)
    page.get_by_role("button", name="Leave this way out").click()

    expect(page.get_by_text("Two are needed")).to_be_visible()
    expect(page.get_by_role("button", name="Hand in")).to_be_hidden()
    page.get_by_role("button", name="Go through the others").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("First way: a phrase")


def test_phrase_and_sheet_typed_wrong_are_not_taken(room: Room) -> None:
    page = begin(room)
    page.get_by_role("button", name="I have written it down").click()
    page.get_by_label("Type the six words").fill("one two three four five six")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert")).to_contain_text("These are not the words.")
    page.get_by_role("button", name="Show it again").click()
    page.get_by_role("button", name="Leave this way out").click()

    groups = page.locator(".sheet__key li").all_inner_texts()
    page.get_by_role("button", name="It is on paper").click()
    page.get_by_label("Type the key").fill(" ".join([*groups[1:], groups[0]]))
    page.get_by_role("button", name="Check").click()

    expect(page.get_by_role("alert")).to_contain_text("This does not open your keys.")


def test_wrong_code_loses_nothing_of_what_was_made(room: Room) -> None:
    page = begin(room)
    keep_phrase(page)
    keep_paper(page)
    page.get_by_role("button", name="Leave this way out").click()
    page.get_by_label("User name").fill(room.first.name)
    page.get_by_label("Password").fill(SENTENCE)
    page.get_by_label("One-time code").fill("0000000000")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("alert")).to_contain_text("Your keys are still here.")

    hand_in(page, room)

    assert len(room.desk.enrolled) == 1


def test_printer_gets_the_sheet_and_nothing_else(room: Room) -> None:
    page = begin(room)
    page.get_by_role("button", name="Leave this way out").click()
    page.emulate_media(media="print")

    expect(page.locator(".sheet")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    assert "Test embassy" not in page.locator("body").inner_text()


def test_member_without_keys_is_led_to_make_them(room: Room) -> None:
    room.first.keep(MemberKeys.new(), dict.fromkeys(("phrase", "passkey", "paper"), ""))
    page = room.at()
    enter(page, room.first.name)

    expect(page.get_by_text("You have no keys here yet")).to_be_visible()
    page.get_by_role("button", name="First time here: make your keys").click()
    expect(page.get_by_role("button", name="Make my keys")).to_be_visible()


def test_whoever_lost_a_device_is_told_where_to_go(room: Room) -> None:
    page = room.at()
    page.get_by_role("button", name="My device was lost").click()

    expect(page.get_by_text("press “Report a lost device”")).to_be_visible()
    assert said(page).inner_text() == ""


def _bytes(handed: dict[str, dict[str, str]], way: str) -> bytes:
    return base64.b64decode(handed["bundles"][way])
