"""Verbs of the register: writing a copy, asking for a count, and letting go at once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from ambasada.accounts.models import Member
from ambasada.network.models import Author, Embassy, FairCopy
from ambasada.pages.actions import note_author, take_back_at_once
from ambasada.pages.queries import current
from ambasada.register.models import RegisterCount, RegisterEntry


@transaction.atomic
def write_entry(entry: RegisterEntry, *, by: Member, **said: Any) -> bool:
    """Write what a row says into its draft; return whether that changed it. Nothing is public."""
    return _write(entry, by=by, **said)


@transaction.atomic
def write_count(
    embassy: Embassy, quarter: str, withheld: int, *, by: Member, now: datetime
) -> RegisterCount:
    """Write down how many rows of a quarter are withheld, as a draft."""
    found = RegisterCount.objects.filter(embassy=embassy, quarter=quarter).first()
    count = found or RegisterCount(embassy=embassy, quarter=quarter, live=False)
    if found and current(found).withheld == withheld:
        return count
    _write(count, by=by, withheld=withheld, counted_on=now.date())
    return count


def _write(fact: RegisterEntry | RegisterCount, *, by: Member, **said: Any) -> bool:
    is_new = fact.pk is None
    draft: Any = fact if is_new else current(fact)
    if not is_new and all(getattr(draft, name) == value for name, value in said.items()):
        return False
    for name, value in said.items():
        setattr(draft, name, value)
    if is_new:
        draft.save()
    draft.save_revision(clean=False)  # it is checked when it is asked for
    fact.refresh_from_db()
    note_author(fact, by)
    return True


@transaction.atomic
def withhold(entries: Iterable[RegisterEntry], *, by: Member, now: datetime) -> int:
    """Let readers have some rows no more, at once, and delete them; return how many were public.

    One member suffices, as for an erasure; without the row nobody can ask for it again.
    """
    count = 0
    for each in list(entries):
        count += FairCopy.objects.of_thing(each).filter(is_public=True).count()
        take_back_at_once(each, by=by, now=now)
        Author.objects.filter(kind=each._meta.label_lower, object_id=each.pk).delete()
        each.delete()
    return count
