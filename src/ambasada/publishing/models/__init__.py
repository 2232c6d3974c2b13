"""Page types of function 1 and of the guides, a module each."""

from ambasada.publishing.models.days import RecurringDay
from ambasada.publishing.models.events import EVENT, EventIndexPage, EventPage
from ambasada.publishing.models.guides import GuideIndexPage, GuidePage
from ambasada.publishing.models.news import NewsIndexPage, NewsPage
from ambasada.publishing.models.press import PressIndexPage, PressReleasePage
from ambasada.publishing.models.reports import ReportIndexPage, ReportPage
from ambasada.publishing.models.situation import SituationPage
from ambasada.publishing.models.standing import TEXT_FIELDS, StandardPage

__all__ = [
    "EVENT",
    "TEXT_FIELDS",
    "EventIndexPage",
    "EventPage",
    "GuideIndexPage",
    "GuidePage",
    "NewsIndexPage",
    "NewsPage",
    "PressIndexPage",
    "PressReleasePage",
    "RecurringDay",
    "ReportIndexPage",
    "ReportPage",
    "SituationPage",
    "StandardPage",
]
