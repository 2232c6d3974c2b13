"""What of one case goes to the escrow's offline machine: sealed bytes, by name."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings

from ambasada.casework import files
from ambasada.casework.models import Blob, Case, Letter, SignedRoster, Wrap
from ambasada.lib.escrow.exports import Index
from ambasada.lib.manifests import sha256_of
from ambasada.lib.refused import Refused
from ambasada.lib.sealing.rosters import ESCROW


def export_of(case: Case, *, escrow: str, today: date) -> tuple[Index, dict[str, bytes]]:
    """Return a case's export: its index, and every file by its name.

    Raises Refused if its wraps are gone.
    """
    found = dict(_found(case))
    if not any(name.startswith("wraps/") for name in found):
        message = "There is nothing of this case that could be opened: it is being deleted."
        raise Refused(message)
    index = Index(
        embassy=case.embassy,
        ref=case.ref,
        case=case.lookup_sha256,
        exported_on=today,
        escrow=escrow,
        files={name: sha256_of(content) for name, content in found.items()},
    )
    return index, found


def _found(case: Case) -> Iterator[tuple[str, bytes]]:
    for wrap in Wrap.objects.filter(ref=case.ref, kid=ESCROW):
        yield f"wraps/{wrap.stream}-{wrap.epoch}.age", bytes(wrap.wrap)
    for letter in Letter.objects.filter(case=case):
        yield f"letters/{letter.stream}-{letter.counter}.age", bytes(letter.sealed)
    for blob in Blob.objects.filter(case=case, is_bound=True).prefetch_related("parts"):
        yield f"files/{blob.id_hex}.age", _joined(blob)
    for row in SignedRoster.objects.filter(embassy=case.embassy):
        yield f"rosters/{row.number}.json", bytes(row.content)
        yield f"rosters/{row.number}.json.minisig", row.signature.encode("utf-8")


def _joined(blob: Blob) -> bytes:
    parts = sorted(blob.parts.all(), key=lambda each: each.number)
    folder = settings.SEALED_ROOT / "blobs"
    return b"".join(files.place_of(folder, each.file).read_bytes() for each in parts)
