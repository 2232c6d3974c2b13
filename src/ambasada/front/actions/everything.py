"""All that an embassy shows its readers, in an order in which it can be asked for."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from wagtail.models import Page

from ambasada.network.models import Approval, Embassy
from ambasada.pages.actions import adopt


def everything_of(embassy: Embassy) -> list[Any]:
    """Return an embassy's facts, then its pages, sections before what stands below them."""
    facts = [
        embassy,
        embassy.emergency_block,
        embassy.mandate,
        *embassy.wordings.order_by("pk"),
        *embassy.offices.order_by("pk"),
        *embassy.channels.order_by("pk"),
    ]
    homes = Q()
    for language in embassy.languages:
        homes |= Q(url_path__startswith=embassy.home_path(language))
    return facts + list(Page.objects.filter(homes).order_by("path").specific())


@transaction.atomic
def adopt_what_stands(*, now: datetime) -> None:
    """Take the sites of a data folder of before approvals for approved, as they stand.

    Repeated, it does nothing: an embassy that has had an approval is left alone.
    """
    for embassy in Embassy.objects.exclude(pk__in=Approval.objects.values("embassy")):
        things = everything_of(embassy)
        adopt([each for each in things if each.live], now=now)
