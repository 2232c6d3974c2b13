"""From the entries of a site to a signed edition that is served."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.conf import settings

from ambasada.accounts.models import LedgerLine
from ambasada.editions.contacts import contacts_of
from ambasada.editions.folders import CHARTER, DELTA, MANIFEST, SIGNATURE, Folders
from ambasada.editions.keys import KeyFolder, Signed, charter_for, edition_keys
from ambasada.editions.public import onion_under
from ambasada.lib.blobs import write_whole
from ambasada.lib.charters import Charter
from ambasada.lib.intake_folders import IntakeFolder
from ambasada.lib.manifests import Entry, Manifest, NotAManifest, delta, sha256_of
from ambasada.lib.minisign import SecretKey
from ambasada.lib.refused import Refused
from ambasada.network.queries import Facts

# After it a mirror says that it has not been renewed; a month is a holiday and a broken disk.
LASTS = timedelta(days=30)
_RENEWED_BEFORE = timedelta(days=15)


@dataclass(frozen=True)
class Authority:
    """What signs an edition, and under which charter."""

    key: SecretKey
    charter: Signed


# What this process served last, by embassy: the hash of a manifest, and what it says. To read ten
# thousand entries again takes longer than to bake a page.
_LAST: dict[str, tuple[str, Manifest]] = {}


def current_of(folders: Folders, code: str) -> Manifest | None:
    """Return the manifest that is served; None if there is none or it can't be read."""
    number = folders.current(code)
    if number is None:
        return None
    try:
        content = folders.manifest_bytes(code, number)
        sha256, manifest = _LAST.get(code, ("", None))
        if manifest is None or sha256 != sha256_of(content):
            manifest = Manifest.read(content)
    except (OSError, NotAManifest):
        return None
    return manifest


def release(
    facts: Facts,
    entries: Mapping[str, Entry],
    *,
    authority: Authority,
    served: Manifest | None,
    now: datetime,
    reason: str = "",
) -> int | None:
    """Sign these entries as a new edition and serve it; return its number.

    Returns None, and writes nothing, if what is served is the same and is not about to run out.
    """
    folders = Folders(settings.EDITIONS_ROOT)
    code, charter = facts.embassy.code, authority.charter
    is_same = served is not None and served.entries == entries
    if is_same and not reason and _is_lasting(served, charter, facts, now=now):
        return None
    numbers = folders.numbers(code)
    made_at = now.replace(second=0, microsecond=0)  # a second would tell more than is asked
    previous = sha256_of(folders.manifest_bytes(code, served.number)) if served else ""
    manifest = Manifest(
        embassy=code,
        origin=facts.embassy.origin,
        onion=onion_under(charter.charter, facts),
        number=(numbers[-1] if numbers else 0) + 1,
        previous=previous,
        created=made_at,
        expires=made_at + LASTS,
        charter=charter.charter.number,
        ledger=_ledger_of_yesterday(now),
        reason=reason,
        entries=entries,
    )
    sha256 = _write(folders, manifest, authority)
    if served is not None:
        content = delta(served, manifest)
        write_whole(folders.edition(code, manifest.number) / DELTA, content)
    os.sync()  # every body is on the disk before the edition that names it
    folders.point_to(code, manifest.number)
    _LAST[code] = sha256, manifest
    return manifest.number


def _is_lasting(served: Manifest | None, charter: Signed, facts: Facts, *, now: datetime) -> bool:
    """Tell whether what is served says the truth of today, and for some days to come."""
    return (
        served is not None
        and served.charter == charter.charter.number
        and served.origin == facts.embassy.origin
        and served.onion == onion_under(charter.charter, facts)
        and served.expires - now > _RENEWED_BEFORE
    )


def _write(folders: Folders, manifest: Manifest, authority: Authority) -> str:
    """Write what proves an edition; return the hash of its manifest."""
    folder = folders.edition(manifest.embassy, manifest.number)
    folder.mkdir(mode=0o700, parents=True)
    content = manifest.canonical()
    signature = authority.key.sign(content, f"{manifest.embassy} edition {manifest.number}")
    write_whole(folder / MANIFEST, content)
    write_whole(folder / f"{MANIFEST}{SIGNATURE}", signature.encode("ascii"))
    write_whole(folder / CHARTER, authority.charter.content)
    write_whole(folder / f"{CHARTER}{SIGNATURE}", authority.charter.signature.encode("ascii"))
    intake = IntakeFolder(settings.KEYS_ROOT, manifest.embassy).in_force
    for name, signed in (intake.files if intake else {}).items():
        write_whole(folder / name, signed)
    return sha256_of(content)


def authority_of(facts: Facts, *, now: datetime) -> Authority:
    """Return the key that signs editions now, and the charter that says it may.

    The first time both are made, under a development root. Raises Refused if there is no such key.
    """
    keys = KeyFolder(settings.KEYS_ROOT, facts.embassy.code)
    if keys.root is None:
        keys.make_development_root()
    key = keys.edition_key
    if key is None and (keys.charter is None or keys.development_root is not None):
        key = keys.make_edition_key()
    if key is None:
        message = (
            "The key that signs editions is lost; what is served stays. Run `ambasada key rotate` "
            "and follow “a lost key” in docs/operations.md."
        )
        raise Refused(message)
    charter = charter_for(said_by(facts, keys, key, now=now), keys, now=now)
    if charter is None or all(each.key != key.public for each in charter.charter.keys):
        message = (
            "The charter does not name the key that signs editions; what is served stays. Let the "
            "holder of the root key sign the charter that `ambasada key charter` writes."
        )
        raise Refused(message)
    if all(each.until < now for each in charter.charter.keys if each.key == key.public):
        message = (
            "The key that signs editions has run out; what is served stays. Let the holder of the "
            "root key sign the charter that `ambasada key charter` writes."
        )
        raise Refused(message)
    return Authority(key, charter)


def said_by(facts: Facts, keys: KeyFolder, key: SecretKey, *, now: datetime) -> Charter:
    """Return the charter that says what the embassy says now; its number is one more."""
    in_force = keys.charter
    return Charter(
        embassy=facts.embassy.code,
        number=in_force.charter.number + 1 if in_force else 1,
        issued=now.replace(second=0, microsecond=0),
        keys=edition_keys(key, now=now),
        addresses=(facts.embassy.origin,),
        onion=facts.onion,
        contacts=contacts_of(facts),
    )


def _ledger_of_yesterday(now: datetime) -> dict[str, object]:
    """Return the last line of the ledger before today: mirrors are witnesses of its head."""
    midnight = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    line = LedgerLine.objects.filter(at__lt=midnight).order_by("number").last()
    if line is None:
        return {}
    return {"day": line.at.date().isoformat(), "number": line.number, "sha256": line.sha256}
