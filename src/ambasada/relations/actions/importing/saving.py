"""Saving which column is which, so that a table of the same columns is not asked about again."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from ambasada.accounts.models import Actor, Member
from ambasada.lib.contacts.mappings import Columns, NotAMapping, read_mapping
from ambasada.network.models import Embassy
from ambasada.relations.models import SavedMapping
from ambasada.relations.rules import require_keeper


def saved_mappings(embassy: Embassy) -> Callable[[str], Columns | None]:
    """Return what finds the mapping that an embassy saved, by the hash of the columns."""

    def find(headers: str) -> Columns | None:
        held = SavedMapping.objects.seen_by(embassy).filter(headers=headers).first()
        with suppress(NotAMapping):  # of an earlier release, with fields there are no more
            return read_mapping(held.toml.encode()) if held else None
        return None

    return find


def save_mapping(
    mapping: Columns, headers: str, *, embassy: Embassy, by: Member | Actor, now: datetime
) -> None:
    """Save a mapping for an embassy. Raises Refused unless the member keeps its contacts."""
    if isinstance(by, Member):
        require_keeper(by, embassy, today=now.date())
    SavedMapping.objects.update_or_create(
        embassy=embassy, headers=headers, defaults={"toml": mapping.to_toml()}
    )
