"""The single doors to rows, and what the screens show.

Whatever an embassy does not see is as good as absent: each door answers both alike.
"""

from ambasada.relations.queries.dealings import InteractionShown, NotesShown
from ambasada.relations.queries.doors import (
    embassy_for,
    interaction_for,
    membership_for,
    organisation_for,
    person_for,
    row_for,
)
from ambasada.relations.queries.finding import Page, organisations_found, page_of, people_found
from ambasada.relations.queries.mentions import rows_naming
from ambasada.relations.queries.registering import (
    RegisterShown,
    RowShown,
    State,
    is_unlisted,
    rows_of,
)
from ambasada.relations.queries.shown import (
    OrganisationShown,
    PersonShown,
    with_places,
)
from ambasada.relations.queries.work import (
    DeskShown,
    colleagues_of,
    commitments_of,
    having_contacts,
    interactions_page,
    meetings_of,
    stewardships_of,
)

__all__ = [
    "DeskShown",
    "InteractionShown",
    "NotesShown",
    "OrganisationShown",
    "Page",
    "PersonShown",
    "RegisterShown",
    "RowShown",
    "State",
    "colleagues_of",
    "commitments_of",
    "embassy_for",
    "having_contacts",
    "interaction_for",
    "interactions_page",
    "is_unlisted",
    "meetings_of",
    "membership_for",
    "organisation_for",
    "organisations_found",
    "page_of",
    "people_found",
    "person_for",
    "row_for",
    "rows_naming",
    "rows_of",
    "stewardships_of",
    "with_places",
]
