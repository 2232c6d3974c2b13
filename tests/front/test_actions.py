"""Raising an embassy: everything its pack says, or nothing at all."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page, Site

from ambasada.front.actions import adopt_what_stands, site_port
from ambasada.front.packs import PAGE_KEYS
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Embassy, FairCopy, NamedFile, Term, Wording
from ambasada.publishing.models import NewsPage
from ambasada.statements.models import StatementPage, versions_of_words
from tests.factories.embassies import NOW, raised_from
from tests.factories.packs import DAY, LANGUAGES, tiny_facts, tiny_pack, words, write
from tests.factories.pages import at
from tests.factories.reader import Reader
from tests.factories.rows import counts


@pytest.mark.django_db
def test_first_embassy_becomes_the_default_site_when_there_was_none(tmp_path: Path) -> None:
    embassy = raised_from(tiny_pack(tmp_path), "tiny.example.org")

    assert list(Site.objects.values_list("hostname", "is_default_site")) == [
        ("tiny.example.org", True)
    ]
    assert [Reader(host).get("/").status for host in ("tiny.example.org", "127.0.0.1")] == [200] * 2
    assert embassy.origin == "http://tiny.example.org:8000"


@pytest.mark.django_db
def test_nothing_of_wagtails_own_is_left_when_the_first_embassy_is_raised(tmp_path: Path) -> None:
    raised_from(tiny_pack(tmp_path), "tiny.example.org")

    assert list(Group.objects.values_list("name", flat=True)) == ["tiny editors"]
    tops = Page.objects.filter(depth=2).values_list("url_path", flat=True)
    assert sorted(tops) == ["/tiny-be/", "/tiny-en/", "/tiny-ru/"]


@pytest.mark.usefixtures("embassies")
def test_embassy_has_every_fact_of_its_pack(tmp_path: Path) -> None:
    embassy = raised_from(tiny_pack(tmp_path), "tiny.example.org")

    assert embassy.name == words("name")
    assert {each.key: each.text for each in embassy.wordings.all()} == {
        key: words(key.removeprefix("function_")) for key in Wording.Key.values
    }
    block = embassy.emergency_block
    assert (block.channel, block.channel_address, block.checked_on) == (
        words("channel"),
        "urgent@example.org",
        DAY,
    )
    assert list(block.numbers.values_list("number", "when")) == [("112", words("when"))]
    assert embassy.mandate.resolution_document is not None
    assert embassy.mandate.resolution_document.dated_on == DAY
    assert list(
        Term.objects.filter(office__embassy=embassy).values_list("holder", "starts_on", "ends_on")
    ) == [("Ingrid-Test", date(2026, 1, 1), date(2026, 12, 31))]
    assert list(embassy.channels.values_list("address", "retired_on")) == [
        ("@tiny@example.org", DAY)
    ]


@pytest.mark.usefixtures("embassies")
def test_embassy_has_every_page_of_its_pack_in_every_language(tmp_path: Path) -> None:
    raised_from(tiny_pack(tmp_path), "tiny.example.org")
    reader = Reader("tiny.example.org")

    for code in LANGUAGES:
        for key in PAGE_KEYS:
            path = f"/{code}/" if key == "home" else f"/{code}/{key}/"
            shown = reader.get(path)
            assert (shown.status, shown.text_language) == (200, code), path
            assert shown.heading.endswith(f" {key}")
        news = reader.get(f"/{code}/news/2026-05-01-first/")
        assert (news.status, news.text_language) == (200, code)
    assert StatementPage.objects.filter(url_path__startswith="/tiny-").count() == 1


@pytest.mark.usefixtures("embassies")
def test_links_of_a_pack_lead_to_the_page_in_the_readers_language(tmp_path: Path) -> None:
    folder = tiny_pack(tmp_path)
    for code in LANGUAGES:
        text = '+++\ntitle = "Us"\n+++\n[Danger](page:emergency) and [home](page:home).\n'
        write(folder / "pages" / f"about.{code}.md", text)
    (folder / "pages" / "about.ru.md").write_text('+++\ntitle = "Us"\n+++\n', encoding="utf-8")
    raised_from(folder, "tiny.example.org")
    reader = Reader("tiny.example.org")

    hrefs = reader.get("/be/about/").main.hrefs

    assert [href for href in hrefs if href in {"/be/emergency/", "/be/"}] == [
        "/be/emergency/",
        "/be/",
    ]


@pytest.mark.usefixtures("embassies")
def test_second_embassy_is_not_the_default_site(tmp_path: Path) -> None:
    raised_from(tiny_pack(tmp_path), "tiny.example.org")

    defaults = Site.objects.filter(is_default_site=True).values_list("hostname", flat=True)
    assert list(defaults) == ["gb.localhost"]


@pytest.mark.usefixtures("britain")
def test_embassy_is_refused_when_another_has_its_host(tmp_path: Path) -> None:
    folder = tiny_pack(tmp_path)
    before = counts()

    with pytest.raises(Refused) as refused:
        raised_from(folder, "gb.localhost")

    assert str(refused.value) == (
        "Another embassy answers gb.localhost already. Choose another name with --host."
    )
    assert counts() == before


@pytest.mark.usefixtures("britain")
def test_embassy_is_refused_when_another_has_its_code(tmp_path: Path) -> None:
    folder = tiny_pack(tmp_path, tiny_facts() | {"code": "gb"})
    before = counts()

    with pytest.raises(Refused) as refused:
        raised_from(folder, "tiny.example.org")

    assert str(refused.value) == (
        "There is an embassy with the code gb already. Change the pack's code."
    )
    assert counts() == before


def without_a_document(folder: Path) -> None:
    (folder / "documents" / "resolution.txt").unlink()


def with_a_binary_statement(folder: Path) -> None:
    (folder / "statement.en.txt").write_bytes(b"\x00\x01")


def with_undated_news(folder: Path) -> None:
    write(folder / "news" / "2026-05-01-first" / "en.md", '+++\ntitle = "News"\n+++\n')


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (
            without_a_document,
            (
                "The content pack has no document documents/resolution.txt. "
                "Add the file, as pdf or txt."
            ),
        ),
        (
            with_a_binary_statement,
            "The file is not plain text: save the statement as a text file in UTF-8.",
        ),
        (
            with_undated_news,
            (
                "The content pack needs a date at news, 2026-05-01-first, published_on, "
                "written as 2020-12-31."
            ),
        ),
    ],
)
@pytest.mark.usefixtures("britain")
def test_nothing_is_changed_when_a_gap_is_found_half_way(
    tmp_path: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    folder = tiny_pack(tmp_path)
    spoil(folder)
    before = counts()

    with pytest.raises(Refused) as refused:
        raised_from(folder, "tiny.example.org")

    assert str(refused.value) == sentence
    assert counts() == before


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "place", [("name",), ("wording", "never_ask"), ("emergency", "channel"), ("functions", "help")]
)
@pytest.mark.usefixtures("britain")
def test_nothing_is_changed_when_one_language_is_missing(
    tmp_path: Path, place: tuple[str, ...], language: str
) -> None:
    facts: Any = deepcopy(tiny_facts())
    table = facts
    for key in place:
        table = table[key]
    del table[language]
    folder = tiny_pack(tmp_path, facts)
    before = counts()

    with pytest.raises(Refused, match=rf"and not in {language}\. Add it\.\Z"):
        raised_from(folder, "tiny.example.org")

    assert counts() == before


@pytest.mark.usefixtures("britain")
def test_document_outside_the_pack_is_refused(tmp_path: Path) -> None:
    facts: Any = deepcopy(tiny_facts())
    facts["mandate"]["resolution"]["document"] = "../secret.txt"
    folder = tiny_pack(tmp_path / "pack", facts)
    write(tmp_path / "secret.txt", "Not for the pack.\n")

    with pytest.raises(
        Refused, match=r"has no document \.\./secret\.txt\. Add the file, as pdf or txt\."
    ):
        raised_from(folder, "tiny.example.org")


@pytest.mark.usefixtures("embassies")
def test_words_of_a_pack_are_the_first_version_of_its_statement(tmp_path: Path) -> None:
    raised_from(tiny_pack(tmp_path), "tiny.example.org")

    (statement,) = StatementPage.objects.filter(url_path__startswith="/tiny-en/")
    assert [each.number for each in versions_of_words(statement)] == [1]


@pytest.mark.usefixtures("embassies")
def test_news_of_a_pack_keeps_the_address_its_folder_has(tmp_path: Path) -> None:
    raised_from(tiny_pack(tmp_path), "tiny.example.org")

    items = NewsPage.objects.filter(url_path__startswith="/tiny-").order_by("url_path")
    assert [item.url_path for item in items] == [
        f"/tiny-{code}/news/2026-05-01-first/" for code in sorted(LANGUAGES)
    ]
    assert len({item.translation_key for item in items}) == 1


@pytest.mark.parametrize(
    ("host", "port"),
    [("127.0.0.1", 8000), ("norland.localhost", 8000), ("norland.example.org", 443)],
)
def test_readers_use_https_when_the_host_is_no_name_of_this_machine(host: str, port: int) -> None:
    assert site_port(host, 8000) == port


def test_site_of_before_approvals_is_served_as_it_stood_and_drafts_stay_drafts(
    norland: Embassy, reader_in_norland: Reader
) -> None:
    about = at(norland, "en", "about/")
    stood = about.title
    about.title = "Not read by anybody yet"
    about.save_revision()
    for model in (NamedFile, FairCopy, Approval):
        model.objects.all().delete()

    adopt_what_stands(now=NOW)
    adopt_what_stands(now=NOW)

    about.refresh_from_db()
    assert stood in reader_in_norland.get("/en/about/").body
    assert (about.title, about.has_unpublished_changes) == (stood, True)
    assert Approval.objects.filter(embassy=norland).count() == 1
