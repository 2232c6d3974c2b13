"""A founder joins with a second factor, writes a news item, and readers see it."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.inviting import invitation
from tests.running_site import RunningSite

_PHRASE = "a sentence only I would write"


def totp(secret: str) -> str:
    """Return the six digits an authenticator app would show now (RFC 6238, SHA-1, 30 s)."""
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def follow_invitation(page: Page, site: RunningSite, username: str) -> None:
    """Use an invitation for which whoever is there has vouched."""
    invited = invitation(site)
    page.goto(invited.link)
    page.locator("[name=word]").fill(invited.word)
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(_PHRASE)
    page.get_by_role("button", name="Join").click()


def join(page: Page, site: RunningSite, username: str) -> None:
    """Follow a fresh invitation through to a working second factor."""
    follow_invitation(page, site, username)
    page.get_by_role("link", name="Activate").click()
    page.get_by_label("Password").fill(_PHRASE)
    page.get_by_role("button", name="Confirm").click()
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("[name=code]").fill(totp(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()


def test_member_without_second_factor_gets_no_further_than_setting_one_up(
    site: RunningSite, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    follow_invitation(page, site, "halfway")

    page.goto(f"{site.staff}/admin/")

    assert page.url == f"{site.staff}/account/keys/"


def test_founder_joins_writes_news_and_readers_see_it(
    site: RunningSite, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    join(page, site, "founder")

    page.goto(f"{site.staff}/admin/pages/{site.page_id('/gb-en/news/')}/")
    page.get_by_role("link", name="Add child page").first.click()
    page.locator("#id_title").fill("Letters for the Day of Solidarity")
    page.locator("#id_introduction").fill("Forty people wrote to prisoners in one evening.")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("created and published")).to_be_visible()

    reader = open_page(java_script_enabled=False)
    reader.goto(f"{site.public}/en/news/")
    reader.get_by_role("link", name="Letters for the Day of Solidarity").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Letters for the Day of Solidarity")
    reader.goto(reader.url.replace("/en/", "/be/"))
    expect(reader.locator("main[lang=en] h1")).to_have_text("Letters for the Day of Solidarity")


def test_page_sent_to_translation_stays_labelled_until_it_is_translated(
    site: RunningSite, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    join(page, site, "translator")
    item = site.first_below("/gb-en/news/")

    page.goto(f"{site.staff}/admin/localize/submit/page/{site.page_id(f'/gb-en/news/{item}/')}/")
    page.locator("input[name=locales]").first.check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("submitted for translation")).to_be_visible()

    reader = open_page(java_script_enabled=False)
    for language in ("be", "ru"):
        reader.goto(f"{site.public}/{language}/news/{item}/")
        expect(reader.locator("main[lang=en] h1")).to_be_visible()
