"""How somebody becomes a member, and what becomes of a lost device, in real browsers."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.joining import (
    ask,
    follow,
    join_as_founder,
    printed_link,
    use_passkey_if_asked,
    with_passkey,
)
from tests.journeys.passkeys import PHRASE, add_passkey, confirm_passkey, virtual_authenticator
from tests.running_site import RunningSite, raised, served

Open = Callable[..., Page]
_SENTENCE = "This invitation cannot be used as you typed it."


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """Serve an installation of its own, which nobody has joined yet."""
    running = raised(tmp_path_factory, "members")
    with served(running):
        yield running


def vouch(page: Page, site: RunningSite) -> str:
    page.goto(f"{site.staff}/admin/members/")
    waiting = page.get_by_role("listitem").filter(has_text="asked for by founder")
    waiting.get_by_role("link", name="Vouch", exact=True).click()
    page.get_by_role("button", name="Vouch", exact=True).click()
    use_passkey_if_asked(page)
    return page.locator("#word").inner_text()


def test_first_joins_by_the_printed_link_second_by_one_vouch_third_by_two_and_a_word(
    site: RunningSite, open_page: Open
) -> None:
    first, second, third = open_page(), open_page(), open_page()

    join_as_founder(first, site)
    ask(first, site)
    link, word = first.locator("#link").inner_text(), first.locator("#word").inner_text()

    second.goto(link)
    assert "#" not in second.url  # the code stays in no history
    follow(second, link, "press-office", word="bakod-ulemi")
    expect(second.get_by_text(_SENTENCE)).to_be_visible()
    follow(second, link, "press-office", word=word)
    with_passkey(second, site)

    ask(first, site)
    link = first.locator("#link").inner_text()
    expect(first.locator("#word")).to_have_count(0)
    follow(third, link, "letters-desk")
    expect(third.get_by_text(_SENTENCE)).to_be_visible()
    first.goto(f"{site.staff}/admin/members/")
    expect(first.get_by_text("You have vouched for this.")).to_be_visible()
    follow(third, link, "letters-desk", word=vouch(second, site))
    with_passkey(third, site)

    third.goto(f"{site.staff}/admin/members/")
    for name in ("founder", "press-office", "letters-desk"):
        expect(third.get_by_role("listitem").filter(has_text=name)).to_contain_text("has a passkey")


def test_member_without_script_types_the_code_and_looking_spends_nothing(
    site: RunningSite, open_page: Open
) -> None:
    link = printed_link(site)
    open_page().goto(link)
    page = open_page(java_script_enabled=False)

    page.goto(link)
    page.get_by_label("Invitation code").fill(link.partition("#")[2])
    page.get_by_label("User name").fill("founder")
    page.get_by_label("Password").fill(PHRASE)
    page.get_by_role("button", name="Join").click()

    expect(page.get_by_role("heading", name="Second factor and keys")).to_be_visible()


def test_lost_device_puts_the_other_browser_out_at_its_next_click(
    site: RunningSite, open_page: Open
) -> None:
    phone, desk = open_page(), open_page()
    join_as_founder(phone, site)
    codes = phone.locator("textarea").input_value().split()
    sign_in(desk, site, codes[0])
    desk.goto(f"{site.staff}/admin/members/")

    desk.get_by_role("link", name="Report a lost device").click()
    desk.get_by_role("button", name="End everything").click()
    phone.get_by_role("link", name="Admin").click()

    assert phone.url.startswith(f"{site.staff}/account/login/")
    assert desk.url.startswith(f"{site.staff}/account/login/")
    sign_in(desk, site, codes[1])
    assert desk.url == f"{site.staff}/account/keys/"
    with_passkey(desk, site)
    desk.goto(f"{site.staff}/admin/members/")
    expect(desk.get_by_text("has a passkey")).to_be_visible()


def sign_in(page: Page, site: RunningSite, code: str) -> None:
    """Sign in with the password and a recovery code."""
    page.goto(f"{site.staff}/account/login/")
    page.locator("[name=login]").fill("founder")
    page.locator("[name=password]").fill(PHRASE)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("[name=code]").fill(code)
    page.get_by_role("button", name="Sign In").click()


def test_passkey_of_another_member_is_refused_in_a_sentence(
    site: RunningSite, open_page: Open
) -> None:
    first, second = open_page(), open_page()
    join_as_founder(first, site)
    ask(first, site)
    link, word = first.locator("#link").inner_text(), first.locator("#word").inner_text()
    follow(second, link, "press-office", word=word)
    expect(second.get_by_role("heading", name="Second factor and keys")).to_be_visible()
    session = virtual_authenticator(second)
    add_passkey(second, site.staff)
    second.goto(f"{site.staff}/admin/members/invite/")
    second.get_by_role("button", name="Make the link").click()

    answer_with_a_foreign_credential(second)

    expect(second.get_by_text("This passkey is not one of yours here.")).to_be_visible()
    confirm_passkey(second)
    expect(second.locator("#link")).to_be_visible()
    session.detach()


def answer_with_a_foreign_credential(page: Page) -> None:
    """Send what the page would send if another member's key had answered."""
    page.evaluate(
        """() => {
            const field = document.querySelector("[name=credential]")
            const text = btoa(JSON.stringify({type: "webauthn.get", challenge: "AAAA", origin: ""}))
            field.value = JSON.stringify({
                type: "public-key", id: "AAAA", rawId: "AAAA", clientExtensionResults: {},
                response: {
                    clientDataJSON: text.replace(/=+$/, ""),
                    authenticatorData: "A".repeat(50), signature: "AAAA", userHandle: "MQ"
                }
            })
            field.form.submit()
        }"""
    )
    page.wait_for_load_state()
