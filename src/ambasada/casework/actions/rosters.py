from datetime import UTC, datetime

from django.db import transaction

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.casework.actions.removals import want_new_keys
from ambasada.casework.kept_roster import KeptRoster
from ambasada.casework.models import SEALED, Removal, SignedRoster
from ambasada.casework.queries import newest_roster
from ambasada.lib.minisign import PublicKey
from ambasada.lib.refused import Refused
from ambasada.lib.sealing.rosters import Roster


def keep_roster(
    content: bytes,
    signature: str,
    *,
    root: PublicKey,
    embassy: str,
    by: Member | Actor,
    now: datetime,
) -> SignedRoster:
    """Keep a roster that the root key of an embassy signed; from now on it is sealed to.

    Removals of entries it has no more are forgotten. Raises Refused if it is not signed, expired,
    of another embassy or installation, or no newer than the one before.
    """
    newest = newest_roster(embassy)
    before = KeptRoster.read(bytes(newest.content)) if newest else None
    today = now.astimezone(UTC).date()
    at_least = before.number + 1 if before else 0
    roster = Roster.read(
        content, signature, root=root, embassy=embassy, today=today, at_least=at_least
    )
    if before is not None and roster.instance != before.instance:
        message = (
            "The list of those on duty names another installation. Codes that people hold would "
            "open nothing any more. Make it anew with the same name."
        )
        raise Refused(message)
    with transaction.atomic(using=SEALED):
        kept = SignedRoster.objects.create(
            embassy=embassy, number=roster.number, content=content, signature=signature
        )
        kids = [each.kid for each in roster.entries]
        Removal.objects.filter(embassy=embassy).exclude(kid__in=kids).delete()
        if before is not None and set(before.desks_of) - set(kids):
            want_new_keys(embassy)
    append(Verb.PUBLISHED, by=by, subject=f"roster:{roster.number}", now=now)
    return kept
