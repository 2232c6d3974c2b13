"""What is public now, and which tags tell that it changed.

A bake asks once what is public and compares it with what the last one saw. No mark of a change can
be lost or forgotten by a road that writes, because nothing has to be marked: the approved copies
themselves are compared, whoever wrote them.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.conf import settings

import ambasada
from ambasada.accounts.models import LedgerHead
from ambasada.accounts.queries import members_ever
from ambasada.editions.books import Seen
from ambasada.editions.folders import Folders
from ambasada.editions.keys import KeyFolder
from ambasada.editions.models import MirrorCheck
from ambasada.lib.charters import Charter
from ambasada.lib.intake_folders import IntakeFolder, SignedList
from ambasada.lib.manifests import sha256_of
from ambasada.lib.minisign import PublicKey
from ambasada.lib.tags import (
    FACT,
    HELP,
    HISTORY,
    INTAKE_LIST,
    LIST,
    MEMBERS,
    MIRROR_DAYS,
    MIRRORS,
    NUMBER,
    OFFLINE,
    ONION,
    PAGE,
    PAGES,
    PAPER,
    PATH,
    ROOT_KEY,
    WORDS,
)
from ambasada.network.models import Embassy, SealedHelp
from ambasada.network.queries import Facts
from ambasada.pages.history import seen_histories
from ambasada.pages.papers import papers_of
from ambasada.pages.queries import public_rows
from ambasada.prisoners.directory import tags_of as tags_of_person
from ambasada.prisoners.models import public_people

_LEAST_STEP = 100_000
# What is made in idle hours: the pages that name it are whole without it, or with the one before.
_MADE_IN_IDLE_HOURS = ("words of copies", "offline")  # and PDFs, of which there may be thousands


def head_of_ledger() -> str:
    """Return what changes in the transaction of each publication: the ledger's last hash."""
    head = LedgerHead.objects.first()
    return "" if head is None else f"{head.number}:{head.sha256}"


def public_things(embassy: Embassy, before: Mapping[str, Seen]) -> dict[str, Seen]:
    """Return every public copy of an embassy, and what else its pages are made of, by name.

    `before` is what was returned last: what is the same stays the same object, which on a large
    site is nearly everything.
    """
    found = {}
    for row in public_rows(embassy):
        name, said = f"{row.kind}:{row.object_id}", f"{row.pk}:{row.sha256}"
        seen = before.get(name)
        if seen is None or seen.copy != said:
            page = UUID(row.key) if row.key else None
            tags = tags_of(row.kind, page, row.path, number=row.object_id, day=row.dated_on)
            seen = Seen(said, tags)
        found[name] = seen
    for number, said in seen_histories(embassy).items():
        found[f"history:{number}"] = Seen(said, frozenset({f"{HISTORY}{number}"}))
    found["members"] = Seen(str(min(members_ever(), 2)), frozenset({MEMBERS}))
    found |= _signed_of(embassy)
    sealed_help = SealedHelp.objects.filter(embassy=embassy).first()
    if sealed_help is not None:
        found["sealed help"] = Seen(sealed_help.said, frozenset({HELP}))
    offline = offline_size_of(embassy)
    if offline is not None:
        found["offline"] = Seen(str(offline), frozenset({OFFLINE}))
    charter = _charter_of(embassy)
    if charter is not None and charter.onion:
        found["onion"] = Seen(charter.onion, frozenset({ONION}))
    words = _words_of(embassy)
    if words:
        found["words of copies"] = Seen(words, frozenset({WORDS}))
    found |= _papers_of(embassy) | _people_of(embassy, before)
    return found | _mirrors_of(embassy)


def without_idle(
    seen: Mapping[str, Seen], before: Mapping[str, Seen], *, most: int
) -> dict[str, Seen]:
    """Return what is public, with so many things that idle hours made anew; the others wait.

    They stay as they were seen before. What is there no more never waits.
    """
    new = {name for name, each in seen.items() if before.get(name) != each}
    few = [name for name in _MADE_IN_IDLE_HOURS if name in new]
    papers = sorted(name for name in new if name.startswith(PAPER))
    waiting = set([*few, *papers][most:])
    stay = {name: before[name] for name in waiting if name in before}
    return {name: each for name, each in seen.items() if name not in waiting} | stay


def pages_of_papers(names: Iterable[str]) -> set[str]:
    """Return the paths of the pages whose PDFs are among what these names stand for."""
    return {name.removeprefix(PAPER) for name in names if name.startswith(PAPER)}


def _signed_of(embassy: Embassy) -> dict[str, Seen]:
    """Return what the root key stands behind besides the charter, and the key itself."""
    found = {}
    root, signed = root_key_of(embassy), signed_intake_of(embassy)
    if root is not None:
        said = f"{root.key.line}:{root.is_kept_here}"
        found["root key"] = Seen(said, frozenset({ROOT_KEY}))
    if signed is not None:
        said = " ".join(sha256_of(each) for each in signed.files.values())
        found["intake"] = Seen(said, frozenset({INTAKE_LIST}))
    return found


def _people_of(embassy: Embassy, before: Mapping[str, Seen]) -> dict[str, Seen]:
    """Return everybody on approved lists of prisoners, each by the record that is public."""
    found = {}
    for ref, each in public_people(embassy).standing.items():
        name, said = f"person:{ref}", f"{each.sha256}:{each.face}"
        seen = before.get(name)
        if seen is None or seen.copy != said:
            seen = Seen(said, tags_of_person(each, embassy.languages))
        found[name] = seen
    return found


