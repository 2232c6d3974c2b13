from ambasada.network.views.joining import join
from ambasada.network.views.members import device_lost, invite, members, vouch, way_back
from ambasada.network.views.seats import change_seat, confirm, drop

__all__ = [
    "change_seat",
    "confirm",
    "device_lost",
    "drop",
    "invite",
    "join",
    "members",
    "vouch",
    "way_back",
]
