"""The newest draft of a page or a fact."""

from typing import Any

from django.apps import apps
from wagtail.models import Page

from ambasada.network.models import FairCopy
from ambasada.pages.translating import as_translated


def current(thing: Any) -> Any:  # noqa: ANN401 -- a page or a fact of any kind
    """Return a page or fact as its latest revision has it; without revisions, as its row has it."""
    return thing.get_latest_revision_as_object() if thing.latest_revision_id else thing


def is_newest(copy: FairCopy) -> bool:
    """Tell whether a copy says what the newest draft says, words of a translation with it."""
    model: Any = apps.get_model(copy.kind)
    thing = model.objects.filter(pk=copy.object_id).first()
    if thing is None:
        return False
    # Words of a translation change before a revision takes them in.
    latest = as_translated(thing) if isinstance(thing, Page) else current(thing)
    return FairCopy.of(latest).sha256 == copy.sha256
