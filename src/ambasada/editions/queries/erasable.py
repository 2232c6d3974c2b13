"""What erasing a page, a fact or a stored document would take, and what is out of our hands."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from ambasada.editions.folders import Folders
from ambasada.editions.hiding import holds_any, is_every_sites
from ambasada.editions.sources import OTHER_FORMS
from ambasada.editions.sources import paths_of as paths_baked
from ambasada.lib.manifests import Manifest, NotAManifest
from ambasada.lib.refused import Refused
from ambasada.lib.tombstones import Carried, tombstones_in
from ambasada.network.models import (
    Embassy,
    FairCopy,
    StoredDocument,
    StoredPicture,
    is_dispensable,
)
from ambasada.pages.history import held_versions
from ambasada.pages.queries import Traces, current, page_at, traces_of
from ambasada.pages.titles import title_of

_HOME_DEPTH = 2
_OK = 200


@dataclass(frozen=True)
class Going:
    """What would go with a page, a fact or a document; `carried` is what is out of our hands."""

    title: str
    kind: str
    paths: list[str]
    versions: int  # that members approved or looked at
    files: int
    carried: list[Carried]
    has_past: bool  # something of it is public, and said something else before or in a draft


def what_would_go(thing: Any, embassy: Embassy, folders: Folders) -> Going:  # noqa: ANN401 -- of any kind
    """Return what erasing something would take. Raises Refused if it can't be erased."""
    require_erasable(thing)
    traces = traces_of(thing)
    return Going(
        title=_title_of(thing),
        kind=thing._meta.model_name,
        paths=sorted(paths_of(traces, embassy.languages)),
        versions=len(traces.copies),
        files=len(traces.files),
        carried=carried_of(traces, embassy.code, folders),
        has_past=any(each.is_public for each in traces.copies),
    )


def _title_of(thing: Any) -> str:  # noqa: ANN401 -- of any kind
    if isinstance(thing, StoredPicture):  # it has none
        return str(thing)
    return thing.title if isinstance(thing, StoredDocument) else title_of(thing)


def require_erasable(thing: Any) -> None:  # noqa: ANN401 -- a page, a fact or a file
    """Raise Refused if a page or fact can't be erased."""
    if not (isinstance(thing, (Page, StoredDocument, StoredPicture)) or is_dispensable(thing)):
        raise Refused(_("Every page needs this. Change it instead of erasing it."))
    if isinstance(thing, Page):
        versions = Page.objects.filter(translation_key=thing.translation_key)
        if any(each.depth <= _HOME_DEPTH for each in versions):
            raise Refused(_("A home page cannot be erased. Change it, and ask for approval."))
        if any(each.numchild for each in versions):
            raise Refused(_("Pages stand below this one. Erase those first."))


def paths_of(traces: Traces, languages: Sequence[str]) -> set[str]:
    """Return every address that a page has or had, in every language of the embassy."""
    rows = (FairCopy.of(made) for each in traces.things for made in (each, current(each)))
    below = {each.path for each in (*traces.copies, *rows)} - {None, ""}
    return {f"/{language}/{path}" for language in languages for path in below}


def with_held(paths: set[str]) -> set[str]:
    """Return some addresses of pages, and those of the other forms of each."""
    return paths | {f"{path}{name}" for path in paths for name in OTHER_FORMS}


def paths_freed(paths: set[str], traces: Traces, embassy: Embassy) -> set[str]:
    """Return those of some addresses where nothing stands any more once these things are erased.

    The others are those of another page as well: it is read in this language too, or stood there.
    """
    kept = set(paths_baked(embassy, without=traces.copies))
    return {each for each in paths - kept if not is_every_sites(each)}


def versions_freed(traces: Traces, embassy: Embassy) -> set[str]:
    """Return the addresses of what these things said before, which go with them."""
    return set(held_versions(embassy)) - set(held_versions(embassy, traces.copies))


def paths_shown(paths: set[str], traces: Traces, embassy: Embassy) -> set[str]:
    """Return those of some addresses where one of these things is shown now."""
    keys = {each.translation_key for each in traces.things if isinstance(each, Page)}
    found = set()
    for path in paths:
        language, _slash, below = path[1:].partition("/")
        page = page_at(embassy, language, below).page
        if page is not None and page.translation_key in keys:
            found.add(path)
    return found


def bodies_at(paths: set[str], code: str, folders: Folders) -> set[str]:
    """Return the hashes of what editions have at some addresses, and at no other.

    What is served at another address now is not among them.
    """
    found: set[str] = set()
    elsewhere: set[str] = set()
    for number in folders.numbers(code):
        try:
            entries = folders.manifest(code, number).entries
        except (OSError, NotAManifest):
            continue
        here = {
            each.sha256 for path, each in entries.items() if path in paths and each.status == _OK
        }
        elsewhere = {each.sha256 for path, each in entries.items() if path not in paths}
        found |= here - elsewhere
    return found - elsewhere - {""}  # of the newest


def carried_of(traces: Traces, code: str, folders: Folders) -> list[Carried]:
    """Return the copies to read offline that were made since a reader could first read it."""
    once = FairCopy.objects.once_public().filter(pk__in=[each.pk for each in traces.copies])
    moments = once.order_by("approval__decided_at").values_list("approval__decided_at", flat=True)
    first = next((each for each in moments if each), None)
    if first is None:
        return []
    minute = first.replace(second=0, microsecond=0)  # copies are noted by the minute
    return [
        each for each in bundles_of(folders, code) if datetime.fromisoformat(each.made) >= minute
    ]


def bundles_of(folders: Folders, code: str) -> list[Carried]:
    """Return the copies to read offline there have been, oldest first."""
    try:
        return [Carried(**each) for each in json.loads(folders.bundles(code).read_bytes())]
    except (OSError, ValueError, TypeError):
        return []


def holds_erased(folders: Folders, manifest: Manifest) -> bool:
    """Tell whether an edition still has something that was erased: no copy is made of it."""
    return holds_any(tombstones_in(folders.tombstones).of(manifest.embassy), manifest)
