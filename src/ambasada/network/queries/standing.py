"""The public copies of a kind of fact; while somebody looks at a request, with its copies."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models

from ambasada.network.models import Embassy, FairCopy

_looked_at: ContextVar[tuple[FairCopy, ...]] = ContextVar("looked_at", default=())


@contextmanager
def looking_at(copies: Iterable[FairCopy]) -> Iterator[None]:
    """Let facts stand as these copies have them until the block ends."""
    token = _looked_at.set(tuple(each for each in copies if each.path is None))
    try:
        yield
    finally:
        _looked_at.reset(token)


def standing_facts(
    kind: type[models.Model], embassy: Embassy, *, number: int | None = None
) -> list[FairCopy]:
    """Return the public copies of a kind of fact, or that of one of them, with one query.

    Those whose bytes are not what was approved are left out. Whoever asks notes the tag.
    """
    label = kind._meta.label_lower
    public = FairCopy.objects.public(embassy).filter(kind=label)
    if number is not None:
        public = public.filter(object_id=number)
    found = {copy.object_id: copy for copy in public}
    for copy in _looked_at.get():
        is_asked = copy.kind == label and number in {None, copy.object_id}
        if is_asked and copy.embassy_id == embassy.pk:
            found[copy.object_id] = copy
    for copy in found.values():
        copy.embassy = embassy  # known: asking again would be a query for each
    return [copy for copy in found.values() if copy.is_whole]
