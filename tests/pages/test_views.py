"""Addresses that lead nowhere, moved ones, methods, documents and quick exit."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ambasada.front.models import AboutPage
from ambasada.network.models import Embassy, EmergencyBlock, FairCopy, StoredDocument
from ambasada.publishing.models import NewsPage
from tests.factories.pages import (
    DAY,
    approve_at_once,
    at,
    drafted,
    hide,
    news,
    withdraw_at_once,
)
from tests.factories.reader import Reader, said

pytestmark = pytest.mark.screens

LANGUAGES = ("en", "be", "ru")
PUBLIC_PATHS = (
    "/",
    "/en/",
    "/en/news/",
    "/en/statements/",
    "/en/about/",
    "/en/contact/",
    "/en/emergency/",
    "/en/verify/",
    "/en/help/",
    "/en/partners/",
    "/en/safety/",
    "/en/privacy/",
    "/en/accessibility/",
    "/be/about/",
    "/ru/about/",
    "/exit/",
    "/healthz",
    "/robots.txt",
    "/sitemap.xml",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_reader_is_told_in_their_language_when_there_is_no_such_page(
    reader_in_britain: Reader, language: str
) -> None:
    shown = reader_in_britain.get(f"/{language}/nowhere/")

    assert shown.status == 404
    assert (shown.interface_language, shown.text_language) == (language, language)
    assert shown.heading == said("There is no such page", language)
    assert shown.title == said("There is no such page", language)
    assert f"/{language}/emergency/" in shown.main.hrefs
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.page.one("meta", name="robots").attributes["content"] == "noindex"


@pytest.mark.parametrize("language", LANGUAGES)
def test_reader_is_told_in_their_language_when_a_page_was_taken_back(
    britain: Embassy, reader_in_britain: Reader, language: str
) -> None:
    item = news(britain, "en")
    withdraw_at_once(item)

    shown = reader_in_britain.get(f"/{language}/{item.address}")

    assert shown.status == 410
    assert (shown.interface_language, shown.text_language) == (language, language)
    assert shown.heading == said("This page was taken back", language)
    assert shown.title == said("This page was taken back", language)
    assert shown.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("britain")
@pytest.mark.parametrize("language", LANGUAGES)
def test_reader_is_told_in_their_language_when_something_fails(
    reader_in_britain: Reader, monkeypatch: pytest.MonkeyPatch, *, language: str
) -> None:
    def fail(*_arguments: object) -> None:
        message = "of ours"
        raise RuntimeError(message)

    monkeypatch.setattr(AboutPage, "get_context", fail)

    shown = reader_in_britain.get(f"/{language}/about/")

    assert shown.status == 500
    assert shown.interface_language == language
    assert shown.heading == said("Something failed on our side", language)
    assert shown.headers["Cache-Control"] == "no-store"
    assert "Traceback" not in shown.body


def test_error_is_in_the_first_language_when_the_address_names_none(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    britain.languages = ["ru", "en", "be"]
    britain.save()
    approve_at_once(britain)

    shown = [reader_in_britain.get(path) for path in ("/de/", "/favicon.ico", "/wp-login.php")]

    assert [(each.status, each.interface_language) for each in shown] == [(404, "ru")] * 3


def test_address_gets_its_final_slash_when_it_has_none(reader_in_britain: Reader) -> None:
    moved = reader_in_britain.get("/be/about")

    assert (moved.status, moved.location) == (301, "/be/about/")


def test_address_without_slash_is_not_found_when_there_is_no_such_page(
    reader_in_britain: Reader,
) -> None:
    assert reader_in_britain.get("/be/nowhere").status == 404


@pytest.mark.parametrize("path", PUBLIC_PATHS)
def test_route_answers_get_and_head_alike(reader_in_britain: Reader, path: str) -> None:
    whole = reader_in_britain.get(path)
    head = reader_in_britain.ask("HEAD", path)

    assert (whole.status, head.status) == (200, 200)
    assert head.bytes == b""
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", PUBLIC_PATHS)
def test_route_refuses_a_method_that_would_change_something(
    reader_in_britain: Reader, path: str, method: str
) -> None:
    refused = reader_in_britain.ask(method, path)

    assert refused.status == 405
    assert refused.headers["Allow"] == "GET, HEAD"
    assert refused.headers["Cache-Control"] == "no-store"


def stored(name: str, content: bytes) -> StoredDocument:
    return StoredDocument.objects.create(title="A list", file=ContentFile(content, name=name))


def naming(document: StoredDocument, embassy: Embassy) -> NewsPage:
    """Publish news that rests on a stored document."""
    return news(embassy, "en", sources=[("source", {"title": "A list", "archived": document})])


def address_of(document: StoredDocument) -> str:
    return f"/documents/{document.sha256}.txt"


def test_document_is_sent_under_its_hash_with_a_name_that_says_nothing(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    content = b"Resolution of a congress, \xc2\xab1\xc2\xbb\n"
    item = naming(stored("names-of-witnesses.txt", content), britain)
    path = f"/documents/{hashlib.sha256(content).hexdigest()}.txt"

    sent = reader_in_britain.get(path)

    assert path in reader_in_britain.get(f"/en/{item.address}").main.hrefs
    assert (sent.status, sent.bytes) == (200, content)
    assert sent.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert sent.headers["Content-Disposition"] == 'inline; filename="information.txt"'
    assert sent.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_document_is_not_found_until_something_public_names_it_and_after(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    document = stored("resolution.txt", b"words\n")
    path = address_of(document)
    seen = [reader_in_britain.get(path).status]

    draft = NewsPage(title="Unsaid", published_on=DAY)
    draft.sources = [("source", {"title": "A list", "archived": document})]
    drafted(draft, at(britain, "en", "news/"))
    seen.append(reader_in_britain.get(path).status)
    approve_at_once(draft)
    seen.append(reader_in_britain.get(path).status)
    withdraw_at_once(draft)
    seen.append(reader_in_britain.get(path).status)

    assert seen == [404, 404, 200, 404]


def test_document_is_not_found_when_the_page_no_longer_names_it(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    document = stored("resolution.txt", b"words\n")
    item = naming(document, britain)
    before = reader_in_britain.get(address_of(document)).status

    item.sources = []
    item.save_revision()
    approve_at_once(item)

    assert (before, reader_in_britain.get(address_of(document)).status) == (200, 404)


def test_document_of_one_embassy_is_not_found_on_the_host_of_another(
    britain: Embassy, reader_in_britain: Reader, reader_in_norland: Reader
) -> None:
    document = stored("resolution.txt", b"words\n")
    naming(document, britain)

    readers = (reader_in_britain, reader_in_norland)

    assert [reader.get(address_of(document)).status for reader in readers] == [200, 404]


def test_document_keeps_its_bytes_when_its_row_is_changed_or_deleted(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    document = stored("resolution.txt", b"words\n")
    naming(document, britain)
    path = address_of(document)

    document.file = ContentFile(b"other words\n", name="resolution.txt")
    document.save()
    changed = [reader_in_britain.get(each) for each in (path, address_of(document))]
    document.delete()

    assert [each.status for each in changed] == [200, 404]
    assert reader_in_britain.get(path).bytes == b"words\n"


def test_document_is_not_sent_when_the_kept_bytes_are_not_those_of_its_hash(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    document = stored("resolution.txt", b"words\n")
    naming(document, britain)

    Path(default_storage.path(f"kept/{document.sha256}.txt")).write_bytes(b"lies\n")

    assert reader_in_britain.get(address_of(document)).status == 404


@pytest.mark.parametrize("wrong", [".pdf", ".html", ""])
def test_document_is_not_found_when_the_suffix_is_not_its_own(
    britain: Embassy, reader_in_britain: Reader, wrong: str
) -> None:
    document = stored("resolution.txt", b"words\n")
    naming(document, britain)

    assert reader_in_britain.get(address_of(document)).status == 200
    assert reader_in_britain.get(f"/documents/{document.sha256}{wrong}").status == 404


def test_document_is_not_found_when_nobody_stored_its_hash(reader_in_britain: Reader) -> None:
    assert reader_in_britain.get(f"/documents/{'0' * 64}.txt").status == 404


def test_quick_exit_clears_the_browser_and_names_nobody(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    shown = reader_in_britain.get("/exit/")

    assert shown.status == 200
    assert shown.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.page.hrefs == [britain.exit_address]
    names = [*britain.name.values(), *britain.short_name.values(), *britain.nation.values()]
    assert [name for name in names if name in shown.body] == []


def test_page_is_not_found_when_it_is_a_draft(britain: Embassy, reader_in_britain: Reader) -> None:
    draft = drafted(NewsPage(title="Unsaid", published_on=DAY), at(britain, "en", "news/"))

    assert reader_in_britain.get(f"/en/{draft.address}").status == 404


def test_page_is_framed_by_what_was_approved_when_a_fact_is_deleted(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    before = reader_in_britain.get("/en/about/").body

    EmergencyBlock.objects.filter(embassy=britain).delete()

    assert reader_in_britain.get("/en/about/").body == before


def test_embassy_without_an_approved_fact_that_every_page_needs_is_not_there(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    hide(britain, EmergencyBlock)

    shown = reader_in_britain.get("/en/about/")

    assert (shown.status, shown.body) == (404, "There is no site under this name.\n")


def test_page_is_not_served_when_its_bytes_are_not_those_that_were_approved(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en", title="A quiet day")
    copy = FairCopy.objects.of_thing(item).get(is_public=True)
    spoilt = copy.source.replace("A quiet day", "A loud day")
    FairCopy.objects.filter(pk=copy.pk).update(source=spoilt)

    shown = reader_in_britain.get(f"/en/{item.address}")
    listed = reader_in_britain.get("/en/news/").main.text

    assert copy.source != spoilt
    assert shown.status == 500
    assert "A loud day" not in shown.body + listed


def test_site_says_the_fault_is_ours_when_a_fact_every_page_needs_is_spoilt(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    copies = FairCopy.objects.of_thing(britain.emergency_block)
    spoilt = copies.get(is_public=True).source.replace("999", "998")
    copies.update(source=spoilt)

    shown = reader_in_britain.get("/en/about/")

    assert shown.status == 500
    assert "998" not in shown.body


def test_fact_is_not_shown_when_its_bytes_are_not_those_that_were_approved(
    norland: Embassy, reader_in_norland: Reader
) -> None:
    channel = norland.channels.get(kind="social")
    copy = FairCopy.objects.of_thing(channel).get(is_public=True)
    spoilt = copy.source.replace(channel.address, "@imposter@example.org")
    FairCopy.objects.filter(pk=copy.pk).update(source=spoilt)

    shown = reader_in_norland.get("/en/contact/")

    assert copy.source != spoilt
    assert shown.status == 200
    assert "@imposter@example.org" not in shown.body
    assert channel.address not in shown.main.text
