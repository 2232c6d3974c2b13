"""How members join in journeys: by the link that was printed, by a vouch and a word."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.passkeys import PHRASE, add_passkey, confirm_passkey, virtual_authenticator
from tests.running_site import RunningSite


def printed_link(site: RunningSite) -> str:
    found = re.search(
        r"^Founder's invitation \(24 h, once\): (\S+)$", site.log.read_text(), re.MULTILINE
    )
    assert found
    return found[1]


def follow(page: Page, link: str, username: str, *, word: str = "") -> None:
    page.goto(link)
    page.locator("[name=word]").fill(word)
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(PHRASE)
    page.get_by_role("button", name="Join").click()


def with_passkey(page: Page, site: RunningSite) -> Page:
    expect(page.get_by_role("heading", name="Second factor and keys")).to_be_visible()
    virtual_authenticator(page)
    add_passkey(page, site.staff)
    return page


def ask(page: Page, site: RunningSite) -> None:
    """Invite a coordinator: the first time in five minutes the passkey is asked for."""
    page.goto(f"{site.staff}/admin/members/")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("writes, approves, vouches").check()
    page.get_by_role("button", name="Make the link").click()
    use_passkey_if_asked(page)


def use_passkey_if_asked(page: Page) -> None:
    if page.get_by_role("button", name="Use your passkey").is_visible():
        confirm_passkey(page)


def join_as_founder(page: Page, site: RunningSite) -> None:
    follow(page, printed_link(site), "founder")
    with_passkey(page, site)


def join_as_second(page: Page, site: RunningSite, *, invited_by: Page) -> None:
    """One vouch is enough for the second member; the word was told."""
    ask(invited_by, site)
    link, word = (invited_by.locator(each).inner_text() for each in ("#link", "#word"))
    follow(page, link, "press-office", word=word)
    with_passkey(page, site)
