from ambasada.network.views.joining import join
from ambasada.network.views.members import device_lost, invite, members, vouch, way_back
from ambasada.network.views.pictures import (
    add_picture,
    decide_picture,
    kept_picture,
    pending_file,
    pictures,
)
from ambasada.network.views.seats import change_seat, confirm, drop

__all__ = [
    "add_picture",
    "change_seat",
    "confirm",
    "decide_picture",
    "device_lost",
    "drop",
    "invite",
    "join",
    "kept_picture",
    "members",
    "pending_file",
    "pictures",
    "vouch",
    "way_back",
]
