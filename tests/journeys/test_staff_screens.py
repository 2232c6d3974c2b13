"""The staff screens of approval and members: measured by axe, and as wide as a phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import Embassy
from tests.running_site import REPOSITORY

SCREENSHOTS = REPOSITORY / "build" / "screenshots"
_PHONE = {"width": 360, "height": 740}
_DESK = {"width": 1280, "height": 900}


@pytest.fixture
def screens(embassy: Embassy) -> dict[str, str]:
    """Return the addresses of the screens, when something waits and something else is a draft."""
    writer = embassy.writer
    draft = writer.write_news("Not asked for yet, with a title that is as long as titles get here")
    writer.write_news("Asked for, with a title that is as long as titles get here in Russian too")
    return {
        "approvals": "approvals/",
        "drafts": "approvals/drafts/",
        "approval": writer.ask().partition("/admin/")[2],
        "ask": f"approvals/ask/page/{draft}/",
        "members": "members/",
        "ledger": "ledger/",
        "editions": "editions/",
        "edition-changes": "editions/gb/changes/1/2/",
        "rollback": "editions/gb/rollback/1/",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_our_part_of_a_staff_screen(
    embassy: Embassy, open_page: Callable[..., Page], screens: dict[str, str], *, scheme: str
) -> None:
    signed_in = embassy.approver.page.context.storage_state()
    page = open_page(storage_state=signed_in, viewport=_DESK, color_scheme=scheme, bypass_csp=True)
    found = {}
    for name, path in screens.items():
        page.goto(f"{embassy.site.staff}/admin/{path}")
        page.screenshot(path=SCREENSHOTS / f"staff-{name}-desk-{scheme}.png", full_page=True)
        # The frame around it is Wagtail's.
        violations = Axe().run(page, "main .nice-padding").response["violations"]
        if violations:
            found[name] = [(each["id"], each["nodes"][0]["html"]) for each in violations]

    assert found == {}


def test_staff_screen_fits_a_phone(
    embassy: Embassy, open_page: Callable[..., Page], screens: dict[str, str]
) -> None:
    signed_in = embassy.approver.page.context.storage_state()
    page = open_page(storage_state=signed_in, viewport=_PHONE)
    too_wide = []
    for name, path in {**screens, "home": "", "account": "account/"}.items():
        page.goto(f"{embassy.site.staff}/admin/{path}")
        page.screenshot(path=SCREENSHOTS / f"staff-{name}-phone.png", full_page=True)
        # Wagtail's frame cuts off what is too wide, so the text itself is asked as well.
        widths = [
            page.locator(each).evaluate("each => each.scrollWidth") for each in ("html", "main")
        ]
        widest = max(widths)
        if widest > _PHONE["width"]:
            too_wide.append((name, widest))

    assert too_wide == []
