"""Press releases and reports as an editor would publish them."""

from datetime import date, time
from typing import Any

from ambasada.network.models import Embassy
from ambasada.publishing.models import PressReleasePage, ReportPage
from tests.factories.pages import at, published


def release(embassy: Embassy, language: str = "en", **fields: Any) -> PressReleasePage:
    """Write a press release of a May morning and have it approved."""
    said = {
        "title": "Walk with letters announced",
        "place": "London",
        "released_on": date(2026, 5, 1),
        "released_at": time(9, 30),
        "body": [("text", "<p>We shall walk, and write.</p>")],
        **fields,
    }
    return published(PressReleasePage(**said), at(embassy, language, "press/"))


def report(embassy: Embassy, language: str = "en", **fields: Any) -> ReportPage:
    """Write a report and have it approved."""
    said = {
        "title": "Letters of a year",
        "reported_on": date(2026, 5, 1),
        "period": "2025",
        "body": [("text", "<h2>Findings</h2><p>Most letters arrived.</p>")],
        **fields,
    }
    return published(ReportPage(**said), at(embassy, language, "reports/"))
