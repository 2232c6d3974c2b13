"""A figure as readers get it: whole or not at all, the same wherever it is named."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ambasada.accounts.models import Actor
from ambasada.figures.models import Figure
from ambasada.figures.queries import overdue_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Embassy, FairCopy
from ambasada.pages.actions import ask
from tests.factories.editions import baked, text_at
from tests.factories.figures import changed, data_set, figure, said, written_figure
from tests.factories.pages import approve_at_once, news, translated, withdraw_at_once
from tests.factories.reader import Reader
from tests.factories.staff import coordinator_of, editor_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_approved_figure_stands_on_the_situation_page_with_all_it_needs(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    written_figure(britain, "drafted", value=Decimal(4711))
    figure(britain, precision="at_least")

    text = reader_in_britain.get("/en/situation/").main.text

    assert "at least 1,374 quiet days" in text
    assert "Days without an alarm (en)" in text
    assert "As of 1 May 2026" in text
    assert "Diary of a neighbour (en)" in text
    assert "Looked at on 2 May 2026" in text
    assert "Nights are missing (en)" in text
    assert "4,711" not in text


def test_figure_stands_in_a_text_by_reference_and_follows_its_next_version(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    number = figure(britain)
    item = news(britain, body=[("text", "<p>Before.</p>"), ("figure", number.pk)])
    before = reader_in_britain.get(f"/en/{item.address}").main.text

    changed(number, value=Decimal("1452.5"), as_of=date(2026, 6, 1))

    after = reader_in_britain.get(f"/en/{item.address}").main.text
    assert "1,374 quiet days" in before
    assert "1,452.5 quiet days" in after
    assert "1,374" not in after
    assert "Before: 1,374 (1 May 2026)" in reader_in_britain.get("/en/situation/").main.text


@pytest.mark.parametrize(
    "gap",
    [
        {"value": None},
        {"unit": {}},
        {"definition": {}},
        {"definition": {"en": "Days"}},
        {"as_of": None},
        {"as_of": date(2126, 5, 1)},
        {"source": {}},
        {"accessed_on": None},
        {"completeness": {}},
        {"next_review": None},
        {"next_review": date(2026, 5, 1)},
        {"next_review": date.max},
        {"key": ""},
        {"key": "not a key"},
        {"key": "held"},  # there is one
        {"source_address": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_figure_with_a_gap_is_a_draft_that_nobody_can_ask_for(
    britain: Embassy, gap: dict[str, Any]
) -> None:
    written = written_figure(britain)
    for name, value in gap.items():
        setattr(written, name, value)
    written.save_revision(clean=False)

    with pytest.raises(Refused, match="“"):
        approve_at_once(written)

    assert not FairCopy.objects.of_thing(written).filter(is_public=True).exists()


@pytest.mark.parametrize("name", ["source", "definition", "as_of", "unit", "completeness"])
def test_copy_with_a_gap_is_shown_nowhere_whoever_made_it_public(
    britain: Embassy, reader_in_britain: Reader, name: str
) -> None:
    written = figure(britain)
    item = news(britain, body=[("figure", written.pk)])
    copy = FairCopy.objects.of_thing(written).get(is_public=True)
    setattr(written, name, {} if name != "as_of" else None)
    spoilt = FairCopy.of(written)
    FairCopy.objects.filter(pk=copy.pk).update(source=spoilt.source, sha256=spoilt.sha256)

    for path in ("/en/situation/", f"/en/{item.address}"):
        answer = reader_in_britain.get(path)
        assert answer.status == 200
        assert "1,374 quiet days" not in answer.main.text
    assert "quiet-days" not in reader_in_britain.get("/en/situation/figures.csv").body


def test_key_stays_once_readers_know_it(britain: Embassy) -> None:
    written = figure(britain)
    written.key = "other-days"
    written.save_revision(clean=False)

    with pytest.raises(Refused, match="quiet-days"):
        approve_at_once(written)


def test_figure_past_its_review_says_so_to_readers_and_to_its_editors_alone(
    britain: Embassy, norland: Embassy, reader_in_britain: Reader
) -> None:
    figure(britain, next_review=date(2026, 5, 3))
    figure(britain, "fresh", next_review=date(2099, 5, 3))

    blocks = reader_in_britain.get("/en/situation/").main.text.split("Days without an alarm (en)")

    assert "Its review has been due since 3 May 2026" in blocks[1]
    assert "due since" not in blocks[2].partition("Diary")[0]
    told = editor_of(britain).get("/admin/").content.decode()
    assert "quiet-days" in told
    assert "fresh" not in told
    assert "quiet-days" not in coordinator_of(norland).get("/admin/").content.decode()


def test_review_is_overdue_from_the_midnight_after_its_day_where_the_embassy_is(
    britain: Embassy,
) -> None:
    figure(britain, next_review=date(2026, 7, 1))  # in summer London is an hour ahead

    def overdue(moment: datetime) -> bool:
        return "quiet-days" in {each.key for each in overdue_of([britain], now=moment)}

    assert not overdue(datetime(2026, 7, 1, 22, 59, tzinfo=UTC))
    assert overdue(datetime(2026, 7, 1, 23, 1, tzinfo=UTC))


@pytest.mark.usefixtures("edition")
def test_page_with_a_figure_is_baked_again_when_its_review_becomes_overdue(
    britain: Embassy, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    figure(britain, next_review=now.date())
    baked(britain, later=now - datetime(2026, 11, 24, 12, tzinfo=UTC))
    was = text_at(britain, "/en/situation/").count("Its review has been due")

    tomorrow = now + timedelta(days=2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    baked(britain, later=tomorrow - datetime(2026, 11, 24, 12, tzinfo=UTC))

    assert text_at(britain, "/en/situation/").count("Its review has been due") == was + 1


@pytest.mark.usefixtures("edition")
def test_change_of_a_figure_bakes_the_pages_that_show_it_and_no_other(britain: Embassy) -> None:
    shown, other = figure(britain), figure(britain, "other")
    one = news(britain, title="One", body=[("figure", shown.pk)])
    body = [("figure", shown.pk)]
    belarusian = translated(one, britain, "be", title="Адзін", body=body)
    two = news(britain, title="Two", body=[("figure", shown.pk)])
    three = news(britain, title="Three", body=[("figure", other.pk)])
    baked(britain, later=MINUTE)

    changed(shown, value=Decimal(1452), as_of=date(2026, 6, 1))
    made = baked(britain, later=MINUTE * 2)

    # Outlets and plain texts carry the figure in a text with it; where a page moved, nothing is.
    below = {path.split("/", 2)[2] for path in made.changed}
    lists = {"situation/", "situation/figures.csv", "news/feed.json", "news/feed.atom"}
    texts = {each.address for each in (one, two, belarusian)}
    assert lists | texts <= below
    assert {each for each in below - lists if not each.startswith(tuple(texts))} == set()
    assert made.rendered == len(made.changed)
    assert "1,452" in text_at(britain, f"/en/{one.address}")
    assert "1\u00a0452" in text_at(britain, f"/ru/{two.address}")
    assert "1452" in text_at(britain, "/en/situation/figures.csv")
    assert "1,374" in text_at(britain, f"/en/{three.address}")


def test_figure_that_was_taken_back_or_is_anothers_is_left_out_of_texts(
    britain: Embassy, norland: Embassy, reader_in_britain: Reader
) -> None:
    mine, theirs = figure(britain), figure(norland, "theirs", value=Decimal(4711))
    body = [("figure", mine.pk), ("figure", theirs.pk), ("text", "<p>A quiet text.</p>")]
    item = news(britain, body=body)

    withdraw_at_once(mine)

    text = reader_in_britain.get(f"/en/{item.address}").main.text
    assert "A quiet text." in text
    assert "1,374" not in text
    assert "4,711" not in text


def test_whoever_approves_a_figure_looks_at_the_page_as_it_will_be(britain: Embassy) -> None:
    written = figure(britain)
    written.value = Decimal(1452)
    written.save_revision(clean=False)
    browser = coordinator_of(britain)
    approval = ask([written], by=Actor.FOUNDER, now=timezone.now())
    copy = approval.copies.get()

    shown = browser.get(f"/admin/approvals/{approval.pk}/look/{copy.pk}/").content.decode()

    assert approval.status == Approval.Status.WAITING
    assert "1,452" in shown


def test_number_is_one_number_however_it_is_written(britain: Embassy) -> None:
    written = figure(britain, value=Decimal("1374.5000"))
    row = Figure.objects.get(pk=written.pk)

    assert FairCopy.of(row).sha256 == FairCopy.objects.of_thing(row).get(is_public=True).sha256


def test_figures_are_said_in_the_language_of_the_reader(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    figure(britain, value=Decimal("-12345.5"), definition=said(britain, "Колькасць"))

    text = reader_in_britain.get("/be/situation/").main.text

    assert "−12\u00a0345,5 ціхія дні" in text
    assert "Колькасць (be)" in text


def test_page_of_figures_takes_no_more_queries_when_there_are_more(
    britain: Embassy, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    reader = Reader("gb.localhost")
    for number in range(3):
        changed(figure(britain, f"days-{number}"), value=Decimal(number))
        data_set(britain, f"alarms-{number}")

    reader.get("/en/situation/")
    with django_assert_max_num_queries(15):
        reader.get("/en/situation/")
