"""Recording, changing and removing rows; nobody’s change covers another in silence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.register.models import RegisterEntry
from ambasada.relations.actions.keys import keep_keys_about
from ambasada.relations.actions.spellings import Spelt, spell
from ambasada.relations.days import is_before
from ambasada.relations.models import (
    Area,
    Commitment,
    Entry,
    Interaction,
    LegalBasis,
    Letter,
    LetterCopy,
    Organisation,
    Person,
    Position,
    Stewardship,
    require_no_circle,
)
from ambasada.relations.rules import (
    is_scoped,
    reads_note,
    require_keeper,
    require_leads,
    require_seen,
    scope_of,
)


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
    _require_named_by_others(entry, None, embassy=embassy, by=by, now=now)
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
    contacts for the embassy; likewise for what would end before it begins or be a part of itself.
    """
    require_keeper(by, embassy, today=now.date())
    held = _locked(entry)
    require_seen(held, embassy)
    if held.version != version:
        raise Overtaken(held)
    _require_named_by_others(entry, held, embassy=embassy, by=by, now=now)
    if is_scoped(entry):
        is_shared = held.embassy_id is None
        entry.embassy = scope_of(entry, embassy, is_shared=is_shared)  # type: ignore[attr-defined]
    entry.version = version + 1
    _store(entry, names)
    append(Verb.CHANGED, by=by, subject=entry.subject, now=now)
    _require_no_circle(entry)


@transaction.atomic
def remove_entry(entry: Entry, *, embassy: Embassy, by: Member, now: datetime) -> None:
    """Remove a row that should never have been there.

    Raises Refused for what others hang on: organisations, people and offices stay, and a place
    with ways to reach it is closed instead. So does a meeting at which something was promised or
    that is on the public register, one whose note is not for the member, and a letter of which a
    copy may have gone. A promise is settled. That somebody consented stays, and so does the last
    reason to keep them.
    """
    require_keeper(by, embassy, today=now.date())
    held = _locked(entry)
    require_seen(held, embassy)
    if isinstance(held, Organisation | Person | Position) or _is_held_by_others(held):
        raise Refused(_("Others hang on this. Write until when it was so instead."))
    if isinstance(held, Interaction) and not reads_note(by, held, today=now.date()):
        require_leads(by, embassy, today=now.date())
    if isinstance(held, Commitment):
        raise Refused(_("What was promised stays. Settle it instead."))
    if isinstance(held, LegalBasis) and _must_stay(held):
        raise Refused(
            _("A consent stays, and so does the last reason. Add what is so now, or anonymise.")
        )
    subject = held.subject
    held.delete()
    keep_keys_about(held)
    append(Verb.REMOVED, by=by, subject=subject, now=now)


def _require_named_by_others(
    entry: Entry, held: Entry | None, *, embassy: Embassy, by: Member, now: datetime
) -> None:
    """Raise Refused if a member makes themselves who looks after something, unless they lead.

    Restricted notes are for those who do, and nobody opens them to themselves.
    """
    if not isinstance(entry, Stewardship):
        return
    before = (held.owner, held.deputy) if isinstance(held, Stewardship) else ()
    if by in (entry.owner, entry.deputy) and by not in before:
        require_leads(by, embassy, today=now.date())


def _is_held_by_others(entry: Entry) -> bool:
    if isinstance(entry, Interaction):
        public = RegisterEntry.objects.filter(ref__in=entry.registered.values("entry"))
        return entry.commitments.exists() or public.exists()
    if isinstance(entry, Letter):
        return entry.copies.exclude(state__in=LetterCopy.OPEN).exists()
    details = getattr(entry, "details", None)
    return details is not None and bool(details.exists())


def _must_stay(basis: LegalBasis) -> bool:
    others = LegalBasis.objects.seen_by(basis.embassy).filter(person=basis.person)
    is_last = not others.exclude(pk=basis.pk).exists()
    return is_last or basis.basis == LegalBasis.Basis.CONSENT


def _locked(entry: Entry) -> Any:  # noqa: ANN401 -- a row of the same kind
    rows: Any = type(entry)
    found = rows.objects.select_for_update().filter(pk=entry.pk).first()
    if found is None:
        raise Refused(_("This was removed meanwhile."))
    return found


def _require_span(entry: Entry) -> None:
    """Raise Refused if something surely ends before it begins."""
    since, until = getattr(entry, "since", ""), getattr(entry, "until", "")
    if since and until and is_before(until, since):
        raise Refused(_("It ends before it begins."))


def _require_no_circle(entry: Entry) -> None:
    """Raise Refused if an area or organisation is now a part of itself, as it stands in the table.

    Asked once the line is in the ledger, where one waits for all others: two who make each a part
    of the other at once are not both let.
    """
    if isinstance(entry, Area | Organisation):
        try:
            require_no_circle(type(entry).objects.get(pk=entry.pk))
        except ValidationError as error:
            raise Refused(error.messages[0]) from None


def _store(entry: Entry, names: Sequence[Spelt] | None) -> None:
    _require_span(entry)
    if isinstance(entry, Organisation) and entry.area and not entry.area.pk:
        entry.area.save()
        entry.area_id = entry.area.pk
    if isinstance(entry, Organisation | Person):
        entry.sort()
    entry.save()
    if isinstance(entry, Organisation | Person) and names is not None:
        spell(entry, names)
    keep_keys_about(entry)
