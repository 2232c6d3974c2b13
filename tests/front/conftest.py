from tests.factories.world import (
    _assets_folder,
    britain,
    embassies,
    norland,
    raised,
    reader_in_britain,
    reader_in_norland,
)

__all__ = [
    "_assets_folder",
    "britain",
    "embassies",
    "norland",
    "raised",
    "reader_in_britain",
    "reader_in_norland",
]
