"""What a member does at their screen in the journeys of approval."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page, Response, expect

from tests.journeys.passkeys import confirm_passkey
from tests.running_site import RunningSite

ASK = "Ask for approval"
PUBLIC_NOW = "Approved: this is public now."
OPENS_CALENDAR = "field => Boolean(window.jQuery?.(field).data('xdsoft_datetimepicker'))"


@dataclass(frozen=True)
class Desk:
    """A member who is signed in, in a browser of their own with a passkey in it."""

    page: Page
    site: RunningSite

    def go(self, path: str = "") -> None:
        self.page.goto(f"{self.site.staff}/admin/{path}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def says(self, sentence: str) -> None:
        expect(self.page.get_by_text(sentence).first).to_be_visible()

    def add(self, kind: str, *, below: str) -> None:
        """Open the form of a new page, such as "publishing/newspage"."""
        self.go(f"pages/add/{kind}/{self.site.page_id(below)}/")

    def edit(self, page: int) -> None:
        self.go(f"pages/{page}/edit/")

    def fill(self, **fields: str) -> None:
        for name, text in fields.items():
            field = self.page.locator(f"[name='{name}']")
            field.fill(text)
            if field.evaluate(OPENS_CALENDAR):
                self._close_calendar()

    def _close_calendar(self) -> None:
        """Press elsewhere once it is there: it opens a moment later, over what is below it."""
        calendar = self.page.locator(".xdsoft_datetimepicker").filter(visible=True)
        calendar.wait_for()
        self.page.locator("body").dispatch_event("mousedown")
        calendar.wait_for(state="hidden")

    def block(self, stream: str) -> None:
        """Add a block at the end of a stream."""
        section = self.page.locator(f"section[id$='-{stream}-section']")
        section.get_by_role("button", name="Insert a block").last.click()

    def save(self) -> None:
        self.press("Save draft")
        self.page.wait_for_load_state()

    def save_and_ask(self) -> int:
        """Save the form that is open and go on to what it would change; return its number."""
        self.press("More actions")
        self.press(ASK)
        self.page.wait_for_url(re.compile(r"/approvals/ask/"))
        return int(self.page.url.rstrip("/").rpartition("/")[2])

    def ask(self) -> str:
        """Ask for what is ticked; return the address of the approval."""
        self.press(ASK)
        self.page.wait_for_url(re.compile(r"/approvals/\d+/$"))
        return self.page.url

    def write_news(self, title: str) -> int:
        """Write a news item and stop before asking for it; return the page's number."""
        self.add("publishing/newspage", below="/gb-en/news/")
        self.fill(title=title, introduction="Forty people wrote to prisoners in one evening.")
        return self.save_and_ask()

    def send_to_translation(self, page: int, path: str) -> dict[str, int]:
        """Let a page be translated into every other language; return the new pages' numbers.

        They stand below the path of the original until they have a title of their own.
        """
        self.go(f"localize/submit/page/{page}/")
        for box in self.page.locator("[name=locales]").all():
            box.check()
        self.press("Submit")
        self.page.get_by_text("submitted for translation").wait_for()
        return {code: self.site.page_id(f"/gb-{code}/{path}") for code in ("be", "ru")}

    def translate(self, page: int, *texts: str, tab: str = "") -> None:
        """Write what is not translated yet, from the top of a tab."""
        self.edit(page)
        if tab:
            self.page.get_by_role("tab", name=tab).click()
        for text in texts:
            self.page.get_by_role("button", name="Translate", exact=True).first.click()
            field = self.page.locator(".js-translation-editor textarea")
            field.fill(text)
            self.press("Save")
            field.wait_for(state="detached")

    def ask_in_all_languages(self, page: int) -> str:
        """Ask for every version of a page together; return the address of the approval."""
        self.go(f"approvals/ask/page/{page}/")
        for box in self.page.locator("[name=version]").all():
            box.check()
        return self.ask()

    def use_passkey_if_asked(self) -> None:
        """Confirm with the passkey, unless it was confirmed less than five minutes ago."""
        self.page.wait_for_load_state()
        if "/reauthenticate/" in self.page.url:
            confirm_passkey(self.page)

    def approve(self, address: str) -> None:
        """Give the yes that was still needed."""
        self.page.goto(address)
        self.press("Approve")
        self.use_passkey_if_asked()
        self.says(PUBLIC_NOW)

    @property
    def approve_button(self) -> Locator:
        return self.page.get_by_role("button", name="Approve", exact=True)


@dataclass(frozen=True)
class Reader:
    """Somebody without scripts."""

    page: Page
    site: RunningSite

    @classmethod
    def at(cls, page: Page, site: RunningSite) -> "Reader":
        """Sit somebody down who asks anew each time: a browser keeps a page for a minute."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        return cls(page, site)

    def reads(self, path: str, text: str, *, within: str = "main") -> None:
        self._go(path)
        expect(self.page.locator(within).first).to_contain_text(text)

    def link_to(self, title: str, *, on: str) -> str:
        """Return the path below the language to which a link leads."""
        self._go(on)
        href = self.page.get_by_role("link", name=title).first.get_attribute("href")
        return (href or "").lstrip("/").partition("/")[2]

    def does_not_read(self, path: str, text: str) -> None:
        self._go(path)
        expect(self.page.locator("body")).not_to_contain_text(text)

    def status(self, path: str) -> int:
        return self._go(path).status

    def _go(self, path: str) -> Response:
        """Ask for a path once everything that was approved is baked."""
        self.site.wait_until_baked()
        answer = self.page.goto(f"{self.site.public}/{path}")
        assert answer
        return answer


def in_language(sentence: str, language: str) -> str:
    """Return a sentence of the interface as it stands in the catalogue of a language."""
    with override(language):
        return gettext(sentence)
