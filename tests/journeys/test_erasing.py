"""A name that endangers somebody: one member erases the page, and readers get it no more."""

from playwright.sync_api import expect

from tests.journeys.conftest import Embassy
from tests.journeys.desk import Reader

TITLE = "Zorkanary-Test was seen"


def test_one_member_erases_a_page_and_readers_get_it_no_more(
    embassy: Embassy, reader: Reader
) -> None:
    writer, approver = embassy.writer, embassy.approver
    number = writer.write_news(TITLE)
    approver.approve(writer.ask())
    path = reader.link_to(TITLE, on="en/news/")
    reader.reads(f"en/{path}", TITLE)

    writer.edit(number)
    writer.page.get_by_role("button", name="Actions", exact=True).click()
    writer.page.get_by_role("link", name="Erase").first.click()
    writer.says(f"Erase “{TITLE}”")
    writer.says(f"/en/{path}")
    writer.page.get_by_role("checkbox").check()
    writer.press("Erase")
    writer.use_passkey_if_asked()
    writer.says("Erased. Readers do not get it any more.")

    reader.page.goto(f"{embassy.site.public}/en/{path}")
    expect(reader.page.get_by_text(TITLE)).to_have_count(0)
    reader.does_not_read("en/news/", TITLE)
    writer.says("Erasure")
