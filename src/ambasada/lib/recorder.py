"""The recorder: while something renders, it notes what was read and until when it holds.

Queries and views note tags such as "page:<key>" or "list:publishing.newspage" where they read; the
baker opens a recording around each render and learns which pages a change touches. Outside a
recording nothing is noted.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

T = TypeVar("T")
_MOST_KNOWN = 500  # besides what stays


@dataclass
class Recording:
    """What one render read: `tags`, and `until`, when time alone will change it; None for never."""

    tags: set[str] = field(default_factory=set)
    until: datetime | None = None


_open: ContextVar[Recording | None] = ContextVar("recording", default=None)


@dataclass(frozen=True)
class _Shared:
    """What was made for the first who asked, and what it was made of."""

    made: Any
    read: Recording
    stays: bool


_known: ContextVar[dict[Hashable, _Shared] | None] = ContextVar("known", default=None)


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


@contextmanager
def asking_once() -> Iterator[None]:
    """Let pages that are rendered until the block ends share what they ask `once`.

    Inside it what is public is noted before any page is rendered: what changes later is then found
    by the next bake, whether a page was rendered before or after.
    """
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def is_asking_once() -> bool:
    """Tell whether what is asked `once` is shared now."""
    return _known.get() is not None


def once(key: Hashable, make: Callable[[], T], *, stays: bool = False) -> T:
    """Return what is made, the same object for each who asks by this key while it is shared.

    Whoever is given it has read all that it was made of. `key` names everything that `make` depends
    on besides the database, also the language; and nobody changes what they are given. What was
    asked for first goes first where it becomes too much, unless it `stays` until the block ends.
    """
    known = _known.get()
    if known is None:
        return make()
    shared = known.get(key)
    if shared is None:
        with recording() as read:
            shared = _Shared(make(), read, stays)
        passing = [each for each, one in known.items() if not one.stays]
        if len(passing) >= _MOST_KNOWN:  # a bake of everything would hold every page
            del known[passing[0]]
        known[key] = shared
    reads(*shared.read.tags)
    if shared.read.until is not None:
        holds_until(shared.read.until)
    found: T = shared.made
    return found
