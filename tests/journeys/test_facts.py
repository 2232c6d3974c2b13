"""The most dangerous edits of all: where to call and where to write."""

from tests.journeys.conftest import Embassy
from tests.journeys.desk import Desk, Reader

LANGUAGES = ("en", "be", "ru")
_FALSE_NUMBER = "020 7946 0999"


def test_changed_number_is_on_every_page_once_a_second_member_approved_it(
    embassy: Embassy, reader: Reader
) -> None:
    writer, approver = embassy.writer, embassy.approver
    open_emergency_block(writer)
    writer.fill(**{"numbers-0-number": _FALSE_NUMBER})
    writer.save_and_ask()
    address = writer.ask()

    for language in LANGUAGES:
        for path in ("", "news/", "emergency/"):
            reader.does_not_read(f"{language}/{path}", _FALSE_NUMBER)
    approver.page.goto(address)
    approver.says(_FALSE_NUMBER)
    approver.approve(address)
    for language in LANGUAGES:
        for path in ("", "news/", "emergency/", "no-such-page/"):
            reader.reads(f"{language}/{path}", _FALSE_NUMBER, within="body")


def open_emergency_block(member: Desk) -> None:
    """Open the only block there is."""
    member.go("snippets/network/emergencyblock/")
    member.page.locator("main table a[href*='/edit/']").first.click()
    member.page.wait_for_url("**/edit/**")


def test_new_channel_is_read_once_a_second_member_approved_it(
    embassy: Embassy, reader: Reader
) -> None:
    writer, approver = embassy.writer, embassy.approver
    write_channel(writer, "letters@example.org")
    address = writer.ask()

    reader.does_not_read("en/contact/", "letters@example.org")
    approver.approve(address)
    for language in LANGUAGES:
        reader.reads(f"{language}/contact/", "letters@example.org")


def write_channel(member: Desk, address: str) -> None:
    member.go("snippets/network/channel/add/")
    member.page.locator("[name=kind]").select_option("email")
    for language in LANGUAGES:
        member.fill(
            **{
                f"title_{language}": "Letters",
                f"purpose_{language}": "Letters to prisoners",
                f"reveals_{language}": "Your address",
            }
        )
        member.page.locator(f"[name=languages][value={language}]").check()
    member.fill(address=address, since="2026-11-01", checked_on="2026-11-24")
    member.save_and_ask()
