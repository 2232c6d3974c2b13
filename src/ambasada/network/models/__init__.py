from ambasada.network.models.channel import Channel
from ambasada.network.models.document import StoredDocument
from ambasada.network.models.embassy import Embassy, Wording
from ambasada.network.models.emergency import EmergencyBlock, EmergencyNumber
from ambasada.network.models.mandate import Mandate, Office, Term
from ambasada.network.models.seat import Seat, SeatOffer

__all__ = [
    "Channel",
    "Embassy",
    "EmergencyBlock",
    "EmergencyNumber",
    "Mandate",
    "Office",
    "Seat",
    "SeatOffer",
    "StoredDocument",
    "Term",
    "Wording",
]
