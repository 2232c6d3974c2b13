"""A passkey for journeys: Chromium's own virtual authenticator, which always says yes."""

from playwright.sync_api import CDPSession, Page, expect

PHRASE = "a sentence only I would write"
_ALWAYS_YES = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def virtual_authenticator(page: Page) -> CDPSession:
    """Plug an authenticator in, which this page keeps from one address to the next."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": _ALWAYS_YES})
    return session


def add_passkey(page: Page, staff: str) -> None:
    """Add a passkey to the account that is signed in; the page needs an authenticator."""
    page.goto(f"{staff}/account/keys/webauthn/add/")
    password = page.locator("input[type=password]")
    if password.is_visible():  # allauth asks once more, unless it asked a moment ago
        password.fill(PHRASE)
        page.get_by_role("button", name="Confirm").click()
    _press(page, "Add")
    expect(page.get_by_text("Security key added")).to_be_visible()


def confirm_passkey(page: Page) -> None:
    """Use the passkey that an act asks for, if it asks; it goes on by itself then."""
    _press(page, "Use your passkey")


def sign_in_with_passkey(page: Page, staff: str) -> None:
    page.goto(f"{staff}/account/login/")
    _press(page, "Sign in with a passkey")
    page.wait_for_url(f"{staff}/admin/")


def _press(page: Page, name: str) -> None:
    """Press a button that a script answers, once the script is there."""
    button = page.get_by_role("button", name=name, exact=True)
    button.wait_for()
    page.wait_for_load_state()
    button.click()
