"""What a calendar tells: an event, and a day of every year. `calendars` writes it as a file."""

from dataclasses import dataclass
from datetime import date, datetime

from ambasada.network.languages import Spoken
from ambasada.publishing.when import When


@dataclass(frozen=True)
class Happening:
    """An event as a calendar tells it, in one language."""

    uid: str
    approved: datetime  # to the minute, UTC
    when: When
    language: str
    title: str
    text: str
    place: str
    address: str  # with the embassy's origin
    is_cancelled: bool


@dataclass(frozen=True)
class Yearly:
    """A day of every year as a calendar tells it."""

    uid: str
    approved: datetime  # to the minute, UTC
    first: date
    title: Spoken
    text: Spoken
