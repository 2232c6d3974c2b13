"""Frames: sizes, and frames that are and are not made as the protocol says."""

import hashlib
from typing import Any

from ambasada.lib.sealing.frames import framed, padded_size
from tests.vectors.reading import pattern

SIZES = (
    *(0, 1, 4, 4095, 4096, 4097, 4351, 4352, 4353, 5000, 6144, 8191, 8192, 8193, 9999),
    *(65535, 65536, 65537, 100000, 131072, 262144, 262145, 1048576, 1048577, 20971524),
    *(21000000, 4294967296),
)
LENGTHS = (0, 1, 74, 4091, 4092, 4093, 8188, 8189, 65532, 65533, 300000)


def make() -> dict[str, Any]:
    return {
        "format": "frames 1",
        "sizes": [{"size": size, "padded": padded_size(size)} for size in SIZES],
        "framed": [_framed(length) for length in LENGTHS],
        "read": _read(),
    }


def _framed(length: int) -> dict[str, Any]:
    frame = framed(pattern(length))
    return {"length": length, "size": len(frame), "sha256": hashlib.sha256(frame).hexdigest()}


def _read() -> list[dict[str, Any]]:
    """Return frames as what they begin with, zeros, and what they end with."""
    return [
        {
            "name": "ten bytes",
            "start": "0000000a" + b"0123456789".hex(),
            "size": 4096,
            "length": 10,
        },
        {"name": "nothing in it", "start": "00000000", "size": 4096, "length": 0},
        {"name": "zeros in it", "start": "00000ffc", "size": 4096, "length": 4092},
        _refused("no bytes", "", 0),
        _refused("a length alone", "00000000", 4),
        _refused("shorter than the smallest", "0000000a", 4095),
        _refused("a size that is none", "0000000a", 4097),
        _refused("a larger size than needed", "0000000a", 4352),
        _refused("a smaller size than needed", "00001000", 4096),
        _refused("a length beyond the end", "ffffffff", 4096),
        _refused("a length just beyond the end", "00000ffd", 4096),
        {**_refused("something in the padding", "0000000a", 4096), "end": "01"},
        {**_refused("something behind the content", "00000000" + "01", 4096), "end": ""},
    ]


def _refused(name: str, start: str, size: int) -> dict[str, Any]:
    return {"name": name, "start": start, "size": size, "is_refused": True}
