"""Sending the copies of a letter, each at most once, whatever ends in the middle.

A copy is claimed before it is handed to the mail server. One that is still claimed when the clock
comes again may have gone or not: it is never sent again by itself, a member looks and says.
"""

import smtplib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.languages import spoken
from ambasada.relations.actions.dealings import Parties, gather
from ambasada.relations.models import Interaction, Letter, LetterCopy
from ambasada.relations.rules import require_keeper, why_not_send

MOST = 20  # copies on a beat of the clock
Connect = Callable[[], AbstractContextManager[smtplib.SMTP]]
_State, _Channel = LetterCopy.State, LetterCopy.Channel
# What a server says of one mail alone. It has not taken it.
_NOT_TAKEN = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError)


@transaction.atomic
def send_letter(letter: Letter, *, by: Member, now: datetime) -> int:
    """Let the clock send what is ready to go by e-mail; return how many copies that are.

    Raises Refused while legal advice is awaited, and where no mail is sent or no answer arrives.
    """
    held = _held(letter, by=by, now=now)
    if not settings.LETTERS_FROM:
        raise Refused(_("This installation sends no letters by e-mail. Print them."))
    if not held.answers_to:
        raise Refused(_("Say first where answers go."))
    ready = held.copies.filter(state=_State.READY, channel=_Channel.EMAIL)
    return _sent(held, ready.update(state=_State.QUEUED), by=by, now=now)


@transaction.atomic
def note_posted(letter: Letter, on: date, *, by: Member, now: datetime) -> int:
    """Write down that what was printed went by post on a day; return how many copies that are.

    Raises Refused while legal advice is awaited, and for a day to come.
    """
    held = _held(letter, by=by, now=now)
    if on > now.date():
        raise Refused(_("This day is still to come."))
    ready = held.copies.select_for_update().filter(state=_State.READY, channel=_Channel.PRINT)
    copies = list(ready.order_by("pk"))
    for each in copies:
        _went(each, held, on=on, now=now)
    return _sent(held, len(copies), by=by, now=now)


@transaction.atomic
def stop_letter(letter: Letter, *, by: Member, now: datetime) -> int:
    """Hold back what waits to be sent; return how many copies that are."""
    require_keeper(by, letter.embassy, today=now.date())
    waiting = LetterCopy.objects.filter(letter=letter, state=_State.QUEUED)
    count = waiting.update(state=_State.READY)
    append(Verb.CHANGED, by=by, subject=letter.subject, now=now)
    return count


@transaction.atomic
def settle_copy(copy: LetterCopy, *, has_gone: bool, by: Member, now: datetime) -> None:
    """Write down what a member found in the mailbox. What did not go is ready again.

    Raises Refused unless it was not known.
    """
    require_keeper(by, copy.embassy, today=now.date())
    letter = Letter.objects.select_for_update().get(pk=copy.letter_id)
    held = LetterCopy.objects.select_for_update().get(pk=copy.pk)
    if held.state != _State.UNSURE:
        raise Refused(_("This was settled meanwhile."))
    if has_gone:
        _went(held, letter, on=now.date(), now=now)
    else:
        held.state, held.version = _State.READY, held.version + 1
        held.save(update_fields=["state", "version"])
    append(Verb.CHANGED, by=by, subject=held.subject, now=now)


@transaction.atomic
def note_answer(
    copy: LetterCopy, answer: str, on: date, *, has_declined: bool, by: Member, now: datetime
) -> None:
    """Keep what somebody answered with the copy that they got; a later answer takes its place.

    Raises Refused for a copy that did not go, and for a day that cannot be.
    """
    require_keeper(by, copy.embassy, today=now.date())
    held = LetterCopy.objects.select_for_update().get(pk=copy.pk)
    if not held.is_gone or held.sent_on is None:
        raise Refused(_("Nobody answers what did not go."))
    if not held.sent_on <= on <= now.date():
        raise Refused(_("They answered after it went, and not after today."))
    held.state = _State.DECLINED if has_declined else _State.ANSWERED
    held.answer, held.answered_on, held.version = answer, on, held.version + 1
    held.save(update_fields=["state", "answer", "answered_on", "version"])
    append(Verb.CHANGED, by=by, subject=held.subject, now=now)


