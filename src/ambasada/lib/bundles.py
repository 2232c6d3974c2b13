"""The copy to read offline: what is in the zip, and how it is made.

It holds one page to open, the proof of an edition, and the pages that edition is made of.
"""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

from ambasada.lib.manifests import Entry, Manifest
from ambasada.lib.proofs import CHARTER, MANIFEST, SIGNATURE

BUNDLE = "information.zip"
PAGE = "information.html"
_PROOFS = tuple(f"{name}{suffix}" for name in (MANIFEST, CHARTER) for suffix in ("", SIGNATURE))
_OK = 200
_NEVER = (1980, 1, 1, 0, 0, 0)  # the day zip files begin with: another one would tell the hour

Read = Callable[[str], bytes]  # the body of a hash


def number_in(signature: bytes) -> int | None:
    """Return the number of the edition a signature says the copy was made of."""
    try:
        return int(signature.decode("ascii").splitlines()[2].rpartition(" ")[2])
    except (ValueError, IndexError):
        return None


def pages_of(manifest: Manifest) -> dict[str, Entry]:
    """Return the pages of an edition, by path; the first page, which is a home page, left out."""
    return {
        path: entry
        for path, entry in manifest.entries.items()
        if entry.status == _OK and entry.language and path.startswith(f"/{entry.language}/")
    }


def files_of(
    manifest: Manifest, proof: Mapping[str, bytes], *, page: bytes, read: Read
) -> Iterator[tuple[str, bytes]]:
    """Yield what is in the zip: the page to open, what proves it, and the pages it is made of."""
    yield PAGE, page
    for name in _PROOFS:
        yield f"edition/{name}", proof[name]
    for sha256 in _bodies_of(manifest):
        yield f"edition/blob/{sha256}", read(sha256)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip that is the same whenever and wherever it is made of the same files."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            place = zipfile.ZipInfo(name, _NEVER)
            place.compress_type = zipfile.ZIP_DEFLATED
            place.create_system = 3  # as on Unix, where a file has rights
            place.external_attr = 0o644 << 16
            archive.writestr(place, content)
    return made.getvalue()


def _bodies_of(manifest: Manifest) -> list[str]:
    return sorted({entry.sha256 for entry in pages_of(manifest).values()})
