"""What the wires tell of letters, wraps and parts: numbers, days and sizes."""

from collections.abc import Iterable
from typing import Any

from ambasada.casework.actions import part_bytes
from ambasada.casework.models import Blob, Case, Letter, Stream, Wrap
from ambasada.casework.refusing import NotTaken, Word
from ambasada.lib.sealing.keys import encoded
from ambasada.lib.sealing.rosters import PERSON


def letters_told(letters: Iterable[Letter]) -> list[dict[str, Any]]:
    """Return letters without their bytes; `size` was put on each by `letters_of`."""
    return [
        {
            "id": each.id_hex,
            "stream": each.stream,
            "counter": each.counter,
            "epoch": each.epoch,
            "day": each.day.isoformat(),
            "size": getattr(each, "size", 0),
        }
        for each in letters
    ]


def wraps_of_person(case: Case) -> list[dict[str, Any]]:
    """Return the wraps by which the person opens each epoch of the conversation."""
    wraps = Wrap.objects.filter(ref=case.ref, stream=Stream.CASE, kid=PERSON).order_by("epoch")
    return [{"epoch": each.epoch, "wrap": encoded(bytes(each.wrap))} for each in wraps]


def wraps_told(wraps: Iterable[Wrap]) -> list[dict[str, Any]]:
    """Return a member’s own wraps."""
    return [
        {"stream": each.stream, "epoch": each.epoch, "wrap": encoded(bytes(each.wrap))}
        for each in wraps
    ]


def part_numbers(blob: Blob | None) -> list[int]:
    """Return which parts are here; none of what was never begun."""
    return sorted(blob.parts.values_list("number", flat=True)) if blob else []


def part_of(blob: Blob | None, number: str) -> bytes:
    """Return the bytes of a part. Raises NotTaken."""
    part = blob.parts.filter(number=int(number)).first() if blob else None
    if part is None:
        raise NotTaken(Word.UNKNOWN)
    return part_bytes(part)
