"""The recorder: while something renders, it notes what was read and until when it holds.

Queries and views note tags such as "page:<key>" or "list:publishing.newspage" where they read; the
baker opens a recording around each render and learns which pages a change touches. Outside a
recording nothing is noted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Recording:
    """What one render read: `tags`, and `until`, when time alone will change it; None for never."""

    tags: set[str] = field(default_factory=set)
    until: datetime | None = None


_open: ContextVar[Recording | None] = ContextVar("recording", default=None)


@contextmanager
def recording() -> Iterator[Recording]:
    """Note what is read until the block ends."""
    one = Recording()
    token = _open.set(one)
    try:
        yield one
    finally:
        _open.reset(token)


def reads(*tags: str) -> None:
    """Note that what is being rendered depends on these."""
    one = _open.get()
    if one is not None:
        one.tags.update(tags)


def holds_until(moment: datetime) -> None:
    """Note that what is being rendered reads differently from this moment on."""
    one = _open.get()
    if one is not None and (one.until is None or moment < one.until):
        one.until = moment
