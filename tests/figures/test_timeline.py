"""The timeline: dated as exactly as is known, under anchors that stay."""

import pytest

from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from tests.factories.figures import changed, event
from tests.factories.reader import Reader

pytestmark = pytest.mark.django_db


def test_events_stand_by_year_in_their_order_as_exactly_as_they_are_known(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    event(britain, "1999-05-02")
    event(britain, "1999", ends="2001-03")
    event(britain, "1999-05")

    text = reader_in_britain.get("/en/situation/timeline/").main.text

    year = text.index("1999")
    first = text.index("Something quiet in 1999 (en)")
    second = text.index("Something quiet in 1999-05 (en)")
    third = text.index("Something quiet in 1999-05-02 (en)")
    assert year < first < second < third
    assert "1999 – March 2001" in text
    assert "2 May 1999" in text
    assert "Diary of a neighbour (en)" in text


def test_anchor_of_an_event_stays_when_others_come_or_its_day_changes(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    one = event(britain, "1999-05-02")
    anchor = f'id="event-{one.pk}"'
    event(britain, "1998-01-01")
    changed(one, begins="1999-05-03")

    body = reader_in_britain.get("/en/situation/timeline/").body
    assert anchor in body
    assert 'id="y1999"' in body
    assert "/en/situation/timeline/#y1999" in reader_in_britain.get("/en/situation/").body


@pytest.mark.parametrize(
    "fields",
    [
        {"begins": "2026-02-30"},
        {"begins": "yesterday"},
        {"begins": ""},
        {"begins": "2026-05", "ends": "2026-04"},
        {"begins": "2026-05-02", "ends": "2026-05-02"},
        {"begins": "2026", "text": {"en": "Only here"}},
        {"begins": "2026", "source": {}},
    ],
    ids=str,
)
def test_event_without_a_day_a_text_or_a_source_is_not_approved(
    britain: Embassy, fields: dict[str, object]
) -> None:
    with pytest.raises(Refused):
        event(britain, **{"begins": "2026", **fields})  # type: ignore[arg-type]
