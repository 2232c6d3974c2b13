"""Recording, changing and removing rows; nobody’s change covers another in silence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions.spellings import Spelt, spell
from ambasada.relations.models import Area, Entry, Interaction, Organisation, Person, Position
from ambasada.relations.rules import is_scoped, require_keeper, require_seen, scope_of


class Overtaken(Exception):
    """Somebody else changed the row since; `held` is how it stands now."""

    def __init__(self, held: Entry) -> None:
        super().__init__("the row was changed meanwhile")
        self.held = held


@transaction.atomic
def record_entry(
    entry: Entry,
    *,
    embassy: Embassy,
    by: Member,
    now: datetime,
    names: Sequence[Spelt] | None = None,
    is_shared: bool = False,
) -> None:
    """Store a new row. One about somebody whom one embassy alone knows is that embassy’s.

    Raises Refused unless the member keeps contacts for the embassy.
    """
    require_keeper(by, embassy, today=now.date())
    require_seen(entry, embassy)
    if is_scoped(entry):
        entry.embassy = scope_of(entry, embassy, is_shared=is_shared)  # type: ignore[attr-defined]
    _store(entry, names)
    append(Verb.RECORDED, by=by, subject=entry.subject, now=now)


@transaction.atomic
def change_entry(
    entry: Entry,
    *,
    version: int,
    embassy: Embassy,
    by: Member,
    now: datetime,
    names: Sequence[Spelt] | None = None,
) -> None:
    """Store a row as it was changed, if it still is of the version that the change began with.

    Raises Overtaken otherwise, with the row as it stands, and Refused unless the member keeps
    contacts for the embassy.
    """
    require_keeper(by, embassy, today=now.date())
    held = _locked(entry)
    require_seen(held, embassy)
    if held.version != version:
        raise Overtaken(held)
    entry.version = version + 1
    _store(entry, names)
    append(Verb.CHANGED, by=by, subject=entry.subject, now=now)


@transaction.atomic
def remove_entry(entry: Entry, *, embassy: Embassy, by: Member, now: datetime) -> None:
    """Remove a row that should never have been there.

    Raises Refused for what others hang on: organisations and people stay, an office with holders
    and a place with ways to reach it are closed instead.
    """
    require_keeper(by, embassy, today=now.date())
    held = _locked(entry)
    require_seen(held, embassy)
    if isinstance(held, Organisation | Person | Area) or _carries(held):
        raise Refused(_("Others hang on this. Write until when it was so instead."))
    subject = held.subject
    held.delete()
    append(Verb.REMOVED, by=by, subject=subject, now=now)


def _carries(entry: Entry) -> bool:
    """Tell whether rows hang on this one that may be another embassy’s."""
    if isinstance(entry, Position) and entry.holders.exists():
        return True
    if isinstance(entry, Interaction) and entry.commitments.exists():
        return True
    details = getattr(entry, "details", None)
    return details is not None and bool(details.exists())


def _locked(entry: Entry) -> Any:  # noqa: ANN401 -- a row of the same kind
    rows: Any = type(entry)
    found = rows.objects.select_for_update().filter(pk=entry.pk).first()
    if found is None:
        raise Refused(_("This was removed meanwhile."))
    return found


def _store(entry: Entry, names: Sequence[Spelt] | None) -> None:
    if isinstance(entry, Organisation) and entry.area and not entry.area.pk:
        entry.area.save()
        entry.area = entry.area  # takes the number it has now
    if isinstance(entry, Organisation | Person):
        entry.sort()
    entry.save()
    if isinstance(entry, Organisation | Person) and names is not None:
        spell(entry, names)
