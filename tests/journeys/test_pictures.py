"""A picture goes from a file to readers: masks, words, the text, the approval, the page."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.factories.photographs import ALTERNATIVE
from tests.journeys.conftest import Embassy
from tests.journeys.desk import Reader
from tests.journeys.photographing import choose_file, choose_in_text, keep, masks
from tests.running_site import REPOSITORY

SCREENSHOTS = REPOSITORY / "build" / "screenshots"
_PHONE = {"width": 360, "height": 740}


def draw(page: Page, *, across: float, down: float) -> None:
    """Draw a mask with the pointer, from a place in hundredths of the picture."""
    frame = page.locator("svg.masks").bounding_box()
    assert frame is not None
    x, y = frame["x"] + frame["width"] * across / 100, frame["y"] + frame["height"] * down / 100
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + frame["width"] / 10, y + frame["height"] / 10, steps=4)
    page.mouse.up()


def test_picture_goes_from_a_file_to_readers(embassy: Embassy, reader: Reader) -> None:
    writer = embassy.writer
    choose_file(writer.page, embassy.site.staff)
    found = masks(writer.page)
    draw(writer.page, across=5, down=80)
    assert len(masks(writer.page)) == len(found) + 1
    writer.page.screenshot(path=SCREENSHOTS / "staff-picture-decide.png", full_page=True)
    keep(writer.page)

    writer.add("publishing/newspage", below="/gb-en/news/")
    writer.fill(title="With a picture", introduction="Forty people stood on a square.")
    choose_in_text(writer, ALTERNATIVE["en"])
    writer.save_and_ask()
    address = writer.ask()
    embassy.approver.page.goto(address)
    shown = embassy.approver.page.locator(".approval__pictures img")
    expect(shown).to_be_visible()
    assert shown.evaluate("each => each.decode().then(() => each.naturalWidth)") == 480
    embassy.approver.page.screenshot(
        path=SCREENSHOTS / "staff-picture-approval.png", full_page=True
    )
    embassy.approver.approve(address)

    path = reader.link_to("With a picture", on="en/news/")
    reader.reads(f"en/{path}", "Photo: press office, free to use")
    picture = reader.page.get_by_role("img", name=ALTERNATIVE["en"])
    assert picture.evaluate("each => each.decode().then(() => each.naturalWidth)") > 0
    assert picture.evaluate("each => each.currentSrc").endswith(".webp")
    reader.page.screenshot(path=SCREENSHOTS / "picture-in-news.png", full_page=True)


@pytest.mark.parametrize("has_script", [True, False], ids=["with a script", "without"])
def test_masks_are_decided_with_a_script_and_without(
    embassy: Embassy, open_page: Callable[..., Page], *, has_script: bool
) -> None:
    signed_in = embassy.writer.page.context.storage_state()
    page = open_page(storage_state=signed_in, java_script_enabled=has_script)
    choose_file(page, embassy.site.staff)

    page.locator("[name=mask]").last.fill("5 80 10 10")
    page.get_by_role("button", name="Show the masks as they are written").click()

    # As the server draws it; a script writes "5%".
    expect(page.locator("svg.masks rect").last).to_have_attribute("x", "5.00%")
    assert masks(page)[-1] == "5 80 10 10"
    keep(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_about_pictures_and_they_fit_a_phone(
    embassy: Embassy, open_page: Callable[..., Page], *, scheme: str
) -> None:
    signed_in = embassy.writer.page.context.storage_state()
    page = open_page(storage_state=signed_in, viewport=_PHONE, color_scheme=scheme, bypass_csp=True)
    choose_file(page, embassy.site.staff)
    addresses = {"decide": page.url}
    addresses |= {
        name: f"{embassy.site.staff}/admin/pictures/{path}"
        for name, path in {"list": "", "add": "add/"}.items()
    }
    found, too_wide = {}, []
    for name, address in addresses.items():
        page.goto(address)
        page.screenshot(path=SCREENSHOTS / f"staff-pictures-{name}-{scheme}.png", full_page=True)
        violations = Axe().run(page, "main .nice-padding").response["violations"]
        if violations:
            found[name] = [(each["id"], each["nodes"][0]["html"]) for each in violations]
        if page.locator("main").evaluate("each => each.scrollWidth") > _PHONE["width"]:
            too_wide.append(name)

    assert found == {}
    assert too_wide == []
