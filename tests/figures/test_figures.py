"""A figure as readers get it: whole or not at all, the same wherever it is named."""

from datetime import date
from decimal import Decimal

import pytest

from ambasada.network.models import Embassy
from tests.factories.figures import changed, figure, written_figure
from tests.factories.pages import news
from tests.factories.reader import Reader

pytestmark = pytest.mark.django_db


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
