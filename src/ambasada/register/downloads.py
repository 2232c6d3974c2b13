"""The register as files: a table, data and a feed, each with the fields of a row and no other."""

import json
from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ambasada.figures.downloads import table
from ambasada.network.languages import spoken
from ambasada.network.queries import Facts
from ambasada.register.feed import Feed, Item, written
from ambasada.register.models.circle import Circle
from ambasada.register.models.entry import RegisterEntry
from ambasada.register.showing import Quarter, Row

_LATEST = 50  # rows of the feed
Write = Callable[[Sequence[Quarter], Facts, str], bytes]


def as_csv(quarters: Sequence[Quarter], facts: Facts, section: str) -> bytes:  # noqa: ARG001
    """Return the register as a table: one organisation at one meeting in each row."""
    language = _language(facts)
    header = (
        _("Meeting"),
        _("When"),
        _("Circle"),
        _("Organisation"),
        _("Office"),
        _("Subject"),
        _("Embassy"),
        _("Version"),
    )
    rows = [
        (
            str(entry.meeting),
            entry.held,
            str(Circle(entry.circle).label),
            spoken(entry.organisation, language).text,
            entry.office,
            spoken(entry.subject, language).text,
            facts.embassy.code,
            str(each.version),
        )
        for quarter in quarters
        for each in quarter.rows
        for entry in [each.entry]
    ]
    line = _("Meetings of: %(name)s. Rows of one meeting have the same first cell.")
    return table(line % {"name": _name(facts, language)}, header, rows)


def as_json(quarters: Sequence[Quarter], facts: Facts, section: str) -> bytes:  # noqa: ARG001
    """Return the register as data, with the totals of each quarter."""
    language = _language(facts)
    said = {
        "embassy": {"code": facts.embassy.code, "name": _name(facts, language)},
        "language": language,
        "quarters": [
            {
                "quarter": quarter.name,
                "meetings": quarter.meetings,
                "circles": {circle.value: count for circle, count in quarter.totals},
                "withheld": quarter.count.withheld if quarter.count else None,
                "rows": [_as_data(each, facts, language) for each in quarter.rows],
            }
            for quarter in quarters
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def _as_data(row: Row, facts: Facts, language: str) -> dict[str, object]:
    return {
        "id": str(row.entry.ref),
        **_fields(row.entry, language),
        "embassy": facts.embassy.code,
        "version": row.version,
        "earlier": [_fields(each, language) for each in row.earlier],
    }


def _fields(entry: RegisterEntry, language: str) -> dict[str, object]:
    return {
        "meeting": str(entry.meeting),
        "held": entry.held,
        "circle": entry.circle,
        "organisation": spoken(entry.organisation, language).text,
        "office": entry.office,
        "subject": spoken(entry.subject, language).text,
    }


def as_atom(quarters: Sequence[Quarter], facts: Facts, section: str) -> bytes:
    """Return the newest rows as a feed."""
    language = _language(facts)
    page = f"{facts.embassy.origin}/{language}/{section}"
    rows = [(quarter.name, each) for quarter in quarters for each in quarter.rows]
    rows.sort(key=lambda each: (each[1].since, str(each[1].entry.ref)), reverse=True)
    days = [row.since for _quarter, row in rows]
    days += [each.count.counted_on for each in quarters if each.count]
    items = [
        Item(
            ref=str(row.entry.ref),
            address=f"{page}{quarter}/#row-{row.entry.ref}",
            title=_titled(row.entry, language),
            summary=spoken(row.entry.subject, language).text,
            updated=row.since,
        )
        for quarter, row in rows[:_LATEST]
    ]
    name = _name(facts, language)
    title = f"{_('Register of meetings')} · {name}"
    return written(Feed(page, language, title, name, max(days), items))


def _titled(entry: RegisterEntry, language: str) -> str:
    """Return when it was, with whom, and of which circle they are."""
    who = spoken(entry.organisation, language).text
    who = f"{who}, {entry.office}" if entry.office else who
    return f"{entry.held}: {who} ({Circle(entry.circle).label})"


def _language(facts: Facts) -> str:
    return get_language() or facts.embassy.first_language


def _name(facts: Facts, language: str) -> str:
    return spoken(facts.embassy.name, language).text


# By the end of the file's name: what writes it, and its type.
FORMS: Mapping[str, tuple[Write, str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "json": (as_json, "application/json"),
    "atom": (as_atom, "application/atom+xml; charset=utf-8"),
}