def _words_of(embassy: Embassy) -> str:
    """Return the hashes of what copies of the site search; "" if there is nothing yet."""
    folders = Folders(settings.EDITIONS_ROOT)
    files = (folders.words(embassy.code, language) for language in embassy.languages)
    return " ".join(sha256_of(each.read_bytes()) for each in files if each.exists())


def _papers_of(embassy: Embassy) -> dict[str, Seen]:
    """Return which pages there are as PDF."""
    return {
        f"{PAPER}{path}": Seen(paper.sha256, frozenset({f"{PAPER}{path}"}))
        for path, paper in papers_of(embassy.code).all().items()
    }


def _mirrors_of(embassy: Embassy) -> dict[str, Seen]:
    """Return which mirrors readers may be shown, and apart from that, of which days.

    Whole days: else the page that lists them would change with each look at one of them.
    """
    rows = MirrorCheck.objects.filter(embassy=embassy, standing=MirrorCheck.Standing.LISTED)
    listed = rows.order_by("address").values_list("address", "found_at", "made_at")
    days = [
        f"{address} {found_at:%Y-%m-%d} {made_at:%Y-%m-%d}" for address, found_at, made_at in listed
    ]
    if not days:
        return {}
    return {
        "mirrors": Seen(" ".join(address for address, *_days in listed), frozenset({MIRRORS})),
        "mirror days": Seen(" ".join(days), frozenset({MIRROR_DAYS})),
    }


@dataclass(frozen=True)
class RootKey:
    """What readers and mirrors are told of the key that everything goes back to."""

    key: PublicKey
    is_kept_here: bool  # a development root: whoever takes the server has it


def root_key_of(embassy: Embassy) -> RootKey | None:
    """Return the root key of an embassy; None before its first bake."""
    keys = KeyFolder(settings.KEYS_ROOT, embassy.code)
    root = keys.root
    return None if root is None else RootKey(root, keys.development_root is not None)


def signed_intake_of(embassy: Embassy) -> SignedList | None:
    """Return the list of the intake that the root key signed; None before there is one."""
    return IntakeFolder(settings.KEYS_ROOT, embassy.code).in_force


def onion_under(charter: Charter | None, facts: Facts) -> str:
    """Return the onion address that members approved and the charter gives; "" if they differ."""
    return facts.onion if charter is not None and charter.onion == facts.onion else ""


def proven_onion(facts: Facts) -> str:
    """Return the onion address that readers are told of, under the charter in force; "" if none."""
    return onion_under(_charter_of(facts.embassy), facts)


def _charter_of(embassy: Embassy) -> Charter | None:
    signed = KeyFolder(settings.KEYS_ROOT, embassy.code).charter
    return None if signed is None else signed.charter


def offline_size_of(embassy: Embassy) -> int | None:
    """Return the most bytes that the copy to read offline takes; None before there is one.

    In steps of a tenth, from 100 kB on. The copy holds the page that tells its size: told exactly,
    each edition would make another copy, and each copy another edition.
    """
    try:
        size = Folders(settings.EDITIONS_ROOT).bundle(embassy.code).stat().st_size
    except FileNotFoundError:
        return None
    step = max(_LEAST_STEP, 10 ** (len(str(size)) - 1))
    return -(-size // step) * step


def tags_of(
    kind: str, key: object, path: str | None, *, number: int, day: date | None
) -> frozenset[str]:
    """Return the tags that a change of a page or fact touches.

    Of a fact `path` is None; `day` is that of a page which lists sort by day.
    """
    if path is None:
        return frozenset({f"{FACT}{kind}", f"{FACT}{kind}:{number}"})
    tags = {f"{PAGE}{key}", f"{NUMBER}{number}", f"{LIST}{kind}", f"{PATH}{path}", PAGES}
    if day is not None:
        tags.add(f"{LIST}{kind}:{day.isoformat()[:7]}")
    return frozenset(tags)


def changed_tags(before: Mapping[str, Seen], now: Mapping[str, Seen]) -> set[str]:
    """Return the tags of everything that is public now and was not, or was and is not."""
    differing = (name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    return {
        tag
        for name in differing
        for state in (before, now)
        if name in state
        for tag in state[name].tags
    }


def made_by(embassy: Embassy) -> str:
    """Return a digest of what makes pages besides what was approved: another one bakes all anew.

    The version, the code, the templates, the catalogues, the assets' names, and the embassy's own
    origin. A process reads its files once, as it renders with what it loaded.
    """
    return hashlib.sha256(f"{_makers_digest()} {embassy.origin}".encode()).hexdigest()


@cache
def _makers_digest() -> str:
    digest = hashlib.sha256(ambasada.__version__.encode())
    for path in sorted(_makers()):
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _makers() -> Iterable[Path]:
    for config in apps.get_app_configs():
        if config.name.startswith("ambasada."):
            folder = Path(config.path)
            yield from folder.glob("templates/**/*.html")
            yield from folder.glob("templates/**/*.xml")
            yield from folder.rglob("*.py")
    package = Path(ambasada.__file__).parent
    yield from package.glob("locale/*/LC_MESSAGES/*.mo")
    yield from package.glob("lib/*.py")
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists():
        yield manifest
