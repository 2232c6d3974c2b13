"""Two members make something public: what each of them does, in real browsers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Embassy
from tests.journeys.desk import PUBLIC_NOW, Desk, Reader, in_language
from tests.journeys.joining import join_as_founder, join_as_second
from tests.running_site import raised, served

LANGUAGES = ("en", "be", "ru")
ONE_PERSON = (
    "One person answers for what stands here. From the second member on, nothing is published"
    " without two."
)


def test_founder_publishes_alone_until_a_second_joins_and_then_two_are_needed(
    tmp_path_factory: pytest.TempPathFactory, open_page: Callable[..., Page]
) -> None:
    site = raised(tmp_path_factory, "first-two")
    with served(site):
        first, second = Desk(open_page(), site), Desk(open_page(), site)
        reader = Reader.at(open_page(java_script_enabled=False), site)
        join_as_founder(first.page, site)
        publish_alone(first, "Written by one")
        reader.reads("en/news/", "Written by one")
        for language in LANGUAGES:
            reader.reads(f"{language}/about/", in_language(ONE_PERSON, language))

        join_as_second(second.page, site, invited_by=first.page)
        for language in LANGUAGES:
            reader.does_not_read(f"{language}/about/", in_language(ONE_PERSON, language))
        first.write_news("Read by two")
        first.ask()
        first.says("Somebody else approves it.")
        expect(first.approve_button).to_have_count(0)
        reader.does_not_read("en/news/", "Read by two")

        open_from_the_home_page(second, "Read by two")
        look_as_readers_will(second, "Read by two")
        second.press("Approve")
        second.use_passkey_if_asked()
        second.says(PUBLIC_NOW)
        reader.reads("en/news/", "Read by two")


def publish_alone(founder: Desk, title: str) -> None:
    founder.write_news(title)
    founder.press("Go on")
    founder.says("You are the only member: you alone answer for what is published.")
    founder.press("Publish")
    founder.use_passkey_if_asked()
    founder.says(PUBLIC_NOW)


def open_from_the_home_page(member: Desk, title: str) -> None:
    member.go()
    panel = member.page.get_by_role("region", name="Waits for you")
    panel.get_by_role("link", name=title).click()


def look_as_readers_will(member: Desk, title: str) -> None:
    with member.page.context.expect_page() as opened:
        member.page.get_by_role("link", name="Look at it as readers will").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(title)
    opened.value.close()


def test_edit_between_look_and_click_voids_it(embassy: Embassy, reader: Reader) -> None:
    writer, approver = embassy.writer, embassy.approver
    page = writer.write_news("A number to be checked")
    approver.page.goto(writer.ask())

    writer.edit(page)
    writer.fill(introduction="Four hundred people wrote to prisoners in one evening.")
    writer.save()
    approver.press("Approve")
    approver.use_passkey_if_asked()

    approver.says("This was changed after you looked at it. Nothing was published")
    expect(approver.approve_button).to_have_count(0)
    reader.does_not_read("en/news/", "A number to be checked")
    writer.edit(page)
    writer.save_and_ask()
    approver.approve(writer.ask())
    reader.reads("en/" + reader.link_to("A number to be checked", on="en/news/"), "Four hundred")


def test_declined_with_a_note_stays_a_draft(embassy: Embassy, reader: Reader) -> None:
    writer, approver = embassy.writer, embassy.approver
    writer.write_news("Too early to tell")
    address = writer.ask()

    approver.page.goto(address)
    approver.page.get_by_label("What should be different").fill("Name the source, please.")
    approver.press("Decline")

    approver.says("Declined. The draft stays as it is.")
    writer.page.goto(address)
    writer.says("Name the source, please.")
    reader.does_not_read("en/news/", "Too early to tell")
    writer.go("approvals/drafts/")
    expect(writer.page.get_by_role("link", name="Too early to tell")).to_be_visible()


def test_page_taken_back_says_so_in_three_languages_and_can_be_put_back(
    embassy: Embassy, reader: Reader
) -> None:
    writer, approver = embassy.writer, embassy.approver
    page = writer.write_news("Meeting on Sunday")
    approver.approve(writer.ask())
    path = reader.link_to("Meeting on Sunday", on="en/news/")

    writer.go(f"approvals/take-back/page/{page}/")
    writer.press("Ask to take it back")
    address = writer.page.url
    assert reader.status(f"en/{path}") == 200
    approver.page.goto(address)
    approver.press("Approve")
    approver.use_passkey_if_asked()
    approver.says("Approved: it is taken back.")

    for language in LANGUAGES:
        assert reader.status(f"{language}/{path}") == 410
        reader.reads(f"{language}/{path}", in_language("This page was taken back", language))
    reader.does_not_read("en/news/", "Meeting on Sunday")
    writer.edit(page)
    writer.save_and_ask()
    approver.approve(writer.ask())
    assert reader.status(f"en/{path}") == 200


def test_approval_needs_no_mouse(embassy: Embassy, reader: Reader) -> None:
    writer, approver = embassy.writer, embassy.approver
    writer.write_news("By keyboard alone")
    approver.page.goto(writer.ask())

    with approver.page.expect_navigation():
        press_with_the_keyboard(approver.page, "Approve")
    if "/reauthenticate/" in approver.page.url:
        press_with_the_keyboard(approver.page, "Use your passkey")

    approver.says(PUBLIC_NOW)
    reader.reads("en/news/", "By keyboard alone")


def press_with_the_keyboard(page: Page, name: str) -> None:
    """Go on from one thing to the next until the button has the focus; press it."""
    button = page.get_by_role("button", name=name, exact=True)
    button.wait_for()
    page.wait_for_load_state()
    for _step in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"Sixty steps of the keyboard did not lead to “{name}”.")
