"""The desk as its journeys use it: two on duty at the help desk, one for the press, one server."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from tests.journeys.faked_desk import FakedDesk
from tests.journeys.sealed_people import (
    EMBASSY,
    SENTENCE,
    Case,
    Ceremony,
    Duty,
    Said,
    appeal,
    today,
)

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@dataclass
class Room:
    """A desk, those who are on duty there, and what their browsers complained of."""

    desk: FakedDesk
    port: int
    open_page: Callable[..., Page]
    first: Duty
    second: Duty
    press: Duty
    complaints: list[str] = field(default_factory=list)

    def at(self, language: str = "en", **options: object) -> Page:
        """Open the page, as somebody with their own device."""
        page = self.open_page(**{"viewport": WIDE} | options)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(f"http://desk.localhost:{self.port}/{EMBASSY}/{language}/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    def on_duty(self, duty: Duty, language: str = "en", **options: object) -> Page:
        """Open the page, sign in and unlock with the printed key."""
        page = self.at(language, **options)
        enter(page, duty.name)
        unlock(page, duty)
        return page

    def asks(self, said: Said) -> Case:
        """Let somebody ask for help; the appeal of somebody in danger is due in ten minutes."""
        case = appeal(said, self.desk.ceremony.rosters[-1])
        if said.urgency == "danger":
            moment = datetime.now(UTC) + timedelta(minutes=10)
            case.due = moment.isoformat(timespec="minutes")
        self.desk.cases.append(case)
        return case

    def _note(self, message: ConsoleMessage) -> None:
        is_absent = "status of 404" in message.text or "status of 409" in message.text
        if message.type in {"error", "warning"} and not is_absent:
            self.complaints.append(message.text)


def new_desk() -> tuple[FakedDesk, Duty, Duty, Duty]:
    """Return a desk with a signed roster, and those who are on it."""
    first, second, press = Duty("Duty-2"), Duty("Duty-3"), Duty("Duty-5", desks=("press",))
    ceremony = Ceremony()
    ceremony.sign_roster([first, second, press])
    return FakedDesk(ceremony, [first, second, press]), first, second, press


def enter(page: Page, name: str, password: str = SENTENCE) -> None:
    """Fill the form of signing in, as it stands in any language."""
    fields = page.locator("form input")
    fields.nth(0).fill(name)
    fields.nth(1).fill(password)
    fields.nth(1).press("Enter")


def unlock(page: Page, duty: Duty) -> None:
    """Unlock with the printed key, typed in small letters and in groups."""
    page.locator("textarea").wait_for(state="attached")
    page.locator("details:has(textarea)").evaluate("each => each.open = true")
    typed = duty.paper.text.removeprefix("AGE-SECRET-KEY-1").lower()
    page.locator("textarea").fill(" ".join(typed[at : at + 6] for at in range(0, 58, 6)))
    page.locator("details form button").click()
    expect(page.locator(".bar__ways")).to_be_visible()


def open_case(page: Page, title: str) -> None:
    """Open an appeal from the queue, and wait until its letters are there."""
    page.locator(".cases__title", has_text=title).click()
    expect(page.locator(".letter").first).to_be_visible()
    expect(page.locator(".facts").get_by_text("Opened", exact=True)).to_be_visible()


def case_page(room: Room, title: str = "Expired passport") -> Page:
    """Return the page of the first member with an appeal open."""
    page = room.on_duty(room.first)
    open_case(page, title)
    return page


def unfold(page: Page, heading: str) -> None:
    """Open a part of the screen that is folded."""
    page.locator("summary", has_text=heading).first.click()


def confirm(page: Page, name: str) -> None:
    """Press a button of the question that stands over the page."""
    page.get_by_role("dialog").get_by_role("button", name=name).click()


def answer(page: Page, text: str) -> None:
    """Write an answer and send it from its preview."""
    page.get_by_label("Your answer").fill(text)
    page.get_by_role("button", name="Look at it before sending").click()
    page.get_by_role("dialog").get_by_role("button", name="Send").click()


def said(page: Page) -> Locator:
    """Return the line in which the page says what was done."""
    return page.locator(".voices").get_by_role("status")


def in_days(days: int) -> str:
    """Return a day from today on as the protocol writes it."""
    return (today() + timedelta(days=days)).isoformat()


def guide(language: str, title: str, *, checked: int = -3, lasts: int = 87) -> dict[str, str]:
    """Return a guide as the desk is told of it: checked and to be checked so many days from now."""
    return {
        "embassy": EMBASSY,
        "language": language,
        "title": title,
        "address": f"https://example.org/{language}/guides/passport/",
        "checked": in_days(checked),
        "review_by": in_days(lasts),
    }
