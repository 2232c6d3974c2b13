"""Keys that are sealed to no more: suspended with a lost device, taken back, or ended for good."""

from datetime import UTC, date, datetime

from django.db import transaction

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.casework.actions.losses import note_breach
from ambasada.casework.actions.removals import names, want_new_keys
from ambasada.casework.models import SEALED, SignedRoster, StaffKey
from ambasada.casework.queries import is_held, salt_sha256, suspended_keys
from ambasada.casework.rules import why_not_end_key, why_not_reinstate
from ambasada.lib.refused import Refused
from ambasada.network.rules import embassies_of


def withdraw_lost_keys(*, now: datetime) -> int:
    """Suspend the keys of members whose device was lost; revoke those of who has no seat any more.

    Done at once where sessions end, and by the clock on each beat: within a minute of “device
    lost” nothing is sealed to it. Of a device the breach is noted. Returns how many they were.
    """
    today = now.astimezone(UTC).date()
    kept = list(StaffKey.objects.filter(revoked_on=None))
    members = Member.objects.in_bulk([each.member for each in kept])
    count = 0
    for key in kept:
        member = members.get(key.member)
        if member is None or not embassies_of(member, today=today).exists():
            revoke_key(key, by=Actor.CLOCK, now=now)
        elif key.suspended_on is None and not is_held(key, member):
            note_breach(key, now=now)
            _suspend(key, now=now)
        else:
            continue
        count += 1
    return count


def revoke_key(key: StaffKey, *, by: Member | Actor, now: datetime) -> None:
    """End a key for good; what it could open stays known.

    It stands in removed.json of every embassy whose roster names it.
    """
    with transaction.atomic(using=SEALED):
        ended = StaffKey.objects.filter(pk=key.pk, revoked_on=None)
        if not ended.update(revoked_on=_day(now)):
            return
        _want_new_keys(key)
    append(Verb.KEY_REMOVED, by=by, subject=f"desk_key:{key.pk}", now=now)


@transaction.atomic
def reinstate_key(key: StaffKey, *, by: Member, now: datetime) -> None:
    """Let a suspended key count again: the report was false, or the device was found.

    Whoever calls it has made sure that a passkey was confirmed just now. It opens what it opened
    before. Of what was sealed meanwhile it opens what a colleague shares. Raises Refused for its
    own member, for who coordinates no embassy of theirs, and before the member has got back in.
    """
    member = Member.objects.select_for_update().filter(pk=key.member).first()
    reason = why_not_reinstate(by, member, today=now.date())
    if member is None or reason:
        raise Refused(reason)
    there = suspended_keys().filter(pk=key.pk)
    if there.update(suspended_on=None, salt_sha256=salt_sha256(member)):
        append(Verb.KEY_ADDED, by=by, subject=f"desk_key:{key.pk}", now=now)


def end_suspended_key(key: StaffKey, *, by: Member, now: datetime) -> None:
    """Revoke a suspended key: the device is gone for good.

    Whoever calls it has made sure that a passkey was confirmed just now. Raises Refused unless a
    coordinator of an embassy of its member does it, a week after the report.
    """
    member = Member.objects.filter(pk=key.member).first()
    reason = why_not_end_key(by, member, key, today=now.date())
    if reason:
        raise Refused(reason)
    if suspended_keys().filter(pk=key.pk).exists():
        revoke_key(key, by=by, now=now)


def _suspend(key: StaffKey, *, now: datetime) -> None:
    with transaction.atomic(using=SEALED):
        held = StaffKey.objects.filter(pk=key.pk, suspended_on=None, revoked_on=None)
        if not held.update(suspended_on=_day(now)):
            return
        _want_new_keys(key)
    append(Verb.KEY_REMOVED, by=Actor.CLOCK, subject=f"desk_key:{key.pk}", now=now)


def _want_new_keys(key: StaffKey) -> None:
    for embassy in SignedRoster.objects.values_list("embassy", flat=True).distinct():
        if names(embassy, key.kid):
            want_new_keys(embassy)


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()
