from ambasada.prisoners.models.fold import (
    People,
    forget_what_is_known,
    keys_folder,
    public_people,
    removals_of,
)
from ambasada.prisoners.models.lists import (
    Intake,
    PrisonerClaim,
    PrisonerList,
    PrisonerRecord,
    PrisonerRoll,
    roll_of,
)
from ambasada.prisoners.models.page import PrisonersPage

__all__ = [
    "Intake",
    "People",
    "PrisonerClaim",
    "PrisonerList",
    "PrisonerRecord",
    "PrisonerRoll",
    "PrisonersPage",
    "forget_what_is_known",
    "keys_folder",
    "public_people",
    "removals_of",
    "roll_of",
]
