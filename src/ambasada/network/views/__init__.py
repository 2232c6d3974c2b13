from ambasada.network.views.joining import join
from ambasada.network.views.members import confirm_way_back, device_lost, invite, members, vouch

__all__ = ["confirm_way_back", "device_lost", "invite", "join", "members", "vouch"]
