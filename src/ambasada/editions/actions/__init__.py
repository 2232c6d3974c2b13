"""What changes editions: baking them, the keys that sign them, letting go of old ones."""

from ambasada.editions.actions.bake import Outcome, bake, bake_all
from ambasada.editions.actions.bundling import bundle_all
from ambasada.editions.actions.exporting import Exported, export
from ambasada.editions.actions.keys import (
    draft_charter,
    install_charter,
    keys_of,
    rotate,
)
from ambasada.editions.actions.looking import look_at_a_mirror
from ambasada.editions.actions.pruning import Pruned, prune_editions
from ambasada.editions.actions.repacking import repack_some
from ambasada.editions.actions.rollbacks import approve_rollback, ask_rollback, decline_rollback
from ambasada.editions.actions.soundness import drop_spoilt_bodies

__all__ = [
    "Exported",
    "Outcome",
    "Pruned",
    "approve_rollback",
    "ask_rollback",
    "bake",
    "bake_all",
    "bundle_all",
    "decline_rollback",
    "draft_charter",
    "drop_spoilt_bodies",
    "export",
    "install_charter",
    "keys_of",
    "look_at_a_mirror",
    "prune_editions",
    "repack_some",
    "rotate",
]
