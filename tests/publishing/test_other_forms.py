"""Pages as plain text and as PDF: made of the page, found below it, gone with it."""

import shutil
from datetime import date, timedelta

import pytest

from ambasada.editions.actions import erase, print_some
from ambasada.lib import printing
from ambasada.lib.printing import Sheet, press
from ambasada.network.models import Embassy
from ambasada.pages.papers import papers_of
from ambasada.pages.plain_text import in_lines
from tests.factories.editions import NOW, baked, folders, header, text_at, visitor_of
from tests.factories.events import event
from tests.factories.pages import news, statement, translated, withdraw_at_once
from tests.factories.reader import Reader
from tests.factories.staff import seat

MINUTE = timedelta(minutes=1)
ORIGIN = "https://example.org"


def text_of(html: str) -> str:
    return in_lines(f"<body><main>{html}</main><footer>No</footer></body>", ORIGIN)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h1>A title</h1><p>Words.</p>", "A title\n=======\n\nWords.\n"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n\n- Two\n"),
        ("<ol><li>One<ul><li>a</li></ul></li></ol>", "1. One\n\n   - a\n"),
        ("<blockquote><p>Said</p></blockquote>", "> Said\n"),
        ("<p>a<br>b</p>", "a\nb\n"),
        ('<p>See <a href="/en/">us</a>.</p>', f"See us [1].\n\n--------\n[1] {ORIGIN}/en/\n"),
        ('<p><a href="#x">here</a></p>', "here\n"),
        ('<p><a href="mailto:a@example.org">a@example.org</a></p>', "a@example.org\n"),
        ('<nav>Menu</nav><p class="visually-hidden">x</p><p>Words</p>', "Words\n"),
        ('<p>A &amp; B <img src="/x" alt="a square"></p>', "A & B [a square]\n"),
        (
            (
                "<table><thead><tr><th>Who</th><th>When</th></tr></thead>"
                "<tbody><tr><th>We</th><td>Now</td></tr></tbody></table>"
            ),
            "We\nWhen: Now\n",
        ),
    ],
)
def test_main_part_is_written_in_lines(html: str, text: str) -> None:
    assert text_of(html) == text


def test_lines_are_at_most_72_signs_but_for_long_addresses() -> None:
    made = text_of(f"<p>{'Слова слоўца '.strip() * 3} {'word ' * 60}</p>")

    assert all(len(line) <= 72 for line in made.splitlines())
    assert len(made.splitlines()) > 3


@pytest.mark.parametrize(
    "path", ["about/", "help/", "contact/", "guides/digital-safety/", "safety/"]
)
@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_text_of_a_page_says_all_that_the_page_says(
    reader_in_britain: Reader, path: str, *, language: str
) -> None:
    page = reader_in_britain.get(f"/{language}/{path}")
    answer = reader_in_britain.get(f"/{language}/{path}information.txt")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == page.headers["Cache-Control"]
    words = "".join(answer.body.split())
    for paragraph in page.main.all("p"):
        is_shown = not any(paragraph in each.all("p") for each in page.main.all("nav"))
        if is_shown and not paragraph.all("a") and "visually-hidden" not in paragraph.classes:
            assert "".join(paragraph.text.split()) in words.replace(">", "")


