"""Reads of guides besides their pages: which are left out of lists, which wait to be checked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ambasada.lib.recorder import once, reads
from ambasada.lib.tags import LIST
from ambasada.network.models import Embassy, FairCopy
from ambasada.publishing.ageing import Age, Stage, stage_today
from ambasada.publishing.models import GuidePage


@dataclass(frozen=True)
class Behind:
    """A guide that readers are warned of, as a list for members shows it."""

    number: int  # of the page that is edited: the first language that is behind
    title: str
    embassy: Embassy
    languages: tuple[str, ...]  # those that are behind
    review_by: date
    is_unlisted: bool


@dataclass(frozen=True)
class Linkable:
    """A guide in one language, as an answer to somebody may link to it."""

    language: str
    path: str  # from the root of the site
    title: str
    checked_on: date
    review_by: date


def guides_to_link(embassy: Embassy) -> list[Linkable]:
    """Return what lists of guides lead to, each language by itself, topic by topic."""
    topics = list(GuidePage.Topic.values)
    found = [
        (topics.index(copy.content["fields"]["topic"]), copy, age)
        for copy, age in _public_guides([embassy])
        if stage_today(age, embassy) is not Stage.UNLISTED
    ]
    found.sort(key=lambda each: (each[0], each[1].content["fields"]["position"], each[1].path))
    return [
        Linkable(
            language=copy.language,
            path=f"/{copy.language}/{copy.path}",
            title=copy.content["fields"]["title"],
            checked_on=date.fromisoformat(copy.content["fields"]["checked_on"]),
            review_by=age.review_by,
        )
        for _topic, copy, age in found
    ]


def unlisted_numbers(embassy: Embassy) -> set[int]:
    """Return the numbers of the guides that lists leave out today; notes until when that holds."""
    return once(("unlisted", embassy.pk), lambda: _unlisted_numbers(embassy))


def _unlisted_numbers(embassy: Embassy) -> set[int]:
    reads(f"{LIST}{GuidePage._meta.label_lower}")
    return {
        copy.object_id
        for copy, age in _public_guides([embassy])
        if stage_today(age, embassy) is Stage.UNLISTED
    }


def behind_in(embassies: Iterable[Embassy], *, now: datetime) -> list[Behind]:
    """Return the guides of some embassies that were to be checked before today, oldest first."""
    rows: dict[object, list[tuple[FairCopy, Age]]] = {}
    for copy, age in _overdue(embassies, now):
        rows.setdefault(copy.translation_key, []).append((copy, age))
    return sorted((_behind(each, now) for each in rows.values()), key=lambda each: each.review_by)


def has_behind(*, now: datetime) -> bool:
    """Tell whether any guide of any embassy was to be checked before today."""
    return any(True for _each in _overdue(Embassy.objects.all(), now))


def _behind(rows: list[tuple[FairCopy, Age]], now: datetime) -> Behind:
    embassy = rows[0][0].embassy
    rows = sorted(rows, key=lambda each: embassy.languages.index(each[0].language))
    ages = [age for _copy, age in rows]
    today = _today(embassy, now)
    return Behind(
        number=rows[0][0].object_id,
        title=rows[0][0].content["fields"]["title"],
        embassy=embassy,
        languages=tuple(copy.language for copy, _age in rows),
        review_by=min(each.review_by for each in ages),
        is_unlisted=any(each.stage_on(today) is Stage.UNLISTED for each in ages),
    )


def _overdue(embassies: Iterable[Embassy], now: datetime) -> Iterator[tuple[FairCopy, Age]]:
    for copy, age in _public_guides(embassies):
        if age.stage_on(_today(copy.embassy, now)) is not Stage.CURRENT:
            yield copy, age


def _public_guides(embassies: Iterable[Embassy]) -> Iterator[tuple[FairCopy, Age]]:
    """Yield the public copies of guides with their ages, as they were approved."""
    for embassy in embassies:
        public = FairCopy.objects.public(embassy).filter(
            kind=GuidePage._meta.label_lower, language__in=embassy.languages
        )
        for copy in public:
            copy.embassy = embassy  # known: asking again would be a query for each
            if copy.is_whole:
                fields = copy.content["fields"]
                checked_on = date.fromisoformat(fields["checked_on"])
                yield copy, Age.since(checked_on, is_law=fields["is_law"])


def _today(embassy: Embassy, now: datetime) -> date:
    return now.astimezone(ZoneInfo(embassy.time_zone)).date()
