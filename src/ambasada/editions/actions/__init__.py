"""What changes editions, and the keys that sign them; and what carries editions elsewhere."""

from ambasada.editions.actions.bake import Outcome, bake, bake_all
from ambasada.editions.actions.exporting import Exported, export
from ambasada.editions.actions.keys import (
    draft_charter,
    install_charter,
    keys_of,
    rotate,
)
from ambasada.editions.actions.soundness import drop_spoilt_bodies

__all__ = [
    "Exported",
    "Outcome",
    "bake",
    "bake_all",
    "draft_charter",
    "drop_spoilt_bodies",
    "export",
    "install_charter",
    "keys_of",
    "rotate",
]
