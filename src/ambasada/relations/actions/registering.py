"""Putting meetings on the public register, and keeping them off it."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Embassy, FairCopy
from ambasada.pages.actions import ask, ask_to_withdraw
from ambasada.register.actions import withhold, write_count, write_entry
from ambasada.register.models import RegisterCount, RegisterEntry
from ambasada.register.periods import is_quarter, last_day_of, quarter_of
from ambasada.relations.copying import copied, is_fit
from ambasada.relations.models import (
    Interaction,
    Organisation,
    Position,
    Registered,
    RegisterRule,
    Unlisted,
)
from ambasada.relations.queries.mentions import is_anybody_named, is_whole_name_in
from ambasada.relations.queries.registering import days_of, withheld_in
from ambasada.relations.rules import require_keeper, require_leads, require_seen, why_not_send


class Chosen(NamedTuple):
    """An organisation at a meeting, and in which office somebody of theirs was there."""

    organisation: Organisation
    position: Position | None


@transaction.atomic
def put_on_register(
    interaction: Interaction,
    chosen: Sequence[Chosen],
    *,
    subject: Mapping[str, str],
    precision: str,
    by: Member,
    now: datetime,
) -> Approval:
    """Copy what readers may know of a meeting, and ask for it to be public.

    A row for each organisation chosen has its name, circle and office, when it was, the subject as
    it is written here, and nothing else. Raises Refused unless the member keeps contacts and the
    meeting took place, for an organisation that is not published or was not there, and for a text
    that names somebody.
    """
    embassy = interaction.embassy
    require_keeper(by, embassy, today=now.date())
    held = Interaction.objects.select_for_update().get(pk=interaction.pk)
    _require_fit(held, chosen, precision=precision, now=now)
    offices = [each.position.label for each in chosen if each.position]
    if is_anybody_named(subject.values(), held) or is_whole_name_in(offices, embassy):
        raise Refused(_("The register names no person. Write it without their name."))
    written = [_copy(held, each, subject=subject, precision=precision, by=by) for each in chosen]
    return ask(written, by=by, now=now)


def _require_fit(
    held: Interaction, chosen: Sequence[Chosen], *, precision: str, now: datetime
) -> None:
    refusal = why_not_send(held)
    if refusal:
        raise Refused(refusal)
    if not chosen:
        raise Refused(_("Choose an organisation."))
    if not is_fit(held, precision, today=now.date()):
        raise Refused(
            _("Only a meeting, call or event that took place, in a month that is known, is public.")
        )
    there = set(held.organisations.values_list("pk", flat=True))
    kept_off = set(_unlisted(held.embassy))
    for organisation, position in chosen:
        if organisation.pk not in there or (
            position and position.organisation_id != organisation.pk
        ):
            raise Refused(_("This is not here."))
        if organisation.pk in kept_off:
            raise Refused(_("Meetings with one of these organisations are not published."))


def _unlisted(embassy: Embassy) -> Iterable[int]:
    return Unlisted.objects.seen_by(embassy).values_list("organisation_id", flat=True)


def _copy(
    held: Interaction,
    chosen: Chosen,
    *,
    subject: Mapping[str, str],
    precision: str,
    by: Member,
) -> RegisterEntry:
    """Write the copy of a meeting with an organisation, over the one there is."""
    first = Registered.objects.filter(interaction=held).first()
    tie, _made = Registered.objects.get_or_create(
        interaction=held,
        organisation=chosen.organisation,
        defaults={
            "embassy": held.embassy,
            "precision": precision,
            "meeting": first.meeting if first else uuid4(),
        },
    )
    tie.position, tie.precision = chosen.position, precision
    tie.save(update_fields=["position", "precision"])
    entry = _entry_of(tie) or RegisterEntry(
        embassy=held.embassy, ref=tie.entry, meeting=tie.meeting, live=False
    )
    write_entry(entry, by=by, subject=dict(subject), **_said(tie))
    return entry


def _said(tie: Registered) -> dict[str, object]:
    return copied(
        tie.interaction,
        tie.organisation,
        position=tie.position,
        precision=tie.precision,
        days=days_of(tie.embassy),
    )


def _entry_of(tie: Registered) -> RegisterEntry | None:
    return RegisterEntry.objects.filter(ref=tie.entry, embassy=tie.embassy).first()


@transaction.atomic
def follow_on_register(interaction: Interaction, *, by: Member, now: datetime) -> None:
    """Ask for the public rows of a meeting to follow what was changed of it.

    Until members approve it, readers have what they had. What is no such meeting any more is asked
    to be taken back; what of it was not public is not asked for any longer.
    """
    there = set(interaction.organisations.values_list("pk", flat=True))
    changed = []
    for tie in interaction.registered.select_related("organisation", "position", "embassy"):
        entry = _entry_of(tie)
        if entry is None:
            continue
        tie.interaction = interaction
        if tie.organisation_id not in there or not is_fit(
            interaction, tie.precision, today=now.date()
        ):
            _let_go(entry, by=by, now=now)
        elif write_entry(entry, by=by, **_said(tie)):
            changed.append(entry)
    if changed:
        with suppress(Refused):  # it is as it was approved again; or a moment is waited for
            ask(changed, by=by, now=now)


def _let_go(entry: RegisterEntry, *, by: Member, now: datetime) -> None:
    if FairCopy.objects.of_thing(entry).filter(is_public=True).exists():
        ask_to_withdraw(entry, by=by, now=now)
    else:
        withhold([entry], by=by, now=now)


@transaction.atomic
def keep_off_register(
    organisation: Organisation, *, embassy: Embassy, by: Member, now: datetime
) -> int:
    """Publish no meeting with an organisation, and let readers have those they had no more.

    One member suffices. The next edition is without them; what was counted of their quarters is
    asked to be counted anew. Return how many rows were public. Raises Refused if it was so already.
    """
    require_keeper(by, embassy, today=now.date())
    mark, is_new = Unlisted.objects.get_or_create(embassy=embassy, organisation=organisation)
    if not is_new:
        raise Refused(_("Meetings with it are not published already."))
    append(Verb.RECORDED, by=by, subject=mark.subject, now=now)
    ties = Registered.objects.seen_by(embassy).filter(organisation=organisation)
    entries = list(RegisterEntry.objects.filter(ref__in=ties.values("entry"), embassy=embassy))
    quarters = {quarter_of(each.held) for each in entries}
    count = withhold(entries, by=by, now=now)
    for each in RegisterCount.objects.filter(embassy=embassy, quarter__in=quarters):
        with suppress(Refused):  # the number is the same
            count_withheld(each.quarter, embassy=embassy, by=by, now=now)
    return count


@transaction.atomic
def let_on_register(
    organisation: Organisation, *, embassy: Embassy, by: Member, now: datetime
) -> None:
    """Let meetings with an organisation be published again; none is by that alone.

    Raises Refused unless a coordinator says so.
    """
    require_leads(by, embassy, today=now.date())
    mark = Unlisted.objects.seen_by(embassy).filter(organisation=organisation).first()
    if mark is None:
        raise Refused(_("This was removed meanwhile."))
    subject = mark.subject
    mark.delete()
    append(Verb.REMOVED, by=by, subject=subject, now=now)


def require_one_rule(kept: Organisation, lost: Organisation) -> None:
    """Refuse to make one of two if some embassy keeps one off its register and not the other."""
    for one, other in ((kept, lost), (lost, kept)):
        off = Unlisted.objects.filter(organisation=one).exclude(
            embassy__in=Unlisted.objects.filter(organisation=other).values("embassy")
        )
        if Registered.objects.filter(
            organisation=other, embassy__in=off.values("embassy")
        ).exists():
            raise Refused(
                _(
                    "An embassy publishes no meeting with one of the two, and has some with the "
                    "other on its register. It must decide first."
                )
            )


@transaction.atomic
def count_withheld(quarter: str, *, embassy: Embassy, by: Member, now: datetime) -> Approval:
    """Count what of a quarter is withheld, and ask for the number to be public.

    It is one number for the whole quarter. Raises Refused before the quarter is over, and if the
    same number is public.
    """
    require_keeper(by, embassy, today=now.date())
    if not is_quarter(quarter) or last_day_of(quarter) >= now.date():
        raise Refused(_("A quarter is counted once it is over."))
    number = len(withheld_in(embassy, quarter))
    count = write_count(embassy, quarter, number, by=by, now=now)
    return ask([count], by=by, now=now)


@transaction.atomic
def set_delay(days: int, *, embassy: Embassy, by: Member, now: datetime) -> None:
    """Say how many days an embassy waits from now on; what was approved keeps its day.

    Raises Refused unless a coordinator says so.
    """
    require_leads(by, embassy, today=now.date())
    if not 1 <= days <= RegisterRule.MOST:
        raise Refused(_("Write a number of days from 1 to 730."))
    rule, is_new = RegisterRule.objects.get_or_create(embassy=embassy, defaults={"days": days})
    require_seen(rule, embassy)
    if not is_new:
        rule.days, rule.version = days, rule.version + 1
        rule.save(update_fields=["days", "version"])
    append(Verb.CHANGED, by=by, subject=rule.subject, now=now)
