from ambasada.network.views.joining import join
from ambasada.network.views.members import device_lost, invite, members, vouch, way_back

__all__ = ["device_lost", "invite", "join", "members", "vouch", "way_back"]
