"""What staff call a page or a fact in a sentence or a list."""

from typing import Any

from django.utils.text import capfirst
from wagtail.models import Page

from ambasada.network.models import FairCopy


def title_of(thing: Any) -> str:  # noqa: ANN401 -- a page or a fact of any kind
    """Return a page's title, or the kind of a fact with what tells it from its like."""
    if isinstance(thing, Page):
        return str(thing.title)
    kind, name = str(thing._meta.verbose_name), str(thing)
    return str(capfirst(kind if kind == name else f"{kind}: {name}"))


def title_of_copy(copy: FairCopy) -> str:
    """Return the title of what a copy holds; of a kind that is no more, how the ledger names it."""
    return title_of(copy.thing) if copy.is_known else copy.subject