def send_some(connect: Connect, *, sender: str, now: datetime) -> int:
    """Send some of the copies that wait, through a server; return how many it took.

    What was claimed before and not settled is left to members. Raises OSError or Refused if the
    server cannot be reached; nothing is claimed then.
    """
    LetterCopy.objects.filter(state=_State.SENDING).update(state=_State.UNSURE)
    waiting = LetterCopy.objects.filter(state=_State.QUEUED).order_by("pk")
    numbers = list(waiting.values_list("pk", flat=True)[:MOST])
    if not numbers:
        return 0
    count = 0
    with connect() as connection:
        for number in numbers:
            copy = _claimed(number)
            if copy is not None:
                count += _is_taken(connection, copy, sender=sender, now=now)
    return count


@transaction.atomic
def _claimed(number: int) -> LetterCopy | None:
    """Take a copy out of the queue, so that nobody else sends it; None if it may not go now."""
    found = LetterCopy.objects.filter(pk=number, state=_State.QUEUED)
    letter = Letter.objects.select_for_update().filter(copies__in=found).first()
    if letter is None or letter.awaits_advice or not found.update(state=_State.SENDING):
        return None
    rows = LetterCopy.objects.select_related("letter__embassy", "letter__writer", "embassy")
    return rows.get(pk=number)


def _is_taken(connection: smtplib.SMTP, copy: LetterCopy, *, sender: str, now: datetime) -> bool:
    """Hand a copy to the server, and write down what it said. Raises OSError if it said nothing."""
    try:
        connection.send_message(mail_of(copy, sender=sender, now=now))
    except smtplib.SMTPSenderRefused:  # nobody's fault but ours: it waits for a better server
        _let_go(copy, _State.QUEUED)
        raise
    except _NOT_TAKEN:
        _let_go(copy, _State.FAILED)
        return False
    with transaction.atomic():
        letter = Letter.objects.select_for_update().get(pk=copy.letter_id)
        held = LetterCopy.objects.select_for_update().get(pk=copy.pk)
        _went(held, letter, on=now.astimezone(UTC).date(), now=now)
    return True


def _let_go(copy: LetterCopy, state: str) -> None:
    LetterCopy.objects.filter(pk=copy.pk, state=_State.SENDING).update(state=state)


def mail_of(copy: LetterCopy, *, sender: str, now: datetime) -> EmailMessage:
    """Return a copy as a mail. Sent twice it would have the same number, by which it is found."""
    letter = copy.letter
    name = spoken(letter.embassy.name, letter.language).text
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(display_name=name, addr_spec=sender)
    mail["To"] = Address(addr_spec=copy.address)
    mail["Reply-To"] = Address(addr_spec=letter.answers_to)
    mail["Subject"] = " ".join(letter.title.split())
    mail["Date"] = format_datetime(now.astimezone(UTC))
    mail["Message-ID"] = f"<{copy.message_id}@{sender.rpartition('@')[2]}>"
    mail["Content-Language"] = letter.language
    mail.set_content(f"{copy.text}\n")
    return mail


def _held(letter: Letter, *, by: Member, now: datetime) -> Letter:
    """Return a letter as it stands now; raises Refused if it may not be sent."""
    require_keeper(by, letter.embassy, today=now.date())
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    if reason := why_not_send(held):
        raise Refused(reason)
    return held


def _sent(letter: Letter, count: int, *, by: Member, now: datetime) -> int:
    if not count:
        raise Refused(_("No copy is ready to go this way."))
    append(Verb.SENT, by=by, subject=letter.subject, now=now)
    return count


def _went(copy: LetterCopy, letter: Letter, *, on: date, now: datetime) -> None:
    """Write down that a copy went: in it, and among what the embassy did with that organisation."""
    copy.state, copy.sent_on, copy.version = _State.SENT, on, copy.version + 1
    copy.interaction = _interaction(copy, letter, on=on, now=now)
    copy.save(update_fields=["state", "sent_on", "version", "interaction"])


def _interaction(copy: LetterCopy, letter: Letter, *, on: date, now: datetime) -> Interaction:
    """Return the one that stands for a letter to an organisation on a day, made if need be."""
    beside = letter.copies.filter(organisation=copy.organisation_id, sent_on=on)
    known = beside.exclude(interaction=None).first()
    if known is not None and known.interaction is not None:
        met = known.interaction
    else:
        met = Interaction.objects.create(
            embassy=letter.embassy,
            kind=Interaction.Kind.LETTER,
            status=Interaction.Status.HELD,
            title=letter.title,
            on=on.isoformat(),
            on_behalf_of=letter.on_behalf_of,
            directed=letter.directed,
            advice=letter.advice,
            advised_by=letter.advised_by,
            advised_on=letter.advised_on,
        )
        where = [copy.organisation] if copy.organisation else []
        gather(met, Parties(where, [], [letter.writer]), now)
    if copy.person_id is not None:
        met.people.add(copy.person_id)
    return met
