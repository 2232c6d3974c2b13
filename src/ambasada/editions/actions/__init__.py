"""What changes editions: baking them, the keys that sign them, letting go of old ones, erasing."""

from ambasada.editions.actions.bake import bake
from ambasada.editions.actions.bake_all import bake_all
from ambasada.editions.actions.bundling import bundle_all
from ambasada.editions.actions.erasing import erase, erase_past
from ambasada.editions.actions.escrows import end_escrow, install_escrow, proof_over
from ambasada.editions.actions.exporting import Exported, export
from ambasada.editions.actions.indexing import index_all
from ambasada.editions.actions.intake_lists import (
    Bodies,
    add_second_signature,
    draft_intake_list,
    install_intake_list,
    intake_of,
    settle_intake,
)
from ambasada.editions.actions.keys import (
    draft_charter,
    install_charter,
    keys_of,
    rotate,
)
from ambasada.editions.actions.looking import look_at_a_mirror
from ambasada.editions.actions.obeying import obey_all
from ambasada.editions.actions.outcomes import Outcome
from ambasada.editions.actions.printing import print_some
from ambasada.editions.actions.pruning import Pruned, prune_editions
from ambasada.editions.actions.removing import remove_at_wish
from ambasada.editions.actions.repacking import repack_some
from ambasada.editions.actions.restoring import (
    approve_restoration,
    ask_restoration,
    decline_restoration,
)
from ambasada.editions.actions.rollbacks import approve_rollback, ask_rollback, decline_rollback
from ambasada.editions.actions.soundness import drop_spoilt_bodies
from ambasada.editions.actions.trying import try_out

__all__ = [
    "Bodies",
    "Exported",
    "Outcome",
    "Pruned",
    "add_second_signature",
    "approve_restoration",
    "approve_rollback",
    "ask_restoration",
    "ask_rollback",
    "bake",
    "bake_all",
    "bundle_all",
    "decline_restoration",
    "decline_rollback",
    "draft_charter",
    "draft_intake_list",
    "drop_spoilt_bodies",
    "end_escrow",
    "erase",
    "erase_past",
    "export",
    "index_all",
    "install_charter",
    "install_escrow",
    "install_intake_list",
    "intake_of",
    "keys_of",
    "look_at_a_mirror",
    "obey_all",
    "print_some",
    "proof_over",
    "prune_editions",
    "remove_at_wish",
    "repack_some",
    "rotate",
    "settle_intake",
    "try_out",
]
