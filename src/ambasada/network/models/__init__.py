from ambasada.network.models.approval import Approval, Author, Consent
from ambasada.network.models.banner import Banner
from ambasada.network.models.channel import Channel
from ambasada.network.models.document import KEPT_FOLDER, StoredDocument, kept_bytes
from ambasada.network.models.elsewhere import Mirror, OnionAddress
from ambasada.network.models.embassy import Embassy, Wording
from ambasada.network.models.emergency import EmergencyBlock, EmergencyNumber
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
from ambasada.network.models.searching import SearchWords
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
    "FairCopy",
    "FairCopyQuerySet",
    "Mandate",
    "Mirror",
    "NamedFile",
    "Office",
    "OnionAddress",
    "SearchWords",
    "Seat",
    "SeatChange",
    "SeatOffer",
    "SpoiltCopy",
    "StoredCopy",
    "StoredDocument",
    "Term",
    "Wording",
    "fields_of",
    "files_of",
    "kept_bytes",
]
