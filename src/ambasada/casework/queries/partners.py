from datetime import date, timedelta

from django.conf import settings

from ambasada.lib.minisign import PublicKey
from ambasada.lib.partner_lists import NotPartners, PartnerFolder, PartnerList
from ambasada.network.models import Embassy

_ALARM_BEFORE = timedelta(days=14)


def partners_in_force(embassy: Embassy, root: PublicKey) -> PartnerList | None:
    """Return the list of partners, whatever today is; None if there is none.

    Raises NotPartners if the root key that is pinned now did not sign it.
    """
    return PartnerFolder(settings.KEYS_ROOT, embassy.code).in_force(root)


def partner_faults(embassy: Embassy, root: PublicKey, *, today: date) -> list[str]:
    """Return what is amiss with the list of partners; nothing where there never was one."""
    name = f"The list of partners of {embassy.code}"
    try:
        found = partners_in_force(embassy, root)
    except NotPartners:
        return [f"{name} is not signed with the root key that is pinned. Sign and install another."]
    if found is None or today < found.expires - _ALARM_BEFORE:
        return []
    if today > found.expires:
        return [f"{name} has expired, and the desk offers none. Sign and install another."]
    return [f"{name} ends on {found.expires}. Sign and install another."]
