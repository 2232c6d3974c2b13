"""What pages said before: each text that was ever public keeps an address of its own.

`<path>versions/` lists them and `<path>versions/2/` is the second, in the language the page is in,
once a page has more than one. Numbers are counted from the first, over what was erased since too,
so that an address stays what it is.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import BooleanField, ExpressionWrapper, Q
from wagtail.models import Page

from ambasada.lib.recorder import once, reads
from ambasada.lib.tags import HISTORY, NUMBER
from ambasada.network.models import Approval, Embassy, FairCopy, FairCopyQuerySet

VERSIONS = re.compile(r"versions/(?:([1-9][0-9]{0,5})/)?", re.ASCII)
_LIST = "versions/"


def is_version(path: str) -> bool:
    """Tell whether a whole path is that of one version of a page."""
    return re.search(r"/versions/[1-9][0-9]{0,5}/\Z", path, re.ASCII) is not None


class _Row(NamedTuple):
    """What is asked of a copy: enough to number it, without its text."""

    pk: int
    kind: str
    number: int
    sha256: str
    language: str
    path: str | None
    is_public: bool
    is_erased: bool
    decided_at: datetime


@dataclass(frozen=True)
class Version:
    """A text of a page as it was made public, and the day of that."""

    number: int
    place: int  # of its copy among those that were made public, oldest first
    published_on: datetime
    is_erased: bool
    is_current: bool

    @property
    def below(self) -> str:
        """What follows the page's own address."""
        return f"{_LIST}{self.number}/"


def versions_of_page(page: Page) -> list[Version]:
    """Return the versions of a page that is public, newest first; none where there is but one."""
    reads(f"{NUMBER}{page.pk}", f"{HISTORY}{page.pk}")
    return once(
        ("versions of page", page.pk),
        lambda: _numbered(list(_rows(FairCopy.objects.of_thing(page)))),
    )


def copy_of_version(page: Page, version: Version) -> FairCopy:
    """Return the copy that is a version of a page."""
    reads(f"{NUMBER}{page.pk}", f"{HISTORY}{page.pk}")
    copy: FairCopy = _done(FairCopy.objects.of_thing(page))[version.place]
    return copy


def held_versions(embassy: Embassy, without: Collection[FairCopy] = ()) -> Iterator[str]:
    """Yield the address of every version and list of versions, also where a page stood before.

    `without` are copies that are about to be erased, all of a page or all that it said before.
    """
    for rows in _histories(embassy, without).values():
        language = next((row.language for row in rows if row.language), "")
        numbered = _numbered(rows)
        if not numbered or language not in embassy.languages:
            continue
        for path in {row.path for row in rows if row.path}:
            yield f"/{language}/{path}{_LIST}"
            yield from (f"/{language}/{path}{each.below}" for each in numbered)


def seen_histories(embassy: Embassy) -> dict[int, str]:
    """Return what the history of each page that has one is made of, by the page's number."""
    return {
        number: " ".join(f"{row.pk}{'-' if row.is_erased else '+'}" for row in rows)
        for (_kind, number), rows in _histories(embassy).items()
    }


def _histories(
    embassy: Embassy, without: Collection[FairCopy] = ()
) -> Mapping[tuple[str, int], list[_Row]]:
    """Return the copies of each page that said something before, oldest first."""
    kinds = [
        model._meta.label_lower
        for model in apps.get_models()
        if getattr(model, "keeps_versions", False)
    ]
    copies = FairCopy.objects.filter(embassy=embassy, kind__in=kinds)
    earlier = copies.filter(is_public=False, approval__status=Approval.Status.APPROVED)
    left_out = {each.pk for each in without}
    found: dict[tuple[str, int], list[_Row]] = defaultdict(list)
    for row in _rows(copies.filter(object_id__in=earlier.values("object_id"))):
        if row.pk not in left_out:
            found[row.kind, row.number].append(row)
    return found


def _rows(copies: FairCopyQuerySet) -> Iterable[_Row]:
    """Return what was made public at any time among some copies, erased or not, oldest first."""
    is_erased = ExpressionWrapper(Q(source=""), output_field=BooleanField())
    rows: Any = (
        _done(copies)
        .annotate(is_erased=is_erased)
        .values_list(
            "pk",
            "kind",
            "object_id",
            "sha256",
            "language",
            "path",
            "is_public",
            "is_erased",
            "approval__decided_at",
        )
    )
    return (_Row(*row) for row in rows)


def _done(copies: FairCopyQuerySet) -> FairCopyQuerySet:
    """Narrow to what was made public at any time, oldest first."""
    return copies.filter(
        approval__status=Approval.Status.APPROVED, approval__change=Approval.Change.PUBLISH
    ).order_by("approval__decided_at", "pk")


def _numbered(rows: list[_Row]) -> list[Version]:
    """Return the versions among the copies of one page, newest first; none if there is but one.

    What was taken back and given again word for word is no new one.
    """
    texts: list[list[_Row]] = []
    places = {row.pk: place for place, row in enumerate(rows)}
    for row in rows:
        if texts and texts[-1][0].sha256 == row.sha256:
            texts[-1].append(row)
        else:
            texts.append([row])
    if len(texts) == 1:
        return []
    versions = [
        Version(
            number=number,
            place=places[same[-1].pk],
            published_on=same[0].decided_at,
            is_erased=same[-1].is_erased,
            is_current=any(row.is_public for row in same),
        )
        for number, same in enumerate(texts, 1)
    ]
    return versions[::-1]
