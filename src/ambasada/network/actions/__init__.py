from ambasada.network.actions.documents import forget_unnamed_files
from ambasada.network.actions.invites import (
    Asked,
    ask_invite,
    ask_way_back,
    founders_invite,
    vouch,
)
from ambasada.network.actions.joining import Newcomer, join
from ambasada.network.actions.pictures import (
    Decided,
    Pending,
    drop_picture,
    go_on_deciding,
    keep_picture,
    pending_picture,
    take_in,
)
from ambasada.network.actions.recovery import device_lost, recover
from ambasada.network.actions.rights import documents_of, editors_of, let_editors_edit
from ambasada.network.actions.seat_changes import (
    ask_seat_change,
    confirm_seat_change,
    drop_seat_change,
    let_go_of_seat_changes,
)
from ambasada.network.actions.seats import end_seat, set_contacts, set_role, take_seat

__all__ = [
    "Asked",
    "Decided",
    "Newcomer",
    "Pending",
    "ask_invite",
    "ask_seat_change",
    "ask_way_back",
    "confirm_seat_change",
    "device_lost",
    "documents_of",
    "drop_picture",
    "drop_seat_change",
    "editors_of",
    "end_seat",
    "forget_unnamed_files",
    "founders_invite",
    "go_on_deciding",
    "join",
    "keep_picture",
    "let_editors_edit",
    "let_go_of_seat_changes",
    "pending_picture",
    "recover",
    "set_contacts",
    "set_role",
    "take_in",
    "take_seat",
    "vouch",
]
