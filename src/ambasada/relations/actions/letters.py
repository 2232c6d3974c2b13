"""Writing a letter, and making the copies of it that members look at before they go."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions.dealings import ask_again
from ambasada.relations.actions.entries import Overtaken, change_entry, record_entry
from ambasada.relations.filling import filled
from ambasada.relations.models import Letter, LetterCopy, Organisation, Person
from ambasada.relations.queries import Recipient, TooMany, recipients_of
from ambasada.relations.rules import require_keeper

_State = LetterCopy.State


class Picked(NamedTuple):
    """To whom a letter goes besides a segment."""

    organisations: Sequence[Organisation]
    people: Sequence[Person]


@transaction.atomic
def record_letter(
    letter: Letter, picked: Picked, *, embassy: Embassy, by: Member, now: datetime
) -> None:
    """Store a new letter, and make the copies of it."""
    letter.writer = by
    record_entry(letter, embassy=embassy, by=by, now=now)
    _address(letter, picked)
    _make_copies(letter, now=now)


@transaction.atomic
def change_letter(
    letter: Letter,
    picked: Picked,
    *,
    version: int,
    embassy: Embassy,
    by: Member,
    now: datetime,
) -> None:
    """Change a letter, as `change_entry` does, and make its copies anew.

    Raises Refused once a copy of it waits to be sent or may have gone, and as `ask_again` does.
    """
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    _require_open(held)
    ask_again(held, letter, by=by, now=now)
    change_entry(letter, version=version, embassy=embassy, by=by, now=now)
    _address(letter, picked)
    _make_copies(letter, now=now)


@transaction.atomic
def make_copies(letter: Letter, *, by: Member, now: datetime) -> int:
    """Make the copies of a letter anew, for whoever is in its segment now; return how many wait.

    A salutation that somebody wrote stays, and so does every copy that waits to be sent or may
    have gone.
    """
    require_keeper(by, letter.embassy, today=now.date())
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    return _make_copies(held, now=now)


@transaction.atomic
def change_copy(
    copy: LetterCopy, *, version: int, salutation: str, is_left_out: bool, by: Member, now: datetime
) -> None:
    """Greet somebody otherwise, or leave them out.

    Raises Refused once the copy waits to be sent or may have gone, and Overtaken.
    """
    require_keeper(by, copy.embassy, today=now.date())
    letter = Letter.objects.select_for_update().get(pk=copy.letter_id)
    held = LetterCopy.objects.select_for_update().get(pk=copy.pk)
    if held.state not in LetterCopy.OPEN:
        raise Refused(_("This copy waits to be sent, or may have gone. It stays as it is."))
    if held.version != version:
        raise Overtaken(held)
    if salutation != held.salutation:
        held.salutation, held.is_greeted_by_hand = salutation, True
    held.version += 1
    held.text = _text(letter, held, now=now)
    held.state = _State.LEFT_OUT if is_left_out else _State.READY
    held.save()
    append(Verb.CHANGED, by=by, subject=held.subject, now=now)


def _address(letter: Letter, picked: Picked) -> None:
    letter.organisations.set(picked.organisations)
    letter.people.set(picked.people)


def _require_open(letter: Letter) -> None:
    if letter.copies.exclude(state__in=LetterCopy.OPEN).exists():
        raise Refused(_("Copies of it wait to be sent, or may have gone. Write another letter."))


def _make_copies(letter: Letter, *, now: datetime) -> int:
    try:
        recipients = recipients_of(letter, today=now.date())
    except TooMany:
        raise Refused(_("More than 1,000 would get it. Write to fewer at once.")) from None
    known = {_key(each): each for each in letter.copies.all()}
    made: list[LetterCopy] = []
    changed: list[LetterCopy] = []
    with override(letter.language):
        for each in recipients:
            copy = known.pop(each.key, None) or LetterCopy(
                embassy=letter.embassy, letter=letter, person=each.person
            )
            if copy.state not in LetterCopy.OPEN:
                continue
            _fill(copy, letter, each, now=now)
            (changed if copy.pk else made).append(copy)
    LetterCopy.objects.bulk_create(made)
    LetterCopy.objects.bulk_update(changed, _FILLED)
    gone = [each.pk for each in known.values() if each.state in LetterCopy.OPEN]
    LetterCopy.objects.filter(pk__in=gone).delete()
    return letter.copies.filter(state=_State.READY).count()


_FILLED = (
    *("organisation", "name", "position", "place", "address", "channel"),
    *("salutation", "text", "state", "version"),
)


def _key(copy: LetterCopy) -> tuple[str, int | None]:
    if copy.person_id is not None:
        return "person", copy.person_id
    return "organisation", copy.organisation_id


def _fill(copy: LetterCopy, letter: Letter, to: Recipient, *, now: datetime) -> None:
    """Write a copy for somebody. Whether a name is a man’s or a woman’s is never guessed."""
    copy.organisation, copy.channel, copy.address = to.organisation, to.channel, to.address
    copy.name, copy.position = to.name, to.position
    copy.place = to.organisation.spoken if to.organisation else ""
    if not copy.is_greeted_by_hand:
        rule = letter.to_named if copy.name else letter.to_office
        copy.salutation = filled(rule, _values(copy))
    copy.text = _text(letter, copy, now=now)
    copy.state = copy.state if copy.state == _State.LEFT_OUT else _State.READY
    copy.version += 1


def _values(copy: LetterCopy) -> dict[str, str]:
    return {"name": copy.name, "position": copy.position, "organisation": copy.place}


def _text(letter: Letter, copy: LetterCopy, *, now: datetime) -> str:
    with override(letter.language):
        day = date_format(now.date(), "DATE_FORMAT")
    return filled(letter.body, {**_values(copy), "salutation": copy.salutation, "date": day})
