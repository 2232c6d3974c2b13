from datetime import date

from ambasada.casework.kept_roster import KeptRoster
from ambasada.casework.models import GIVEN, Removal, SignedRoster, StaffKey, Wrap
from ambasada.casework.queries.keys import counting_keys


def newest_roster(embassy: str) -> SignedRoster | None:
    """Return the newest roster of an embassy, whether it has expired or not."""
    return SignedRoster.objects.filter(embassy=embassy).order_by("-number").first()


def signed_roster(embassy: str, number: int) -> SignedRoster | None:
    return SignedRoster.objects.filter(embassy=embassy, number=number).first()


def current_roster(embassy: str, *, today: date) -> KeptRoster | None:
    """Return what is sealed to today; None if there is none, or it has expired."""
    newest = newest_roster(embassy)
    roster = KeptRoster.read(bytes(newest.content)) if newest else None
    return roster if roster and today <= roster.expires else None


def removed_kids(embassy: str) -> list[str]:
    """Return the entries nothing is sealed to any more, in an order without a meaning.

    Those that were taken off by hand, and those whose key is suspended or revoked: a key that is
    reinstated is back by itself. Where a desk has nobody left, all entries of that desk are: the
    others stand for nobody, which only this server knows, and an appeal would be sealed to no one.
    """
    removed = set(Removal.objects.filter(embassy=embassy).values_list("kid", flat=True))
    newest = newest_roster(embassy)
    if newest is None:
        return sorted(removed)
    roster = KeptRoster.read(bytes(newest.content))
    keys = StaffKey.objects.filter(kid__in=list(roster.desks_of))
    counting = set(
        counting_keys().filter(kid__in=list(roster.desks_of)).values_list("kid", flat=True)
    )
    removed |= set(keys.values_list("kid", flat=True)) - counting
    for desk in roster.desks:
        of_desk = {kid for kid in roster.desks_of if roster.is_of(kid, desk)}
        if of_desk & removed and not of_desk & counting - removed:
            removed |= of_desk
    return sorted(removed)


def is_on_roster(embassy: str, kid: str) -> bool:
    """Tell whether an entry is on the newest roster of an embassy, and was not removed since."""
    newest = newest_roster(embassy)
    if newest is None or kid not in KeptRoster.read(bytes(newest.content)).desks_of:
        return False
    return kid not in removed_kids(embassy)


class Rosters:
    """The rosters of a few embassies, each read once for one question."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, int], KeptRoster | None] = {}

    def get(self, embassy: str, number: int) -> KeptRoster | None:
        """Return a roster by its number; None if it is not kept."""
        key = embassy, number
        if key not in self._read:
            signed = signed_roster(embassy, number)
            self._read[key] = KeptRoster.read(bytes(signed.content)) if signed else None
        return self._read[key]

    def opens(self, wrap: Wrap, *, embassy: str, desk: str) -> bool:
        """Tell whether a wrap opens its epoch for whom it names, as far as this server knows.

        Every entry of a roster has a wrap. It counts if the entry is of the desk and was sealed
        to, or if a colleague made it.
        """
        if wrap.roster == GIVEN:
            return True
        roster = None if wrap.is_nobodys else self.get(embassy, wrap.roster)
        return roster is not None and roster.is_of(wrap.kid, desk)
