"""The single doors to rows, and what the screens show.

Whatever an embassy does not see is as good as absent: each door answers both alike.
"""

from ambasada.relations.queries.areas import (
    area_for,
    area_shown,
    areas_found,
    areas_named,
    areas_of_postcode,
    parts_of,
    plain_postcode,
)
from ambasada.relations.queries.briefs import PublicFacts
from ambasada.relations.queries.comparing import ComparedShown
from ambasada.relations.queries.dealings import InteractionShown, NotesShown
from ambasada.relations.queries.doors import (
    embassy_for,
    interaction_for,
    membership_for,
    organisation_for,
    person_for,
    row_for,
)
from ambasada.relations.queries.duplicates import Likely, likely_for, likely_pairs, merges_of
from ambasada.relations.queries.feeds import (
    feed_at,
    feed_for,
    feeds_seen,
    meetings_in,
    promises_in,
    secret_hash,
)
from ambasada.relations.queries.finding import (
    Page,
    counted,
    organisations_found,
    page_of,
    people_found,
)
from ambasada.relations.queries.imports import RunShown, import_for, imports_of
from ambasada.relations.queries.letters import (
    LetterShown,
    copy_for,
    letter_for,
    letters_page,
    printed_part,
    templates_of,
    unsure_letters,
)
from ambasada.relations.queries.mentions import rows_naming
from ambasada.relations.queries.picture import picture_around, picture_of_circle
from ambasada.relations.queries.recipients import Recipient, TooMany, recipients_of
from ambasada.relations.queries.registering import (
    RegisterShown,
    RowShown,
    State,
    is_unlisted,
    rows_of,
)
from ambasada.relations.queries.reports import KINDS as REPORTS
from ambasada.relations.queries.segments import (
    in_segment,
    own_segments,
    segment_for,
    segments_of,
)
from ambasada.relations.queries.shown import OrganisationShown, PersonShown, with_places
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
    "REPORTS",
    "ComparedShown",
    "DeskShown",
    "InteractionShown",
    "LetterShown",
    "Likely",
    "NotesShown",
    "OrganisationShown",
    "Page",
    "PersonShown",
    "PublicFacts",
    "Recipient",
    "RegisterShown",
    "RowShown",
    "RunShown",
    "State",
    "TooMany",
    "area_for",
    "area_shown",
    "areas_found",
    "areas_named",
    "areas_of_postcode",
    "colleagues_of",
    "commitments_of",
    "copy_for",
    "counted",
    "embassy_for",
    "feed_at",
    "feed_for",
    "feeds_seen",
    "having_contacts",
    "import_for",
    "imports_of",
    "in_segment",
    "interaction_for",
    "interactions_page",
    "is_unlisted",
    "letter_for",
    "letters_page",
    "likely_for",
    "likely_pairs",
    "meetings_in",
    "meetings_of",
    "membership_for",
    "merges_of",
    "organisation_for",
    "organisations_found",
    "own_segments",
    "page_of",
    "parts_of",
    "people_found",
    "person_for",
    "picture_around",
    "picture_of_circle",
    "plain_postcode",
    "printed_part",
    "promises_in",
    "recipients_of",
    "row_for",
    "rows_naming",
    "rows_of",
    "secret_hash",
    "segment_for",
    "segments_of",
    "stewardships_of",
    "templates_of",
    "unsure_letters",
    "with_places",
]
