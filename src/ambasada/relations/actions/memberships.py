"""Who is where: places are opened and closed, and never written over."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions.entries import record_entry
from ambasada.relations.days import is_before
from ambasada.relations.models import Membership, Position
from ambasada.relations.rules import require_keeper, require_seen


@transaction.atomic
def open_membership(
    membership: Membership, *, office: str, embassy: Embassy, by: Member, now: datetime
) -> None:
    """Write down that a person is somewhere; the office is found by its name, or made.

    Whoever holds the same office stays its holder: that both do is shown, and one is closed. For
    somebody whom one embassy alone knows no office is made, since all see offices: what they are
    there is written with them.
    """
    if office and membership.person.is_private:
        found = Position.objects.filter(organisation=membership.organisation, label=office)
        membership.position = found.first()
        if membership.position is None:
            membership.role = membership.role or office
    elif office:
        membership.position, _made = Position.objects.get_or_create(
            organisation=membership.organisation, label=office
        )
    record_entry(membership, embassy=embassy, by=by, now=now)


@transaction.atomic
def close_membership(
    membership: Membership, until: str, *, embassy: Embassy, by: Member, now: datetime
) -> None:
    """Write down until when a person was somewhere.

    Raises Refused if that is before it began, or if it was closed before.
    """
    require_keeper(by, embassy, today=now.date())
    held = Membership.objects.select_for_update().filter(pk=membership.pk).first()
    if held is None or held.is_over:
        raise Refused(_("This was closed meanwhile."))
    require_seen(held, embassy)
    if held.since and is_before(until, held.since):
        raise Refused(_("It ends before it begins."))
    held.until, held.version = until, held.version + 1
    held.save(update_fields=["until", "version"])
    append(Verb.CLOSED, by=by, subject=held.subject, now=now)
