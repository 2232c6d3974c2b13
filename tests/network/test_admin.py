"""The embassy's facts in the admin: checked before readers see them, and only one's own."""

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.users.models import UserProfile

from ambasada.accounts.models import Member
from ambasada.lib.refused import Refused
from ambasada.network.actions import documents_of
from ambasada.network.models import Channel, Embassy, EmergencyBlock, StoredDocument, Wording
from tests.factories.pages import approve_at_once
from tests.factories.reader import Reader
from tests.factories.staff import boxes, editor_of, rows_sent


def emergency_form(block: EmergencyBlock, **changed: Any) -> dict[str, Any]:
    """Return the form of the emergency block as a browser sends it."""
    rows = [
        {"id": each.pk, "number": each.number, **boxes("when", each.when)}
        for each in block.numbers.all()
    ]
    sent = {
        "channel_address": block.channel_address,
        "checked_on": block.checked_on.isoformat(),
        **boxes("channel", block.channel),
        **boxes("response_time", block.response_time),
        **boxes("inside_country", block.inside_country),
        **rows_sent("numbers", rows, stored=len(rows)),
    }
    return sent | changed


def address(what: str, row: Channel | EmergencyBlock | Wording) -> str:
    name = f"wagtailsnippets_network_{what}:edit"
    return reverse(name, args=[row.pk], urlconf="ambasada.config.urls_staff")


def test_emergency_block_is_shown_to_readers_when_its_change_in_the_admin_was_approved(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    block = britain.emergency_block
    sent = emergency_form(block, response_time_en="We answer in a week.", checked_on="2026-12-01")

    answer = editor_of(britain).post(address("emergencyblock", block), sent)
    unapproved = reader_in_britain.get("/en/emergency/").main.text
    block.refresh_from_db()
    approve_at_once(block)

    assert answer.status_code == 302
    assert "We answer in a week." not in unapproved
    assert block.response_time["en"] == "We answer in a week."
    assert block.checked_on == date(2026, 12, 1)
    assert "We answer in a week." in reader_in_britain.get("/en/emergency/").main.text


@pytest.mark.parametrize(
    "emptied",
    [
        {"channel_en": "", "channel_be": "", "channel_ru": ""},
        {"channel_be": ""},
        {"channel_address": ""},
        {"response_time_ru": ""},
        {"inside_country_en": "", "inside_country_be": "", "inside_country_ru": ""},
        {"checked_on": ""},
        {"numbers-0-number": ""},
        {"numbers-0-when_en": "", "numbers-0-when_be": "", "numbers-0-when_ru": ""},
        {"numbers-0-when_ru": ""},
        {"numbers-0-DELETE": "1", "numbers-1-DELETE": "1"},
    ],
    ids=" ".join,
)
def test_emergency_block_with_a_gap_is_no_draft_or_one_nobody_can_ask_for(
    britain: Embassy, emptied: dict[str, str]
) -> None:
    block = britain.emergency_block
    before = emergency_form(block)

    answer = editor_of(britain).post(address("emergencyblock", block), before | emptied)

    block = EmergencyBlock.objects.get(pk=block.pk)
    is_saved = block.latest_revision is not None
    assert (answer.status_code, is_saved) in {(200, False), (302, True)}
    assert emergency_form(block) == before
    if is_saved:
        with pytest.raises(Refused, match=r"\A“Emergency block”: .+"):
            approve_at_once(block)


def test_channel_is_retired_in_the_admin_and_stays_listed_once_approved(
    norland: Embassy, reader_in_norland: Reader
) -> None:
    channel = Channel.objects.get(embassy=norland, kind="social")
    note = {"en": "We left in 2026.", "ru": "Мы ушли в 2026 году."}
    sent = {
        "embassy": norland.pk,
        "kind": channel.kind,
        "address": channel.address,
        "url": channel.url,
        "languages": channel.languages,
        "since": channel.since.isoformat(),
        "checked_on": channel.checked_on.isoformat(),
        "retired_on": "2026-11-20",
        "position": channel.position,
        **boxes("title", channel.title),
        **boxes("purpose", channel.purpose),
        **boxes("reveals", channel.reveals),
        **boxes("retired_note", note),
    }

    answer = editor_of(norland).post(address("channel", channel), sent)

    unapproved = reader_in_norland.get("/ru/contact/").main.text
    channel.refresh_from_db()
    approve_at_once(channel)
    assert answer.status_code == 302
    assert "Мы ушли в 2026 году." not in unapproved
    assert (channel.retired_on, channel.retired_note) == (date(2026, 11, 20), note)
    assert "Мы ушли в 2026 году." in reader_in_norland.get("/ru/contact/").main.text


def test_document_is_stored_once_and_its_file_is_not_replaced(britain: Embassy) -> None:
    browser = editor_of(britain)
    document = StoredDocument.objects.create(
        title="A letter",
        file=ContentFile(b"As it was.", name="letter.txt"),
        collection=documents_of(britain),
    )
    path = f"/admin/documents/edit/{document.pk}/"

    form = browser.get(path).content.decode()
    changed = ContentFile(b"Another one.", name="letter.txt")
    browser.post(path, {"title": "A letter", "file": changed, "collection": document.collection_id})

    document.refresh_from_db()
    with document.open_file() as file:
        assert file.read() == b"As it was."
    assert 'type="file"' not in form


@pytest.mark.parametrize(("language", "name"), [("en", "People’s Embassy"), ("be", "Народная")])
@pytest.mark.parametrize("what", ["channel", "office", "mirror"])
def test_form_names_the_embassy_in_the_members_language(
    britain: Embassy, *, what: str, language: str, name: str
) -> None:
    browser = editor_of(britain)
    path = reverse(f"wagtailsnippets_network_{what}:add", urlconf="ambasada.config.urls_staff")

    UserProfile.objects.update_or_create(
        user=Member.objects.get(), defaults={"preferred_language": language}
    )

    page = browser.get(path).content.decode()

    options = page.split('name="embassy"')[1].split("</select>", maxsplit=1)[0]
    assert f'<option value="{britain.pk}" selected>{name}' in options
    assert ">gb<" not in options
    assert str(britain) == "gb"  # what the ledger and every log line say
