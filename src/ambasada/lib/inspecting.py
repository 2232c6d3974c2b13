"""Looking at a mirror from outside: whether what it shows readers is what its embassy signed."""

from ambasada.lib.charters import Charter, NotACharter, is_guarded, is_strange
from ambasada.lib.connecting import Guard
from ambasada.lib.fetching import Site, SomethingElse
from ambasada.lib.manifests import LARGEST, Entry, NotAManifest, sha256_of
from ambasada.lib.minisign import NotSigned, PublicKey
from ambasada.lib.proofs import (
    MANIFEST,
    SignedManifest,
    charter_of,
    manifest_of,
    signature_of,
)

_OK = 200
_WITHIN = 30.0  # seconds for everything: whoever asks has other work
_IN_ALL = 3 * LARGEST  # bytes for everything: twice a manifest, and pages
# A mirror that swaps while we read shows two editions mixed; the second time it is a fault.
_ATTEMPTS = 2


class NotOurs(Exception):
    """What a mirror shows was not signed by the embassy, or is not what it signed."""


class WrongKey(NotOurs):
    """Another key stands behind it."""


def inspect(address: str, *, root: PublicKey, charter: Charter, allows: Guard) -> SignedManifest:
    """Return the signed manifest a mirror serves, if it stands behind what readers are shown.

    Charter and manifest are verified, then the pages on which a false number does the most harm
    are asked for as a reader does, and compared: with the manifest, and with `charter`, the one in
    force. A redirect is not followed. Raises NotOurs or WrongKey, and Unfetched if it can't be told
    just now.
    """
    site = Site(address, allows=allows, within=_WITHIN, in_all=_IN_ALL)
    try:
        reason = NotOurs()
        for _attempt in range(_ATTEMPTS):
            try:
                return _looked_at(site, root, charter)
            except NotOurs as seen:
                reason = seen
        raise reason
    finally:
        site.close()


def _looked_at(site: Site, root: PublicKey, charter: Charter) -> SignedManifest:
    try:
        shown = charter_of(site, root).charter
        made = manifest_of(site, shown, signature_of(site, MANIFEST))
        if made.manifest.embassy != charter.embassy or shown.embassy != charter.embassy:
            raise WrongKey
        for path, entry in made.manifest.entries.items():
            if is_guarded(path) and entry.sha256 and entry.status == _OK:
                _require_true(site, path, entry=entry, charter=charter)
    except NotSigned:
        raise WrongKey from None
    except (SomethingElse, NotACharter, NotAManifest):
        raise NotOurs from None
    return made


def _require_true(site: Site, path: str, *, entry: Entry, charter: Charter) -> None:
    """Raise NotOurs unless a page is what the manifest says, with numbers that are ours today."""
    if entry.is_copy_only:  # the live site answers itself there
        return
    body = site.get(path, at_most=entry.size)
    if sha256_of(body) != entry.sha256 or is_strange(charter, path, body):
        raise NotOurs
