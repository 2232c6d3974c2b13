"""All that an embassy shows its readers, in an order in which it can be asked for."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from wagtail.models import Page

from ambasada.network.models import Approval, Embassy, SearchWords
from ambasada.pages.actions import adopt, note_author
from ambasada.publishing.models import RecurringDay


def everything_of(embassy: Embassy) -> list[Any]:
    """Return an embassy's facts, then its pages, sections before what stands below them."""
    facts = [
        embassy,
        embassy.emergency_block,
        embassy.mandate,
        *embassy.wordings.order_by("pk"),
        *embassy.offices.order_by("pk"),
        *embassy.channels.order_by("pk"),
        *embassy.figures.order_by("pk"),
        *embassy.data_sets.order_by("pk"),
        *embassy.timeline_events.order_by("pk"),
        *RecurringDay.objects.filter(embassy=embassy).order_by("pk"),
        *SearchWords.objects.filter(embassy=embassy),
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
        for thing in things:
            _note_authors_of_draft(thing)
        adopt([each for each in things if each.live and not _is_below_hidden(each)], now=now)


def _is_below_hidden(thing: Any) -> bool:  # noqa: ANN401 -- a page or a fact
    """Tell whether a section above a page was taken back: then readers did not see it either."""
    return isinstance(thing, Page) and bool(
        thing.get_ancestors().filter(live=False, depth__gt=1).exists()
    )


def _note_authors_of_draft(thing: Any) -> None:  # noqa: ANN401 -- a page or a fact
    """Remember who wrote what is not public yet: only its revisions say so."""
    if not thing.latest_revision_id or thing.latest_revision_id == thing.live_revision_id:
        return
    for revision in thing.revisions.filter(user__isnull=False).select_related("user"):
        if thing.live_revision_id is None or revision.pk > thing.live_revision_id:
            note_author(thing, revision.user)
