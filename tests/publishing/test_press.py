"""Press releases and reports as readers see them."""

from datetime import date, time
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from pypdf import PdfWriter

from ambasada.network.actions import documents_of
from ambasada.network.models import Channel, Embassy, Office, StoredDocument, kept_bytes
from ambasada.publishing.models import PressReleasePage
from tests.factories.pages import approve_at_once, at, withdraw_at_once
from tests.factories.reader import Reader, said
from tests.factories.releases import release, report

LANGUAGES = ("en", "be", "ru")


def pdf() -> bytes:
    """Return a file with one empty page."""
    writer, made = PdfWriter(), BytesIO()
    writer.add_blank_page(width=200, height=200)
    writer.write(made)
    return made.getvalue()


@pytest.fixture
def press_office(britain: Embassy) -> Office:
    return next(each for each in Office.objects.filter(embassy=britain) if not each.signs)


@pytest.fixture
def mailbox(britain: Embassy) -> Channel:
    return Channel.objects.get(embassy=britain, address="press@example.org")


@pytest.mark.parametrize("asked", LANGUAGES)
def test_release_says_where_when_who_speaks_and_whom_to_ask(
    britain: Embassy,
    reader_in_britain: Reader,
    press_office: Office,
    *,
    mailbox: Channel,
    asked: str,
) -> None:
    item = release(
        britain, office=press_office, contact=mailbox, embargo="Not before 1 May, 10:00 in London."
    )

    main = reader_in_britain.get(f"/{asked}/{item.address}").main

    assert "London" in main.text
    city = said("London", asked)
    words = said("%(city)s time, %(offset)s", asked) % {"city": city, "offset": "UTC+1"}
    assert f"09:30, {words}" in main.text
    assert press_office.title["en"] in main.text
    assert mailbox.title[asked] in main.text
    assert "mailto:press@example.org" in main.hrefs
    assert "Not before 1 May, 10:00 in London." in main.text
    assert britain.legal_form[asked] in main.text


def test_channel_that_is_given_up_is_named_by_no_release(
    britain: Embassy, reader_in_britain: Reader, mailbox: Channel
) -> None:
    item = release(britain, contact=mailbox)
    mailbox.retired_on = date(2026, 6, 1)
    mailbox.retired_note = dict.fromkeys(britain.languages, "Given up.")
    mailbox.save_revision()
    approve_at_once(mailbox)

    assert "press@example.org" not in reader_in_britain.get(f"/en/{item.address}").main.text


def test_hour_that_the_clocks_leave_out_is_refused(britain: Embassy) -> None:
    page = PressReleasePage(
        title="At night", place="London", released_on=date(2027, 3, 28), released_at=time(1, 30)
    )

    with pytest.raises(ValidationError) as refused:
        at(britain, "en", "press/").add_child(instance=page)

    assert refused.value.message_dict["released_at"][0].startswith("There is no such hour")


@pytest.mark.parametrize("section", ["press", "reports"])
@pytest.mark.parametrize("asked", LANGUAGES)
def test_section_lists_its_items_by_month_and_says_what_will_stand_there(
    britain: Embassy, reader_in_britain: Reader, section: str, *, asked: str
) -> None:
    empty = reader_in_britain.get(f"/{asked}/{section}/").main
    item = release(britain) if section == "press" else report(britain)

    full = reader_in_britain.get(f"/{asked}/{section}/").main

    assert f"/{asked}/statements/" in empty.hrefs
    assert f"/{asked}/{item.address}" in full.hrefs
    assert f"/{asked}/statements/" not in full.hrefs
    withdraw_at_once(item)
    assert f"/{asked}/{item.address}" not in reader_in_britain.get(f"/{asked}/{section}/").body


@pytest.mark.parametrize("asked", LANGUAGES)
def test_page_of_the_press_says_whom_to_ask_and_when_we_answer(
    britain: Embassy, reader_in_britain: Reader, mailbox: Channel, *, asked: str
) -> None:
    for language in LANGUAGES:
        page = at(britain, language, "press/")
        page.contact, page.promise = mailbox, "Within two days."
        page.save_revision()
        approve_at_once(page)

    main = reader_in_britain.get(f"/{asked}/press/").main

    assert mailbox.reveals[asked] in main.text
    assert "Within two days." in main.text
    assert "mailto:press@example.org" in main.hrefs


@pytest.mark.parametrize("asked", LANGUAGES)
def test_report_gives_its_file_with_size_and_hash_and_how_to_cite_it(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    stored = StoredDocument.objects.create(
        title="Letters",
        file=ContentFile(pdf(), name="letters.pdf"),
        collection=documents_of(britain),
    )
    item = report(britain, document=stored)

    main = reader_in_britain.get(f"/{asked}/{item.address}").main

    address = f"/documents/{stored.sha256}.pdf"
    assert address in main.hrefs
    assert reader_in_britain.get(address).bytes == kept_bytes(stored.sha256, ".pdf")
    assert stored.sha256 in main.text
    assert "Letters of a year" in main.text
    assert f"{britain.origin}/en/{item.address}" in main.text
    assert "2025" in main.text


def test_feeds_tell_of_releases_reports_and_events(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    release(britain)
    report(britain)

    assert "We shall walk, and write." in reader_in_britain.get("/en/press/feed.json").body
    assert "09:30" in reader_in_britain.get("/en/press/feed.json").body
    assert "Most letters arrived." in reader_in_britain.get("/en/reports/feed.json").body
