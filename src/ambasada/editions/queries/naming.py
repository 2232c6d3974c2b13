"""Which pages, as readers get them now, name something that stands elsewhere."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from django.apps import apps
from django.db import models

from ambasada.editions.books import look_into
from ambasada.editions.folders import Folders
from ambasada.editions.public import tags_of
from ambasada.lib.blobs import SpoiltBlob, is_text
from ambasada.lib.manifests import Manifest
from ambasada.network.models import Embassy, FairCopy
from ambasada.prisoners.models import PrisonersPage

# Letters below which a word says nothing, such as the code of a language.
_LEAST = 4
_SPACE = re.compile(r"\s+")


def bodies_naming(
    copies: Iterable[FairCopy], paths: set[str], manifest: Manifest, *, folders: Folders
) -> frozenset[str]:
    """Return the hashes of bodies that hold what some public copies say, or one of their paths.

    Among the pages that were made of them, as the books know; among all if there are no books. It
    may name one too many, where a title is a common word. A body that can't be read is named too.
    """
    public = [each for each in copies if each.is_public]
    if not public:
        return frozenset()
    words = {_squeezed(word) for each in public for word in _said(each)}
    said = paths | {each for each in words if len(each) >= _LEAST}
    tags = {tag for each in public for tag in _tags(each)}
    read_by = look_into(folders.books, manifest.embassy, lambda books: books.touched_by(tags))
    entries = [
        entry
        for path, entry in manifest.entries.items()
        if is_text(entry.type) and (read_by is None or path in read_by)
    ]
    hashes = {each.sha256 for each in entries}
    return frozenset(each for each in hashes if _names_any(each, said, folders))


def bodies_of_people(embassy: Embassy, manifest: Manifest) -> frozenset[str]:
    """Return the hashes of bodies made of lists of prisoners: of people, and what leads to them."""
    sections = tuple(PrisonersPage.sections_of(embassy))
    entries = manifest.entries.items()
    return frozenset(each.sha256 for path, each in entries if path.startswith(sections)) - {""}


def _tags(copy: FairCopy) -> frozenset[str]:
    key, number, day = copy.translation_key, copy.object_id, copy.dated_on
    return tags_of(copy.kind, key, copy.path, number=number, day=day)


def _said(copy: FairCopy) -> Iterator[str]:
    """Yield every text of a copy that somebody wrote."""
    fields = copy.content["fields"]
    for field in apps.get_model(copy.kind)._meta.concrete_fields:
        is_written = isinstance(field, (models.CharField, models.TextField, models.JSONField))
        if is_written and not field.choices and field.name != "slug":
            yield from _texts(fields.get(field.name))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)


def _names_any(sha256: str, said: set[str], folders: Folders) -> bool:
    try:
        text = _squeezed(unescape(folders.blobs.read(sha256).decode(errors="replace")))
    except SpoiltBlob:
        return True
    return any(each in text for each in said)


def _squeezed(text: str) -> str:
    """Return a text without its spaces: pages break lines elsewhere, and bind some words."""
    return _SPACE.sub("", text)
