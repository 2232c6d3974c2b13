"""What changes editions: baking them, the keys that sign them, the copy to read offline."""

from ambasada.editions.actions.bake import Outcome, bake, bake_all
from ambasada.editions.actions.bundling import bundle_all
from ambasada.editions.actions.keys import (
    draft_charter,
    install_charter,
    keys_of,
    rotate,
)
from ambasada.editions.actions.soundness import drop_spoilt_bodies

__all__ = [
    "Outcome",
    "bake",
    "bake_all",
    "bundle_all",
    "draft_charter",
    "drop_spoilt_bodies",
    "install_charter",
    "keys_of",
    "rotate",
]
