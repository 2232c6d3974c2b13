from ambasada.network.models.approval import Approval, Author, Consent
from ambasada.network.models.banner import Banner
from ambasada.network.models.channel import Channel
from ambasada.network.models.document import KEPT_FOLDER, StoredDocument, kept_bytes, kept_size
from ambasada.network.models.elsewhere import Mirror, OnionAddress
from ambasada.network.models.embassy import Embassy, Wording
from ambasada.network.models.emergency import EmergencyBlock, EmergencyNumber
from ambasada.network.models.fact import Fact, fact_kinds, is_dispensable
from ambasada.network.models.fair_copy import (
    BOOKKEEPING,
    FairCopy,
    FairCopyQuerySet,
    NamedFile,
    SpoiltCopy,
    StoredCopy,
    fields_of,
    files_of,
)
from ambasada.network.models.mandate import Mandate, Office, Term
from ambasada.network.models.seat import Seat, SeatChange, SeatOffer

__all__ = [
    "BOOKKEEPING",
    "KEPT_FOLDER",
    "Approval",
    "Author",
    "Banner",
    "Channel",
    "Consent",
    "Embassy",
    "EmergencyBlock",
    "EmergencyNumber",
    "Fact",
    "FairCopy",
    "FairCopyQuerySet",
    "Mandate",
    "Mirror",
    "NamedFile",
    "Office",
    "OnionAddress",
    "Seat",
    "SeatChange",
    "SeatOffer",
    "SpoiltCopy",
    "StoredCopy",
    "StoredDocument",
    "Term",
    "Wording",
    "fact_kinds",
    "fields_of",
    "files_of",
    "is_dispensable",
    "kept_bytes",
    "kept_size",
]
