"""Somebody before the page of the help origin, in a language, who presses what they read there."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.running_site import REPOSITORY
from tests.spelling import intake_texts

LOOKED_AT = REPOSITORY / "build" / "screenshots"
PHONE = {"width": 360, "height": 740}


class Served(Protocol):
    """An origin in memory, or one of a running site."""

    @property
    def address(self) -> str: ...


@dataclass
class Person:
    """Each screen that is seen is kept as a picture, if it has a name for that."""

    page: Page
    language: str = "en"
    pictures: str = ""
    looks_with_axe: bool = False
    texts: dict[str, str] = field(init=False)
    found: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.texts = intake_texts(self.language)

    def comes_to(self, origin: Served, embassy: str = "gb") -> None:
        self.page.goto(f"{origin.address}/{embassy}/{self.language}/")
        self.sees("start.heading")

    def says(self, key: str, **values: Any) -> str:
        """Return a sentence of the page."""
        text = self.texts[key]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def sees(self, key: str, **values: Any) -> None:
        """Wait for a screen; it has to fit the window."""
        expect(self.heading).to_have_text(self.says(key, **values), timeout=30_000)
        widest = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert widest <= 0, key
        name = key.rpartition(".")[0].replace(".", "-")
        if self.pictures:
            file = f"intake-{name}-{self.language}-{self.pictures}.png"
            self.page.screenshot(path=LOOKED_AT / file, full_page=True)
        if self.looks_with_axe:
            violations = Axe().run(self.page).response["violations"]
            self.found |= {name: [each["id"] for each in violations]} if violations else {}

    def reads(self, key: str, **values: Any) -> None:
        """Wait for a sentence."""
        expect(self.page.locator("main")).to_contain_text(self.says(key, **values), timeout=30_000)

    @property
    def heading(self) -> Locator:
        return self.page.locator("h1")

    def presses(self, key: str, **values: Any) -> None:
        name = re.compile(rf"^\s*{re.escape(self.says(key, **values))}\s*$")
        self.page.get_by_role("button", name=name).click()

    def chooses(self, key: str) -> None:
        self.page.get_by_label(self.says(key), exact=True).check()

    def types(self, identity: str, text: str) -> None:
        self.page.locator(f"#{identity}").fill(text)

    def adds(self, *files: FilePayload) -> None:
        self.page.locator("#files").set_input_files(files)
        expect(self.page.locator(".file")).to_have_count(len(files))

    def goes_to_the_text(self, origin: Served) -> None:
        """Open the page, and go straight to the box for the text."""
        self.comes_to(origin)
        self.goes_on_to_the_text()

    def goes_on_to_the_text(self) -> None:
        self.presses("start.write")
        self.presses("before.next")
        self.presses("button.next")
        self.presses("button.straight")
        self.sees("text.heading")

    def walks(self, *answers: tuple[str, str]) -> None:
        """Give answers: each a heading, and what is chosen there; nothing keeps what is there."""
        for heading, choice in answers:
            self.sees(f"{heading}.heading")
            if choice:
                self.chooses(f"{heading}.{choice}")
            self.presses("button.next")

    def names_a_day(self, day: date) -> None:
        self.sees("deadline.heading")
        self.types("day", str(day.day))
        self.page.locator("#month").select_option(f"{day.month:02}")
        self.types("year", str(day.year))
        self.presses("button.next")

    def writes(self, text: str, *files: FilePayload) -> None:
        """Write a text, add files, and send it all."""
        self.sees("text.heading")
        self.types("text", text)
        self.presses("button.next")
        self.sees("files.heading")
        if files:
            self.adds(*files)
            self.sees("files.heading")
        self.presses("button.next")
        self.sees("check.heading")
        self.presses("check.send")

    def writes_down(self) -> tuple[list[str], list[str]]:
        """Take the code, and type the word that is asked for; return words and groups of digits."""
        self.sees("code.heading")
        words, digits = (
            each.locator("li").all_text_contents() for each in self.page.locator("ol.code").all()
        )
        self.presses("code.written")
        self.sees("confirm.heading")
        before = self.says("confirm.ask").partition("{word}")[0]
        asked = self.page.get_by_text(before).text_content() or ""
        self.types("confirm", words[int(asked.removeprefix(before)[0]) - 1])
        self.presses("confirm.check")
        return words, digits

    def comes_back(self, origin: Served, code: list[str], embassy: str = "gb") -> None:
        """Open the page once more, and type a code."""
        self.comes_to(origin, embassy)
        self.presses("start.return")
        self.sees("enter.heading")
        self.types("code", " ".join(code))
        self.presses("enter.open")


Opening = Callable[..., Page]
