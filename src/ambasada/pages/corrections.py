"""Corrections: one that was published stays as it is, and stands in every language of its page."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ambasada.lib.refused import Refused
from ambasada.network.models import FairCopy
from ambasada.pages.titles import title_of_copy


def require_corrections(copies: Iterable[FairCopy]) -> None:
    """Refuse pages that would let go of a published correction, or lack one of another language.

    A correction is its day and its text: who finds a fault in one adds another. Languages are held
    against each other by their days, since only somebody who reads both can compare the words. A
    new one may go out first where it was found: a translation takes its lines from what is public,
    and says until then that it is older.
    """
    pages = [copy for copy in copies if copy.path is not None]
    public = _public_versions(pages)
    for copy in pages:
        before = _last_public(copy)
        if before is not None:
            _require_kept(copy, before)
    together: dict[UUID | None, dict[str, FairCopy]] = defaultdict(dict)
    for copy in pages:
        together[copy.translation_key][copy.language] = copy
    for key, asked in together.items():
        _require_of_others(asked, public[key] | asked)


def corrections_in(copy: FairCopy) -> list[tuple[str, str]]:
    """Return the day and the text of each correction of a page, in order."""
    said = copy.content["fields"].get("corrections") or "[]"
    values = [each["value"] for each in json.loads(said)]
    return [(str(each["corrected_on"]), str(each["text"])) for each in values]


def _public_versions(pages: list[FairCopy]) -> dict[UUID | None, dict[str, FairCopy]]:
    """Return the public versions of pages by translation key and language."""
    found: dict[UUID | None, dict[str, FairCopy]] = defaultdict(dict)
    if pages:
        keys = {copy.translation_key for copy in pages}
        public = FairCopy.objects.public(pages[0].embassy).filter(translation_key__in=keys)
        for copy in public:
            found[copy.translation_key][copy.language] = copy
    return found


def _last_public(copy: FairCopy) -> FairCopy | None:
    """Return what readers of a page are served, or were before it was taken back."""
    once = FairCopy.objects.filter(kind=copy.kind, object_id=copy.object_id).once_public()
    return once.order_by("-is_public", "-approval__decided_at", "-pk").first()


def _require_kept(copy: FairCopy, before: FairCopy) -> None:
    lost = Counter(corrections_in(before)) - Counter(corrections_in(copy))
    if lost:
        day, text = next(iter(lost))
        raise Refused(
            _(
                "“%(title)s”: the correction of %(day)s was published, “%(text)s”. It stays as it"
                " is: put it back, and add another line if it was wrong."
            )
            % {"title": title_of_copy(copy), "day": _said(day), "text": text}
        )


def _days(copy: FairCopy) -> Counter[str]:
    return Counter(day for day, _text in corrections_in(copy))


def _require_of_others(asked: dict[str, FairCopy], versions: dict[str, FairCopy]) -> None:
    everywhere: Counter[str] = Counter()
    for copy in versions.values():
        everywhere |= _days(copy)
    for language, copy in asked.items():
        missing = everywhere - _days(copy)
        if missing:
            day = min(missing)
            other = next(code for code, each in versions.items() if _days(each)[day])
            names = dict(settings.LANGUAGES)
            raise Refused(
                _(
                    "“%(title)s”: the correction of %(day)s is there in %(one)s and missing in"
                    " %(other)s. Translate the line, and ask for these languages together."
                )
                % {
                    "title": title_of_copy(versions[other]),
                    "day": _said(day),
                    "one": names[other],
                    "other": names[language],
                }
            )


def _said(day: str) -> str:
    return date_format(date.fromisoformat(day))
