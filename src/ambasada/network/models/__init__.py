from ambasada.network.models.approval import Approval, Author, Consent
from ambasada.network.models.banner import Banner
from ambasada.network.models.channel import Channel
from ambasada.network.models.document import (
    KEPT_FOLDER,
    PAPER,
    StoredDocument,
    keep_bytes,
    kept_bytes,
    kept_size,
)
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
    every_file_of,
    fields_of,
    files_of,
    files_of_picture,
    picture_numbers,
    pictures_of,
    public_path,
)
from ambasada.network.models.mandate import Mandate, Office, Term
from ambasada.network.models.picture import (
    ORIGINAL,
    PICTURE_SUFFIXES,
    Rendition,
    ShownForm,
    ShownPicture,
    StoredPicture,
    shown_pictures,
)
from ambasada.network.models.sealed_help import SealedHelp
from ambasada.network.models.searching import SearchWords
from ambasada.network.models.seat import Seat, SeatChange, SeatOffer

__all__ = [
    "BOOKKEEPING",
    "KEPT_FOLDER",
    "ORIGINAL",
    "PAPER",
    "PICTURE_SUFFIXES",
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
    "Rendition",
    "SealedHelp",
    "SearchWords",
    "Seat",
    "SeatChange",
    "SeatOffer",
    "ShownForm",
    "ShownPicture",
    "SpoiltCopy",
    "StoredCopy",
    "StoredDocument",
    "StoredPicture",
    "Term",
    "Wording",
    "every_file_of",
    "fact_kinds",
    "fields_of",
    "files_of",
    "files_of_picture",
    "is_dispensable",
    "keep_bytes",
    "kept_bytes",
    "kept_size",
    "picture_numbers",
    "pictures_of",
    "public_path",
    "shown_pictures",
]
