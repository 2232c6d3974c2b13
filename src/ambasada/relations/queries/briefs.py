"""What a brief may say: approved public facts alone, each with its source and its day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format

from ambasada.figures.days import said_day
from ambasada.figures.models import TimelineEvent
from ambasada.figures.queries import ShownFigure, figures_in, timeline_in
from ambasada.lib.refused import Refused
from ambasada.network.languages import spoken
from ambasada.network.models import Embassy
from ambasada.network.queries import facts_of
from ambasada.prisoners.models import People, PrisonerRecord, public_people
from ambasada.prisoners.records import Person
from ambasada.prisoners.telling import Told, told_of

LEAST_SOURCES = 3
_OFFERED = 20


@dataclass(frozen=True)
class Source:
    """Who says so, as of which day."""

    text: str
    day: str
    address: str


@dataclass(frozen=True)
class Said:
    """A figure or an event, with the number of its source."""

    fact: ShownFigure | TimelineEvent
    source: int


@dataclass
class Brief:
    """One page about a person or an issue, in one language."""

    title: str
    title_language: str
    lines: Sequence[Told] = ()
    figures: list[Said] = field(default_factory=list)
    events: list[Said] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    @property
    def has_enough(self) -> bool:
        """Whether it has as many sources as a brief needs, the same one counted once."""
        return len({(each.text, each.address) for each in self.sources}) >= LEAST_SOURCES

    def cite(self, source: Source) -> int:
        """Return the number of a source, which stands in the list once."""
        if source not in self.sources:
            self.sources.append(source)
        return self.sources.index(source) + 1


class PublicFacts:
    """What an embassy told the public, as it stands now."""

    def __init__(self, embassy: Embassy) -> None:
        facts = facts_of(embassy)
        self.figures = figures_in(facts) if facts else []
        self.events = timeline_in(facts) if facts else []
        self._people = _people(embassy)

    def people_named(self, text: str, language: str) -> list[tuple[str, str]]:
        """Return the political prisoners in whose name a text stands: reference and name."""
        sought = text.strip().casefold()
        found = [
            (each.ref, each.name(language).text)
            for each in self._people.standing.values()
            if sought and any(sought in name.casefold() for name in each.names.values())
        ]
        return sorted(found, key=lambda pair: pair[1])[:_OFFERED]

    def person(self, ref: str) -> Person | None:
        """Return a political prisoner who is public; None otherwise."""
        standing = self._people.standing.get(ref)
        if standing is None:
            return None
        row = PrisonerRecord.objects.filter(sha256=standing.sha256).first()
        return Person.read(row.source, standing.sha256) if row is not None else None

    def brief(
        self,
        about: Person | str,
        *,
        figures: Iterable[ShownFigure],
        events: Iterable[TimelineEvent],
        language: str,
    ) -> Brief:
        """Return a brief in a language, which has to be the current one."""
        made = Brief(about, language) if isinstance(about, str) else self._of(about, language)
        for shown in figures:
            said = shown.figure
            source = Source(
                spoken(said.source, language).text,
                date_format(said.as_of, "DATE_FORMAT"),
                said.source_address,
            )
            made.figures.append(Said(shown, made.cite(source)))
        for event in events:
            source = Source(
                spoken(event.source, language).text,
                said_day(event.begins),
                event.source_address,
            )
            made.events.append(Said(event, made.cite(source)))
        return made

    def _of(self, person: Person, language: str) -> Brief:
        standing = self._people.standing[person.ref]
        name, listing = standing.name(language), self._people.lists[standing.of_list]
        made = Brief(name.text, name.language, told_of(person))
        day = date_format(person.listed_on, "DATE_FORMAT")
        made.cite(Source(listing.source, day, person.facts.get("url") or listing.address))
        return made


def _people(embassy: Embassy) -> People:
    try:
        return public_people(embassy)
    except Refused:  # nobody can tell who was taken off at their family's wish
        return People({}, {}, ())
