"""Secret addresses of calendars: made, shown once, opened wider, revoked."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.network.rules import seated
from ambasada.relations.models import CalendarFeed
from ambasada.relations.queries import secret_hash
from ambasada.relations.rules import require_keeper, require_leads

_BYTES = 24  # 192 bits, of which nobody guesses one
_MOST = 10  # for each seat; a phone and a computer need two


@transaction.atomic
def open_feed(*, is_own: bool, embassy: Embassy, by: Member, now: datetime) -> str:
    """Make a calendar that says when somebody is busy; return its secret, which nobody sees again.

    Raises Refused unless the member keeps contacts for the embassy.
    """
    require_keeper(by, embassy, today=now.date())
    seat = seated(by, today=now.date()).select_for_update().get(embassy=embassy)
    if CalendarFeed.objects.filter(seat=seat).count() >= _MOST:
        raise Refused(_("You have ten calendars. Revoke one that you do not use."))
    secret = secrets.token_urlsafe(_BYTES)
    made = CalendarFeed.objects.create(
        embassy=embassy,
        seat=seat,
        is_own=is_own,
        secret_sha256=secret_hash(secret),
        made_on=now.date(),
    )
    append(Verb.RECORDED, by=by, subject=made.subject, now=now)
    return secret


@transaction.atomic
def widen_feed(feed: CalendarFeed, *, is_full: bool, by: Member, now: datetime) -> None:
    """Let a calendar say what and where, or no more. Raises Refused unless a coordinator does it.

    Whoever has the address sees it from then on, and the line of the ledger says who let them.
    """
    require_leads(by, feed.embassy, today=now.date())
    held = _locked(feed)
    if held.is_full == is_full:
        return
    held.is_full = is_full
    held.save(update_fields=["is_full"])
    append(Verb.CHANGED, by=by, subject=held.subject, now=now)


@transaction.atomic
def close_feed(feed: CalendarFeed, *, by: Member, now: datetime) -> None:
    """Revoke an address: from now on nothing is there. Its holder does it, or a coordinator."""
    require_keeper(by, feed.embassy, today=now.date())
    held = _locked(feed)
    if held.seat.member_id != by.pk:
        require_leads(by, held.embassy, today=now.date())
    subject = held.subject
    held.delete()
    append(Verb.REMOVED, by=by, subject=subject, now=now)


def close_all_feeds() -> None:
    """Revoke every address: in a backup stand those that were revoked since, as of a lost phone."""
    CalendarFeed.objects.all().delete()


def _locked(feed: CalendarFeed) -> CalendarFeed:
    found = CalendarFeed.objects.select_for_update().filter(pk=feed.pk).first()
    if found is None:
        raise Refused(_("This was revoked meanwhile."))
    return found
