"""Meetings and what was promised there."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions.entries import change_entry, record_entry
from ambasada.relations.actions.registering import follow_on_register
from ambasada.relations.days import last_day
from ambasada.relations.models import (
    Commitment,
    Interaction,
    Letter,
    Organisation,
    Person,
    Stewardship,
)
from ambasada.relations.rules import reads_note, require_keeper, require_leads, require_seen


class Parties(NamedTuple):
    """Who took part: theirs by organisation and person, ours by member."""

    organisations: Sequence[Organisation]
    people: Sequence[Person]
    members: Sequence[Member]


@transaction.atomic
def record_interaction(
    interaction: Interaction, parties: Parties, *, embassy: Embassy, by: Member, now: datetime
) -> None:
    """Record a meeting or a message, and with whom it was."""
    record_entry(interaction, embassy=embassy, by=by, now=now)
    gather(interaction, parties, now)


@transaction.atomic
def change_interaction(
    interaction: Interaction,
    parties: Parties,
    *,
    version: int,
    embassy: Embassy,
    by: Member,
    now: datetime,
) -> None:
    """Change it, as `change_entry` does.

    What may be directed by another state stays so unless a coordinator says otherwise; advice
    about it counts while the question is the same. What is public of it follows once it is
    approved. That somebody made the restricted note be for
    them is written down, as if they had read it.
    """
    held = Interaction.objects.select_for_update().get(pk=interaction.pk)
    was_for_them = reads_note(by, held, today=now.date())
    ask_again(held, interaction, by=by, now=now)
    change_entry(interaction, version=version, embassy=embassy, by=by, now=now)
    gather(interaction, parties, now)
    follow_on_register(interaction, by=by, now=now)
    if held.note and not was_for_them and reads_note(by, interaction, today=now.date()):
        append(Verb.NOTE_READ, by=by, subject=interaction.subject, now=now)


def ask_again(
    held: Interaction | Letter, entry: Interaction | Letter, *, by: Member, now: datetime
) -> None:
    """Forget advice if the question that it answers was changed.

    Raises Refused if somebody who is no coordinator takes a doubt back.
    """
    if held.is_doubtful and not entry.is_doubtful:
        require_leads(by, held.embassy, today=now.date())
    asked = (held.directed, held.on_behalf_of)
    if asked != (entry.directed, entry.on_behalf_of):
        entry.advice, entry.advised_by, entry.advised_on = "", None, None


def gather(interaction: Interaction, parties: Parties, now: datetime) -> None:
    """Write down who took part; an organisation one met is not neglected any more."""
    interaction.organisations.set(parties.organisations)
    interaction.people.set(parties.people)
    interaction.members.set(parties.members)
    if interaction.status != Interaction.Status.HELD:
        return
    on = min(last_day(interaction.on), now.date())
    kept = Stewardship.objects.select_for_update().filter(
        embassy=interaction.embassy, organisation__in=parties.organisations
    )
    for each in kept:
        each.touched(on)
        each.version += 1
        each.save(update_fields=["next_on", "version"])


@transaction.atomic
def note_advice(entry: Interaction | Letter, advice: str, *, by: Member, now: datetime) -> None:
    """Note the legal advice about what may be directed by another state: sending is free again.

    Raises Refused unless a coordinator notes it.
    """
    require_leads(by, entry.embassy, today=now.date())
    entry.refresh_from_db(from_queryset=type(entry).objects.select_for_update())
    if not entry.is_doubtful or not advice:
        raise Refused(_("There is nothing to advise on."))
    entry.advice, entry.advised_by, entry.advised_on = advice, by, now.date()
    entry.version += 1
    entry.save(update_fields=["advice", "advised_by", "advised_on", "version"])
    append(Verb.ADVISED, by=by, subject=entry.subject, now=now)


@transaction.atomic
def read_note(interaction: Interaction, *, by: Member, now: datetime) -> str:
    """Return the restricted note; if it is not for the member, that they read it is written down.

    Raises Refused unless they keep contacts for the embassy.
    """
    require_keeper(by, interaction.embassy, today=now.date())
    if not reads_note(by, interaction, today=now.date()):
        append(Verb.NOTE_READ, by=by, subject=interaction.subject, now=now)
    return interaction.note


@transaction.atomic
def settle_commitment(
    commitment: Commitment,
    *,
    status: str,
    evidence: str,
    embassy: Embassy,
    by: Member,
    now: datetime,
) -> None:
    """Write down that a promise was kept or was not, and how one knows.

    Raises Refused if it was settled before.
    """
    require_keeper(by, embassy, today=now.date())
    held = Commitment.objects.select_for_update().get(pk=commitment.pk)
    require_seen(held, embassy)
    if not held.is_open:
        raise Refused(_("This was settled meanwhile."))
    held.status, held.evidence = Commitment.Status(status), evidence
    held.settled_on, held.version = now.date(), held.version + 1
    held.save()
    append(Verb.CLOSED, by=by, subject=held.subject, now=now)
