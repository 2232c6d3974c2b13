"""Finding the approved page behind an address, in the best language there is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast
from wagtail.models import Page

from ambasada.lib.recorder import once, reads
from ambasada.lib.tags import LIST, PAGE, PATH
from ambasada.network.languages import reading_order
from ambasada.network.models import Approval, Embassy, FairCopy, SpoiltCopy
from ambasada.pages.queries.rows import once_public

P = TypeVar("P", bound=Page)


@dataclass(frozen=True)
class Found:
    """What an address leads to: a page, or another address that it is read under now."""

    page: Page | None = None
    moved_to: str = ""
    is_gone: bool = False


def languages_for(embassy: Embassy, language: str) -> list[str]:
    """Return the embassy's languages in the order a reader of this one is served."""
    order = [code for code in reading_order(language) if code in embassy.languages]
    return order + [code for code in embassy.languages if code not in order]


def page_at(embassy: Embassy, language: str, path: str) -> Found:
    """Return what is read under `/{language}/{path}`; `path` ends with a slash or is empty.

    A page that is there in another language only is found under the same path. A page that has a
    translation in a better language, or stands elsewhere now, is read under that address. What
    was public here and is no more is gone.
    """
    if "\x00" in path:  # no address has it, and PostgreSQL refuses to look for it
        return Found()
    reads(f"{PATH}{path}")
    order = languages_for(embassy, language)
    at_path = FairCopy.objects.filter(embassy=embassy, path=path, language__in=order)
    public = once(("at", embassy.pk, path), lambda: list(at_path.filter(is_public=True)))
    nearest = min(public, key=lambda copy: order.index(copy.language), default=None)
    known = nearest or at_path.once_public().order_by("-pk").first()
    if known is None:
        return Found()
    best = _best_version(embassy, known.translation_key, order)
    if best is None:
        return Found(is_gone=True)
    if best.path != path:
        return Found(moved_to=f"/{language}/{best.path}")
    return Found(page=best.thing)


def _best_version(embassy: Embassy, key: UUID | None, order: list[str]) -> FairCopy | None:
    """Return the public version of a page in the first language of the order that has one.

    Raises SpoiltCopy if there are only versions whose bytes are not those that were approved.
    """
    reads(f"{PAGE}{key}")
    versions = once(
        ("versions", embassy.pk, key),
        lambda: list(
            FairCopy.objects.public(embassy).filter(translation_key=key, language__in=order)
        ),
    )
    nearest_first = sorted(versions, key=lambda each: order.index(each.language))
    best = next(iter(_whole(nearest_first)), None)
    if nearest_first and best is None:
        raise SpoiltCopy  # the page is not gone, and what is there was not approved
    if best is not None:
        best.embassy = embassy  # known: asking again would be a query
    return best


def page_paths(
    embassy: Embassy, without: Collection[FairCopy] = ()
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each path at which a page was ever public, with the languages it was read in there.

    Under the path of a translation nobody read a language that had a text of its own by then, and
    has had it since. `without` are copies that are left out.
    """
    withdrawn = FairCopy.objects.filter(
        embassy=embassy,
        approval__change=Approval.Change.WITHDRAW,
        approval__status=Approval.Status.APPROVED,
    )
    # Compared, and no more: thousands of keys are not made into UUIDs.
    keyed: Any = withdrawn.annotate(key=Cast("translation_key", TextField()))
    taken_back = set(keyed.values_list("key", flat=True))
    left_out = {each.pk for each in without}
    everyone = frozenset(embassy.languages)
    since: dict[str | None, dict[tuple[str, str], datetime]] = defaultdict(dict)
    public: dict[str | None, set[str]] = defaultdict(set)
    for row in once_public(embassy):
        if row.path is None or row.language not in everyone or row.pk in left_out:
            continue
        since[row.key].setdefault((row.language, row.path), row.decided_at)
        if row.is_public:
            public[row.key].add(row.language)
    for key, places in since.items():
        first: dict[str, datetime] = {}
        for (language, _path), went_out in places.items():
            first.setdefault(language, went_out)
        own = set() if key in taken_back else public[key]
        for (language, path), went_out in places.items():
            elsewhere = {code for code in own - {language} if first[code] <= went_out}
            yield path, everyone - elsewhere


def public_paths(embassy: Embassy, paths: Iterable[str]) -> set[str]:
    """Return those of some paths at which a page is public in some language, with one query."""
    asked = set(paths)
    reads(*(f"{PATH}{each}" for each in asked))
    return once(("public paths", embassy.pk, frozenset(asked)), lambda: _public_of(embassy, asked))


def _public_of(embassy: Embassy, paths: set[str]) -> set[str]:
    public = FairCopy.objects.public(embassy).filter(path__in=paths)
    found = public.filter(language__in=embassy.languages).values_list("path", flat=True)
    return {path for path in found if path is not None}


def listed(
    kind: type[P],
    embassy: Embassy,
    language: str,
    *,
    at_most: int | None = None,
    month: date | None = None,
) -> list[P]:
    """Return the public pages of a kind, newest first, each in the language this reader is served.

    `at_most` pages, or all; of the month that begins on a day, or of any. One query for all, two
    for some; in a bake the copies are asked for once, and shared by all languages.
    """
    label = kind._meta.label_lower
    copies = once(
        ("listed", embassy.pk, label, at_most, month),
        lambda: _newest(label, embassy, at_most=at_most, month=month),
    )
    return [
        once(("listed", copy.pk), lambda copy=copy: copy.thing)  # type: ignore[misc]
        for copy in best_versions(copies, embassy, language)
    ]


def _newest(
    label: str, embassy: Embassy, *, at_most: int | None, month: date | None
) -> list[FairCopy]:
    """Return the public copies of a kind in every language, newest first."""
    public = FairCopy.objects.public(embassy).filter(language__in=embassy.languages)
    public = public.order_by("-dated_on", "-object_id")
    newest = public.filter(kind=label)
    if month is None:
        reads(f"{LIST}{label}")
    else:
        reads(f"{LIST}{label}:{month:%Y-%m}")
        newest = newest.in_month(month)
    if at_most is not None:
        rows = at_most * len(embassy.languages)  # a page has at most one copy in each
        keys = dict.fromkeys(newest.values_list("translation_key", flat=True)[:rows])
        shown = list(keys)[:at_most]
        reads(*(f"{PAGE}{key}" for key in shown))
        newest = public.filter(translation_key__in=shown)
    return list(newest)


def best_versions(copies: Iterable[FairCopy], embassy: Embassy, language: str) -> list[FairCopy]:
    """Return one copy of each page: the one this reader is served; their order is kept."""
    order = languages_for(embassy, language)
    chosen: dict[UUID | None, FairCopy] = {}
    for copy in copies:
        copy.embassy = embassy  # known: asking again would be a query for each
        kept = chosen.get(copy.translation_key)
        if kept is None or order.index(copy.language) < order.index(kept.language):
            chosen[copy.translation_key] = copy
    return [*_whole(chosen.values())]


def _whole(copies: Iterable[FairCopy]) -> Iterable[FairCopy]:
    """Leave out what is not the bytes that were approved."""
    return (copy for copy in copies if copy.is_whole)
