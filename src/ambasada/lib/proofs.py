"""What a site shows to prove itself: a charter by the root key, and a manifest by a key of it."""

from dataclasses import dataclass

from ambasada.lib.charters import Charter, key_behind, signer_of
from ambasada.lib.fetching import Site
from ambasada.lib.manifests import LARGEST, Manifest
from ambasada.lib.minisign import NotSigned, PublicKey

MANIFEST, CHARTER, SIGNATURE = "manifest.json", "charter.json", ".minisig"
_LARGEST_CHARTER = 200_000
LARGEST_SIGNATURE = 2_000


@dataclass(frozen=True)
class SignedCharter:
    """A charter as a site shows it, signed with the root key."""

    charter: Charter
    content: bytes
    signature: bytes


@dataclass(frozen=True)
class SignedManifest:
    """A manifest as a site shows it."""

    manifest: Manifest
    content: bytes
    signature: bytes

    def require_by(self, charter: Charter) -> None:
        """Raise NotSigned unless a key of the charter signed it in time."""
        text = self.signature.decode("utf-8", "replace")
        signer_of(charter, self.content, text, created=self.manifest.created)

    def is_by(self, charter: Charter) -> bool:
        """Tell whether a key of the charter signed it in time."""
        try:
            self.require_by(charter)
        except NotSigned:
            return False
        return True


def charter_of(site: Site, root: PublicKey) -> SignedCharter:
    """Return the charter of a site. Raises Unfetched, NotSigned or NotACharter."""
    content = site.get(f"/edition/{CHARTER}", at_most=_LARGEST_CHARTER)
    signature = signature_of(site, CHARTER)
    root.verify(content, signature.decode("utf-8", "replace"))
    return SignedCharter(Charter.read(content), content, signature)


def manifest_of(site: Site, charter: Charter, signature: bytes) -> SignedManifest:
    """Return the manifest of a site, whole. Raises Unfetched, NotSigned or NotAManifest."""
    content = site.get(f"/edition/{MANIFEST}", at_most=LARGEST)
    # Nothing is read that no key of ours signed: a few bytes can unpack into more than a process
    # bears, and whoever serves them need not hold a key.
    key_behind(charter, content, signature.decode("utf-8", "replace"))
    made = SignedManifest(Manifest.read(content), content, signature)
    made.require_by(charter)
    return made


def signature_of(site: Site, name: str) -> bytes:
    """Return the signature over a file. Raises Unfetched."""
    return site.get(f"/edition/{name}{SIGNATURE}", at_most=LARGEST_SIGNATURE)
