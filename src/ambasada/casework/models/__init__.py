from ambasada.casework.models.blob import PART_SIZE, Blob, Part
from ambasada.casework.models.case import (
    CLOSED_KEPT,
    OPEN_KEPT,
    SPAM_KEPT,
    Case,
    Letter,
    Stream,
)
from ambasada.casework.models.duty import Breach, Rota, Shift, Wiping
from ambasada.casework.models.kept import KEYS, SEALED, random_hex
from ambasada.casework.models.roster import Removal, SignedRoster
from ambasada.casework.models.staff import Enrolment, Presence, StaffKey
from ambasada.casework.models.tally import Matter, Outcome, Pause, PlainPath, Spent, Tally
from ambasada.casework.models.wrap import GIVEN, Wrap

__all__ = [
    "CLOSED_KEPT",
    "GIVEN",
    "KEYS",
    "OPEN_KEPT",
    "PART_SIZE",
    "SEALED",
    "SPAM_KEPT",
    "Blob",
    "Breach",
    "Case",
    "Enrolment",
    "Letter",
    "Matter",
    "Outcome",
    "Part",
    "Pause",
    "PlainPath",
    "Presence",
    "Removal",
    "Rota",
    "Shift",
    "SignedRoster",
    "Spent",
    "StaffKey",
    "Stream",
    "Tally",
    "Wiping",
    "Wrap",
    "random_hex",
]
