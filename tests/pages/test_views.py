"""Addresses that lead nowhere, moved ones, methods, documents and quick exit."""

import hashlib

import pytest
from django.core.files.base import ContentFile

from ambasada.network.models import Embassy, EmergencyBlock, StoredDocument
from ambasada.publishing.models import NewsPage
from tests.factories.pages import DAY, at, drafted, news
from tests.factories.reader import Reader, said

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
    item.unpublish()

    shown = reader_in_britain.get(f"/{language}/{item.address}")

    assert shown.status == 410
    assert (shown.interface_language, shown.text_language) == (language, language)
    assert shown.heading == said("This page was taken back", language)
    assert shown.title == said("This page was taken back", language)
    assert shown.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("language", LANGUAGES)
def test_reader_is_told_in_their_language_when_something_fails(
    britain: Embassy, reader_in_britain: Reader, language: str
) -> None:
    EmergencyBlock.objects.filter(embassy=britain).delete()  # no page can be framed without it

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


def test_document_is_sent_under_its_hash_with_a_name_that_says_nothing(
    reader_in_britain: Reader,
) -> None:
    content = b"Resolution of a congress, \xc2\xab1\xc2\xbb\n"
    document = stored("names-of-witnesses.txt", content)

    sent = reader_in_britain.get(document.public_path)

    assert document.public_path == f"/documents/{hashlib.sha256(content).hexdigest()}.txt"
    assert (sent.status, sent.bytes) == (200, content)
    assert sent.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert sent.headers["Content-Disposition"] == 'inline; filename="information.txt"'
    assert sent.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("wrong", [".pdf", ".html", ""])
def test_document_is_not_found_when_the_suffix_is_not_its_own(
    reader_in_britain: Reader, wrong: str
) -> None:
    document = stored("resolution.txt", b"words\n")

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
