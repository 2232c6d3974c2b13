from ambasada.register.models import Circle
from ambasada.relations.models.advised import Advised
from ambasada.relations.models.basis import LegalBasis
from ambasada.relations.models.dealings import Commitment, Interaction, Stance, Stewardship
from ambasada.relations.models.directory import (
    Area,
    Organisation,
    Person,
    Postcode,
    Spelling,
    Word,
    require_no_circle,
)
from ambasada.relations.models.duplicates import UNDONE_WITHIN, Apart, MatchKey, Merge
from ambasada.relations.models.entry import Entry, LinesBox, require_partial_day
from ambasada.relations.models.feeds import CalendarFeed
from ambasada.relations.models.imports import (
    RECORD,
    ImportedRow,
    ImportRun,
    Leftover,
    Origin,
    SavedMapping,
)
from ambasada.relations.models.letters import Letter, LetterCopy, LetterTemplate, NoLetters
from ambasada.relations.models.places import ContactDetail, Membership, Position, Relationship
from ambasada.relations.models.registering import Registered, RegisterRule, Unlisted
from ambasada.relations.models.segments import Segment

__all__ = [
    "RECORD",
    "UNDONE_WITHIN",
    "Advised",
    "Apart",
    "Area",
    "CalendarFeed",
    "Circle",
    "Commitment",
    "ContactDetail",
    "Entry",
    "ImportRun",
    "ImportedRow",
    "Interaction",
    "Leftover",
    "LegalBasis",
    "Letter",
    "LetterCopy",
    "LetterTemplate",
    "LinesBox",
    "MatchKey",
    "Membership",
    "Merge",
    "NoLetters",
    "Organisation",
    "Origin",
    "Person",
    "Position",
    "Postcode",
    "RegisterRule",
    "Registered",
    "Relationship",
    "SavedMapping",
    "Segment",
    "Spelling",
    "Stance",
    "Stewardship",
    "Unlisted",
    "Word",
    "require_no_circle",
    "require_partial_day",
]
