from ambasada.register.models import Circle
from ambasada.relations.models.basis import LegalBasis
from ambasada.relations.models.dealings import Commitment, Interaction, Stance, Stewardship
from ambasada.relations.models.directory import (
    Area,
    Organisation,
    Person,
    Postcode,
    Spelling,
    Word,
)
from ambasada.relations.models.entry import Entry, LinesBox, require_partial_day
from ambasada.relations.models.places import ContactDetail, Membership, Position, Relationship
from ambasada.relations.models.registering import Registered, RegisterRule, Unlisted

__all__ = [
    "Area",
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
    "RegisterRule",
    "Registered",
    "Relationship",
    "Spelling",
    "Stance",
    "Stewardship",
    "Unlisted",
    "Word",
    "require_partial_day",
]
