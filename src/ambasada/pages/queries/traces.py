"""Everything that holds the words of a page or a fact: what erasing it would take."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from wagtail.models import Page, ReferenceIndex

from ambasada.network.models import (
    Embassy,
    FairCopy,
    NamedFile,
    StoredCopy,
    StoredDocument,
    StoredPicture,
    every_file_of,
    fact_kinds,
    files_of_picture,
)
from ambasada.pages.queries.current import current


@dataclass(frozen=True)
class Traces:
    """Everything that holds the words of some pages or facts.

    `things` are their rows, a page in all its languages and with its aliases; `copies` every fair
    copy of them; `files` what they name and nothing else does.
    """

    things: Sequence[Any]
    copies: Sequence[FairCopy]
    files: frozenset[StoredCopy]

    def __bool__(self) -> bool:
        return bool(self.things or self.copies or self.files)


def traces_of(thing: Any) -> Traces:  # noqa: ANN401 -- a page, a fact, a document or a picture
    """Return what erasing a page, in all its languages, a fact, a document or a picture would take.

    Of a document or a picture only files go; what names them stays, and is to be edited.
    """
    if isinstance(thing, StoredPicture):
        return Traces([], [], frozenset(files_of_picture(thing)))
    if isinstance(thing, StoredDocument):
        return Traces([], [], frozenset({StoredCopy(thing.sha256, thing.suffix, None)}))
    return _traces(_versions_of(thing))


def past_of(thing: Any) -> Traces:  # noqa: ANN401 -- a page or a fact
    """Return what erasing would take of what a page or fact said before: all that is not public."""
    rows = list(_versions_of(thing))
    old = [each for each in _traces(rows).copies if not each.is_public]
    return Traces(rows, old, _files_only_of([], old))


def past_with(hashes: frozenset[str]) -> Traces:
    """Return what is there of erased words that pages or facts once said, by the hashes of copies.

    What is public stays out, unless it says those words.
    """
    found = FairCopy.objects.exclude(source="").filter(sha256__in=hashes).select_related("embassy")
    rows = [each for row in _things_of(found) for each in _versions_of(row)]
    old = {each.pk: each for each in found}
    if rows:
        old |= {each.pk: each for each in _traces(rows).copies if not each.is_public}
    copies = list(old.values())
    return Traces(rows, copies, _files_only_of([], copies))


def said_otherwise(thing: Any) -> bool:  # noqa: ANN401 -- a page or a fact
    """Tell whether a page or fact has an older version or a draft with other words than public."""
    rows = list(_versions_of(thing))
    copies = _traces(rows).copies
    public = {each.sha256 for each in copies if each.is_public}
    if any(each.sha256 not in public for each in copies):
        return True
    drafts = (revision.as_object() for row in rows for revision in row.revisions.order_by("pk"))
    return any(FairCopy.of(each).sha256 not in public for each in drafts)


def documents_of(embassy: Embassy, hashes: Iterable[str]) -> QuerySet[StoredDocument]:
    """Return the stored documents with these bytes, but for those of other embassies."""
    own = Q(collection__name=embassy.code) | Q(collection__depth=1)
    return StoredDocument.objects.filter(own, sha256__in=hashes)


def pictures_of(embassy: Embassy, hashes: Iterable[str]) -> QuerySet[StoredPicture]:
    """Return the pictures of an embassy with a file of these bytes."""
    named = set(hashes)
    with_one = Q(sha256__in=named) | Q(renditions__sha256__in=named)
    return StoredPicture.objects.filter(with_one, embassy=embassy).distinct()


def traces_with(
    embassy: Embassy,
    *,
    kinds: frozenset[str],
    keys: frozenset[str],
    copies: frozenset[str],
    files: frozenset[str],
) -> Traces:
    """Return what is there of what an embassy erased.

    Known are the kinds of facts, whose rows are compared one by one, translation keys of pages,
    and the hashes of copies and of files.
    """
    pages = Page.objects.filter(translation_key__in=keys)
    models = (
        each for each in fact_kinds() if each.is_dispensable and each._meta.label_lower in kinds
    )
    facts = (row for model in models for row in model.objects.filter(embassy=embassy))
    rows = [
        *(version for page in pages for version in _versions_of(page)),
        *(each for each in facts if FairCopy.of(current(each)).sha256 in copies),
    ]
    rows += _things_of(FairCopy.objects.exclude(source="").filter(sha256__in=copies))
    documents = documents_of(embassy, files)
    stored = {StoredCopy(each.sha256, each.suffix, None) for each in documents}
    for picture in pictures_of(embassy, files):
        stored |= files_of_picture(picture)
    return _traces(rows, keys=keys, hashes=copies, files=frozenset(stored))


def _traces(
    things: Iterable[Any],
    *,
    keys: frozenset[str] = frozenset(),
    hashes: frozenset[str] = frozenset(),
    files: frozenset[StoredCopy] = frozenset(),
) -> Traces:
    rows = {(each._meta.label_lower, each.pk): each for each in things}
    pages = {each.translation_key for each in rows.values() if isinstance(each, Page)}
    # Named one by one: the index by key begins with the embassy, and this is asked at each bake.
    embassies = list(Embassy.objects.values_list("pk", flat=True))
    of_them = Q(embassy__in=embassies, translation_key__in=pages | keys) | Q(sha256__in=hashes)
    for kind, number in rows:
        of_them |= Q(kind=kind, object_id=number)
    copies = list(FairCopy.objects.exclude(source="").filter(of_them).select_related("embassy"))
    things = list(rows.values())
    return Traces(things, copies, files | _files_only_of(things, copies))


def _things_of(copies: QuerySet[FairCopy]) -> Iterable[Any]:
    """Return the rows of pages and facts that copies are of."""
    for kind, number in copies.values_list("kind", "object_id").distinct():
        model: Any = apps.get_model(kind)
        yield from model.objects.filter(pk=number)


def _versions_of(thing: Any) -> Iterable[Any]:  # noqa: ANN401 -- a page or a fact
    """Return a page in all its languages and its aliases; a fact has one row for all."""
    if not isinstance(thing, Page):
        return [thing]
    key = thing.translation_key
    return Page.objects.filter(Q(translation_key=key) | Q(alias_of__translation_key=key)).specific()


def _files_only_of(rows: Sequence[Any], copies: Sequence[FairCopy]) -> frozenset[StoredCopy]:
    """Return the files that these rows and copies name, and no other copy and no other draft."""
    named = {file for copy in copies for file in copy.every_file}
    for row in rows:
        named |= every_file_of(row) | every_file_of(current(row))
    if not named:
        return frozenset()
    elsewhere = NamedFile.objects.exclude(copy__in=copies)
    kept = set(elsewhere.values_list("sha256", flat=True))
    ours = {(each.cached_content_type.pk, str(each.pk)) for each in rows if isinstance(each, Page)}
    hashes = {each.sha256 for each in named}
    for stored, theirs in _stored_with(hashes):
        users = ReferenceIndex.get_references_to(stored)
        # Of a picture that a copy elsewhere shows the original stays too, which no copy names.
        if theirs & kept or any(
            (each.content_type_id, each.object_id) not in ours for each in users
        ):
            kept |= theirs
    return frozenset(each for each in named if each.sha256 not in kept)


def _stored_with(hashes: set[str]) -> Iterable[tuple[Any, set[str]]]:
    """Yield each stored document and picture with these bytes, and the hashes of its files."""
    for document in StoredDocument.objects.filter(sha256__in=hashes):
        yield document, {document.sha256}
    for picture in StoredPicture.objects.filter(sha256__in=hashes):
        yield picture, {each.sha256 for each in files_of_picture(picture)}
