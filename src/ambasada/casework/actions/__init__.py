from ambasada.casework.actions.attachments import Piece, add_part, part_bytes
from ambasada.casework.actions.deleting import (
    delete_all_cases,
    delete_case,
    finish_halves,
    let_go_of_case,
)
from ambasada.casework.actions.desk import (
    acknowledge,
    close_case,
    give_wrap,
    note_presence,
    open_epoch,
)
from ambasada.casework.actions.drafting import Drafted, draft_roster, remove_from_roster
from ambasada.casework.actions.escrow import hand_to_escrow
from ambasada.casework.actions.keys import NewKey, allow_enrolment, enrol
from ambasada.casework.actions.letters import Written, add_letter
from ambasada.casework.actions.losses import close_breach, forget_breaches, note_breach
from ambasada.casework.actions.opening import Appeal, is_kept, open_case
from ambasada.casework.actions.partners import keep_partners
from ambasada.casework.actions.pausing import (
    close_plain_path,
    make_read_only,
    open_plain_path,
    pause_forms,
    resume_forms,
)
from ambasada.casework.actions.retention import (
    forget_cases,
    forget_loose_parts,
    forget_moments,
    lay_in_files,
    level_times,
    raise_alarms,
)
from ambasada.casework.actions.rosters import keep_roster
from ambasada.casework.actions.rota import (
    Plan,
    add_shifts,
    end_shift,
    forget_shifts,
    name_mailboxes,
    stand_in,
)
from ambasada.casework.actions.telling import tell_readers
from ambasada.casework.actions.wiping import (
    ask_wiping,
    confirm_wiping,
    drop_wiping,
    finish_wipings,
)
from ambasada.casework.actions.withdrawing import (
    end_suspended_key,
    reinstate_key,
    revoke_key,
    withdraw_lost_keys,
)

__all__ = [
    "Appeal",
    "Drafted",
    "NewKey",
    "Piece",
    "Plan",
    "Written",
    "acknowledge",
    "add_letter",
    "add_part",
    "add_shifts",
    "allow_enrolment",
    "ask_wiping",
    "close_breach",
    "close_case",
    "close_plain_path",
    "confirm_wiping",
    "delete_all_cases",
    "delete_case",
    "draft_roster",
    "drop_wiping",
    "end_shift",
    "end_suspended_key",
    "enrol",
    "finish_halves",
    "finish_wipings",
    "forget_breaches",
    "forget_cases",
    "forget_loose_parts",
    "forget_moments",
    "forget_shifts",
    "give_wrap",
    "hand_to_escrow",
    "is_kept",
    "keep_partners",
    "keep_roster",
    "lay_in_files",
    "let_go_of_case",
    "level_times",
    "make_read_only",
    "name_mailboxes",
    "note_breach",
    "note_presence",
    "open_case",
    "open_epoch",
    "open_plain_path",
    "part_bytes",
    "pause_forms",
    "raise_alarms",
    "reinstate_key",
    "remove_from_roster",
    "resume_forms",
    "revoke_key",
    "stand_in",
    "tell_readers",
    "withdraw_lost_keys",
]
