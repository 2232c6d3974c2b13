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
    require_no_circle,
)
from ambasada.relations.models.entry import Entry, LinesBox, require_partial_day
from ambasada.relations.models.feeds import CalendarFeed
from ambasada.relations.models.places import ContactDetail, Membership, Position, Relationship

__all__ = [
    "Area",
    "CalendarFeed",
    "Circle",
    "Commitment",
    "ContactDetail",
    "Entry",
    "Interaction",
    "LegalBasis",
    "LinesBox",
    "Membership",
    "Organisation",
    "Person",
    "Position",
    "Postcode",
    "Relationship",
    "Spelling",
    "Stance",
    "Stewardship",
    "Word",
    "require_no_circle",
    "require_partial_day",
]
