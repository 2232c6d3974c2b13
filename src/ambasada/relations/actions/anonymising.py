"""Letting go of a person: of their rows, and of their name wherever it was written."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models, transaction
from django.db.models import F

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.network.models import Embassy
from ambasada.relations.models import (
    Commitment,
    ContactDetail,
    Entry,
    Interaction,
    Person,
    Spelling,
)
from ambasada.relations.redacting import Redaction
from ambasada.relations.rules import require_keeper, require_leads, require_seen


class Taken(NamedTuple):
    """What anonymising takes away, or would."""

    rows: dict[str, int]  # how many of each kind go, by their name
    texts: list[Entry]  # rows in whose texts the person is named


def anonymise(
    person: Person, *, embassy: Embassy, by: Member, now: datetime, is_dry: bool
) -> Taken:
    """Delete a person and everything about them, and take their name out of every text.

    That somebody was at a meeting stays, without a name. A dry run is the same, undone at the
    end. Somebody on public record is let go of by a coordinator, for all embassies; only what the
    coordinator’s own sees is told. Raises Refused for others.
    """
    with transaction.atomic():
        taken = _taken(person, embassy=embassy, by=by, now=now)
        if is_dry:
            transaction.set_rollback(True)
    return taken


def _taken(person: Person, *, embassy: Embassy, by: Member, now: datetime) -> Taken:
    require_keeper(by, embassy, today=now.date())
    held = Person.objects.select_for_update().get(pk=person.pk)
    require_seen(held, embassy)
    if not held.is_private:
        require_leads(by, embassy, today=now.date())
    subject, redaction, about = held.subject, _redaction_of(held), _texts_about(held)
    Interaction.objects.filter(people=held).update(
        unnamed=F("unnamed") + 1, version=F("version") + 1
    )
    _count, rows = held.delete()
    changed = list(_redact(redaction, about))
    seen = [each for each in changed if getattr(each, "embassy_id", None) in (None, embassy.pk)]
    append(Verb.ANONYMISED, by=by, subject=subject, now=now)
    return Taken(rows=dict(_told(rows)), texts=seen)


def _redaction_of(person: Person) -> Redaction:
    spelt = [person.name, *person.spellings.values_list("text", flat=True)]
    own = models.Q(person=person) | models.Q(membership__person=person)
    values = ContactDetail.objects.filter(own).values_list("value", flat=True)
    return Redaction(spelt, values)


def _texts_about(person: Person) -> dict[type[Entry], set[int]]:
    """Return the rows whose texts are about a person: any word of their name there is theirs."""
    promised = Commitment.objects.filter(
        models.Q(person=person) | models.Q(interaction__people=person)
    )
    met = Interaction.objects.filter(people=person)
    return {
        Interaction: set(met.values_list("pk", flat=True)),
        Commitment: set(promised.values_list("pk", flat=True)),
    }


def _redact(redaction: Redaction, about: dict[type[Entry], set[int]]) -> Iterator[Entry]:
    """Take a person out of the texts of all rows; yield those that named them."""
    for model in _models_with_texts():
        names = _texts_of(model)
        rows: Any = model
        for each in rows.objects.all().only("pk", "version", *names).iterator():
            is_about = each.pk in about.get(model, ())
            if _changed(each, names, redaction, is_about=is_about):
                rows.objects.filter(pk=each.pk).update(
                    version=F("version") + 1, **{name: getattr(each, name) for name in names}
                )
                yield rows.objects.get(pk=each.pk)


def _changed(each: Entry, names: list[str], redaction: Redaction, *, is_about: bool) -> bool:
    is_changed = False
    for name in names:
        text = getattr(each, name)
        if isinstance(text, list):
            kept: object = [redaction.of(line, is_about=is_about) for line in text]
        else:
            kept = redaction.of(text, is_about=is_about)
        if kept != text:
            setattr(each, name, kept)
            is_changed = True
    return is_changed


def _models_with_texts() -> list[type[Entry]]:
    """Return the kinds of rows in whose texts a person may be named; names of others are theirs."""
    models_here = apps.get_app_config("relations").get_models()
    return [each for each in models_here if issubclass(each, Entry) and each is not Person]


def _texts_of(model: type[Entry]) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
        and field.name not in _NO_TEXT
    ]


# What is sorted by or read by machines.
_NO_TEXT = frozenset({"sort_key", "zone", "since", "until", "on", "code"})


def _told(rows: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Yield how many of each kind went; what only ties rows together is not told."""
    for label, count in rows.items():
        model = apps.get_model(label)
        if issubclass(model, Entry | Spelling):
            yield str(model._meta.verbose_name_plural), count
