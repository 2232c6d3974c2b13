from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from ambasada.accounts.models import Member
from ambasada.accounts.requests import member_of
from ambasada.editions.models import Restoration, Rollback
from ambasada.editions.queries import asked_of, false_mirrors
from ambasada.network.rules import answered_by
from ambasada.pages.also_waiting import AlsoWaiting


class FalseMirrorsPanel(Component):
    """Tells every member of a mirror that shows readers something else, until it is mended."""

    name = "false_mirrors"
    template_name = "editions/false_mirrors_panel.html"
    order = 5

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add `mirrors`, those of the member's own embassies."""
        today = timezone.now().date()
        own = answered_by(member_of(parent_context["request"]), today=today)
        return {"mirrors": false_mirrors().filter(embassy__in=own)}


def what_waits_for(member: Member, *, now: datetime) -> list[AlsoWaiting]:
    """Return the rollbacks and restorations a member may approve, as their first screen shows them.

    Each leads to its place on the screen “Editions”.
    """
    return [_listed(each) for each in asked_of(member, now=now)]


def _listed(asked: Rollback | Restoration) -> AlsoWaiting:
    who = asked.asked_by or _("the operator at the command line")
    place = "erased" if isinstance(asked, Restoration) else "waiting"
    return AlsoWaiting(
        title=_title_of(asked),
        detail=f"{asked.embassy.code} · {who}, {date_format(asked.asked_at)}",
        address=f"{reverse('editions_of', args=[asked.embassy.code])}#{place}",
    )


def _title_of(asked: Rollback | Restoration) -> str:
    if isinstance(asked, Restoration):
        return _("Restore what erasure %(number)s keeps away") % {"number": asked.tombstone}
    if asked.number is None:
        return _("Serve everything as it was approved last")
    return _("Go back to edition %(number)s") % {"number": asked.number}
