"""Members without a passkey: how far they get."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.inviting import invitation
from tests.journeys.conftest import Embassy
from tests.journeys.joining import follow
from tests.journeys.passkeys import PHRASE
from tests.running_site import RunningSite


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
    follow(page, invited.link, username, word=invited.word)


def join_with_codes(page: Page, site: RunningSite, username: str) -> None:
    """Follow a fresh invitation through to an app that shows codes."""
    follow_invitation(page, site, username)
    page.get_by_role("link", name="Activate").click()
    page.get_by_label("Password").fill(PHRASE)
    page.get_by_role("button", name="Confirm").click()
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("[name=code]").fill(totp(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()


def test_member_without_second_factor_gets_no_further_than_setting_one_up(
    embassy: Embassy, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    follow_invitation(page, embassy.site, "halfway")

    page.goto(f"{embassy.site.staff}/admin/")

    assert page.url == f"{embassy.site.staff}/account/keys/"


def test_member_with_codes_alone_is_told_to_add_a_passkey_before_approving(
    embassy: Embassy, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    join_with_codes(page, embassy.site, "codes-only")
    embassy.writer.write_news("Waits for a passkey")
    address = embassy.writer.ask()

    page.goto(address)
    page.get_by_role("button", name="Approve", exact=True).click()

    expect(page.get_by_role("heading", name="Second factor and keys")).to_be_visible()
    expect(page.get_by_text("This needs a passkey. Add one here first.")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("Waits for approval")).to_be_visible()
