from ambasada.casework.queries.cases import (
    Seen,
    blob_of,
    case_for,
    case_of_person,
    cases_for,
    has_alarm,
    last_letters,
    letter_of,
    letters_of,
    present_at,
    readers_of,
)
from ambasada.casework.queries.duty import OnDuty, on_duty, roster_faults, roster_in_force
from ambasada.casework.queries.exporting import export_of
from ambasada.casework.queries.keys import colleagues_in, is_held, key_of, salt_sha256
from ambasada.casework.queries.losses import reach_of
from ambasada.casework.queries.partners import partner_faults, partners_in_force
from ambasada.casework.queries.rosters import (
    Rosters,
    current_roster,
    is_on_roster,
    newest_roster,
    removed_kids,
    signed_roster,
)
from ambasada.casework.queries.rota import (
    RosterState,
    has_roster_alarm,
    may_be_on_duty,
    on_duty_at,
    roster_state,
    shifts_from,
)
from ambasada.casework.queries.screens import (
    TOLD_WITHIN,
    able_members,
    desks_beside,
    desks_of,
    own_key,
    shift_rows,
)
from ambasada.casework.queries.tallies import published_tallies
from ambasada.casework.queries.waiting import Danger, dangers, has_overdue, unopened, written

__all__ = [
    "TOLD_WITHIN",
    "Danger",
    "OnDuty",
    "RosterState",
    "Rosters",
    "Seen",
    "able_members",
    "blob_of",
    "case_for",
    "case_of_person",
    "cases_for",
    "colleagues_in",
    "current_roster",
    "dangers",
    "desks_beside",
    "desks_of",
    "export_of",
    "has_alarm",
    "has_overdue",
    "has_roster_alarm",
    "is_held",
    "is_on_roster",
    "key_of",
    "last_letters",
    "letter_of",
    "letters_of",
    "may_be_on_duty",
    "newest_roster",
    "on_duty",
    "on_duty_at",
    "own_key",
    "partner_faults",
    "partners_in_force",
    "present_at",
    "published_tallies",
    "reach_of",
    "readers_of",
    "removed_kids",
    "roster_faults",
    "roster_in_force",
    "roster_state",
    "salt_sha256",
    "shift_rows",
    "shifts_from",
    "signed_roster",
    "unopened",
    "written",
]
