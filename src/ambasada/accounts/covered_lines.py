"""Lines of the ledger that not everybody is shown whole, as the apps above ask for it."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise
from wagtail import hooks

from ambasada.accounts.models import LedgerLine, Member

COVERED_LINES = "covered_ledger_lines"  # of the hook: each returns a Cover


class Cover(NamedTuple):
    """What stands in the place of what was done, and whose lines a reader sees whole."""

    prefix: str  # of the subjects that are covered
    word: str | Promise
    seen_by: Callable[[Member], set[str]]  # the actors, as the ledger names them


def covers() -> list[Cover]:
    """Return all covers that apps ask for."""
    return [ask() for ask in hooks.get_hooks(COVERED_LINES)]


def covered(lines: list[LedgerLine], reader: Member) -> dict[int, str]:
    """Return the word for each line that a reader does not see whole, by its number."""
    found: dict[int, str] = {}
    for cover in covers():
        about = [each for each in lines if each.subject.startswith(cover.prefix)]
        seen = cover.seen_by(reader) if about else set()
        found |= {each.number: str(cover.word) for each in about if each.actor not in seen}
    return found
