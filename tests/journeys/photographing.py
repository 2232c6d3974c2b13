"""What a member does with a photograph: the masks, the words, and where it is shown."""

from collections.abc import Mapping

from playwright.sync_api import FilePayload, Page, expect

from tests.factories.drawn_faces import with_faces
from tests.factories.photographs import ALTERNATIVE, jpeg
from tests.journeys.desk import Desk

FACES = [(150, 300, 200), (600, 300, 260), (1100, 300, 380)]
LOOKED_AT = "I looked at every part of it. No other face can be recognised."
RIGHTS = "Photo: press office, free to use"


def photograph() -> FilePayload:
    """Return a photograph of three faces as a telephone writes it: with its place and its owner."""
    content = jpeg(with_faces(FACES))
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": content}


def choose_file(page: Page, staff: str) -> None:
    """Take a photograph in and wait for the question of its masks."""
    page.goto(f"{staff}/admin/pictures/add/")
    page.locator("[name=file]").set_input_files(photograph())
    page.get_by_role("button", name="Go on to the masks").click()
    page.get_by_role("heading", level=1, name="Masks and words").wait_for()


def keep(page: Page, alternative: Mapping[str, str] = ALTERNATIVE) -> None:
    """Say what it shows in each language, and keep it with the masks there are."""
    for code, text in alternative.items():
        page.locator(f"[name=alternative_{code}]").fill(text)
    page.locator("[name=rights]").fill(RIGHTS)
    page.get_by_label(LOOKED_AT).check()
    page.get_by_role("button", name="Burn the masks in and keep it").click()
    page.get_by_text("Kept. You can choose it").wait_for()


def masks(page: Page) -> list[str]:
    """Return the lines that are not empty."""
    lines = [each.input_value() for each in page.locator("[name=mask]").all()]
    return [each for each in lines if each]


def choose_in_text(writer: Desk, words: str) -> None:
    """Put the newest picture that shows something into the text of the page that is open."""
    section = writer.page.locator("section[id$='-body-section']")
    section.get_by_role("button", name="Insert a block").last.click()
    writer.page.get_by_role("option", name="Picture").click()
    writer.page.get_by_role("button", name="Choose a picture").last.click()
    writer.page.get_by_role("link", name=words).first.click()
    expect(section.get_by_text(words)).to_be_visible()
