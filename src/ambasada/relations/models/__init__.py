from ambasada.relations.models.advised import Advised
from ambasada.relations.models.basis import LegalBasis
from ambasada.relations.models.dealings import Commitment, Interaction, Stance, Stewardship
from ambasada.relations.models.directory import (
    Area,
    Circle,
    Organisation,
    Person,
    Postcode,
    Spelling,
    Word,
)
from ambasada.relations.models.entry import Entry, LinesBox, require_partial_day
from ambasada.relations.models.letters import Letter, LetterCopy, LetterTemplate, NoLetters
from ambasada.relations.models.places import ContactDetail, Membership, Position, Relationship
from ambasada.relations.models.segments import Segment

__all__ = [
    "Advised",
    "Area",
    "Circle",
    "Commitment",
    "ContactDetail",
    "Entry",
    "Interaction",
    "LegalBasis",
    "Letter",
    "LetterCopy",
    "LetterTemplate",
    "LinesBox",
    "Membership",
    "NoLetters",
    "Organisation",
    "Person",
    "Position",
    "Postcode",
    "Relationship",
    "Segment",
    "Spelling",
    "Stance",
    "Stewardship",
    "Word",
    "require_partial_day",
]