def test_text_of_a_neutral_page_names_nobody_below_it(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    text = reader_in_britain.get("/en/help/information.txt").body

    assert britain.name["en"] not in text.splitlines()[-3:]
    assert text.rstrip().splitlines()[-1] != f"{britain.origin}/en/help/"


@pytest.mark.usefixtures("edition")
def test_text_is_baked_in_the_languages_a_page_is_written_in(britain: Embassy) -> None:
    item = news(britain, title="A note")
    other = translated(item, britain, "be", title="Нататка")

    made = baked(britain, later=MINUTE)

    assert made.faults == {}
    assert text_at(britain, f"/en/{item.address}information.txt").startswith("A note\n======\n")
    assert text_at(britain, f"/be/{other.address}information.txt").startswith("Нататка\n=====")
    paths = {each for each in made.changed if each.endswith(".txt")}
    assert paths == {f"/en/{item.address}information.txt", f"/be/{other.address}information.txt"}

    withdraw_at_once(item)
    baked(britain, later=2 * MINUTE)
    assert text_at(britain, f"/en/{item.address}information.txt") == ""
    assert baked(britain, is_full=True, later=3 * MINUTE).missed == frozenset()


@pytest.mark.usefixtures("edition")
def test_paper_is_made_in_the_idle_hours_and_then_found_below_its_page(britain: Embassy) -> None:
    item = event(britain)
    baked(britain, later=MINUTE)
    assert "information.pdf" not in text_at(britain, f"/en/{item.address}")

    assert print_some(seconds=300) > 3
    made = baked(britain, later=2 * MINUTE)

    path = f"/en/{item.address}information.pdf"
    assert made.faults == {}
    assert path in text_at(britain, f"/en/{item.address}")
    answer = visitor_of(britain).ask(path)
    assert header(answer, "content-type") == "application/pdf"
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    body = folders().blobs.read(manifest.entries[path].sha256)
    assert body.startswith(b"%PDF-")
    assert b"WeasyPrint" not in body
    assert b"CreationDate" not in body
    assert not [each for each in manifest.entries if each.endswith("help/information.pdf")]
    assert print_some(seconds=300) == 0  # the link to it prints nothing anew
    assert baked(britain, is_full=True, later=3 * MINUTE).missed == frozenset()


@pytest.mark.usefixtures("edition")
def test_paper_goes_with_its_page(britain: Embassy) -> None:
    item = event(britain)
    baked(britain, later=MINUTE)
    print_some(seconds=300)
    baked(britain, later=2 * MINUTE)
    path = f"/en/{item.address}information.pdf"
    assert visitor_of(britain).ask(path).status == 200

    withdraw_at_once(item)
    baked(britain, later=3 * MINUTE)

    assert visitor_of(britain).ask(path).status == 404
    print_some(seconds=0)
    assert f"/en/{item.address}" not in papers_of("gb").all()


@pytest.mark.usefixtures("edition")
def test_erasing_takes_every_form_of_a_page_at_once(britain: Embassy) -> None:
    item = event(britain)
    baked(britain, later=MINUTE)
    print_some(seconds=300)
    baked(britain, later=2 * MINUTE)
    forms = [f"/en/{item.address}{each}" for each in ("information.txt", "information.pdf")]
    forms.append(f"/en/{item.address}event.ics")
    door = visitor_of(britain)
    assert {door.ask(each).status for each in forms} == {200}

    erase(item, britain, by=seat("anna", britain, days_ago=60), now=NOW)

    assert papers_of("gb").all() == {}
    assert 200 not in {visitor_of(britain).ask(each).status for each in forms}


def test_press_prints_the_same_bytes_twice() -> None:
    sheet = Sheet(
        "<!doctype html><html lang=be><title>Ў</title><p>Ўзнёслая ґанак’а", "p{color:#000}"
    )

    with press() as first:
        made = first.printed(sheet)
    with press() as second:
        again = second.printed(sheet)

    assert made.startswith(b"%PDF-")
    assert made == again


def test_without_a_press_pages_are_read_and_there_is_no_pdf(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(printing, "_COMMAND", (shutil.which("sh") or "sh", "-c", "exit 3"))

    with pytest.raises(printing.NoPress), press() as none:
        none.printed(Sheet("<p>x", ""))


def test_points_of_a_statement_keep_their_numbers_in_its_text(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = statement(britain, issued_on=date(2026, 5, 1))

    text = reader_in_britain.get(f"/en/{item.address}information.txt").body

    assert "1. We declare a quiet day." in text
