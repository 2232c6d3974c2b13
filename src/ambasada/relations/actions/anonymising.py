"""Letting go of a person: of their rows, and of their name wherever it was written."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import F, Model
from django.db.models.deletion import Collector

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.lib.let_go import LET_GO, LetGo, let_go_in, note_let_go
from ambasada.network.models import Embassy
from ambasada.relations.actions.importing.uploads import forget_uploads
from ambasada.relations.actions.texts import Kinds, Texts
from ambasada.relations.models import Entry, Interaction, Merge, Person, Spelling
from ambasada.relations.rules import require_keeper, require_leads, require_seen

_LOOKED_AT = 100  # texts that one member can look through


class Taken(NamedTuple):
    """What anonymising takes away, or would, as far as the embassy sees it."""

    rows: dict[str, int]  # how many of each kind go, by their name
    texts: list[Entry]  # rows in whose texts the person is named
    hints: list[Entry]  # rows in which a word of the name stands alone, and stays


def anonymise(
    person: Person, *, embassy: Embassy, by: Member, now: datetime, is_dry: bool
) -> Taken:
    """Delete a person and everything about them, and take their name out of the texts.

    That somebody was at a meeting stays, without a name. A dry run writes nothing. Somebody on
    public record is let go of by a coordinator, for all embassies; only what the coordinator’s own
    sees is told. Raises Refused for others.
    """
    if is_dry:
        held = Person.objects.get(pk=person.pk)
        _require_may(held, embassy, by=by, now=now)
        return _taken(held, embassy, by=by, now=now, is_dry=True)
    with transaction.atomic():
        held = Person.objects.select_for_update().get(pk=person.pk)
        _require_may(held, embassy, by=by, now=now)
        gone = [LetGo(ref, embassy.code) for ref in _refs_of(held)]
        taken = _taken(held, embassy, by=by, now=now, is_dry=False)
        for each in gone:
            note_let_go(_file(), each)  # last: whoever is named there goes
    return taken


def _refs_of(person: Person) -> Iterator[UUID]:
    """Yield by what a person is known again, also in a backup from before they were merged."""
    yield person.ref
    for merge in person.merges.order_by("pk"):
        yield UUID(merge.what["lost"]["columns"]["ref"])


@transaction.atomic
def let_go_again(*, now: datetime) -> bool:
    """Let go of whom embassies let go of after a backup that came back; tell if there was anybody.

    Their word stands: nobody is asked anew whether they may.
    """
    count = 0
    for ref, code in let_go_in(_file()):
        person = Person.objects.select_for_update().filter(ref=ref).first()
        embassy = Embassy.objects.filter(code=code).first()
        if person and embassy:
            _taken(person, embassy, by=Actor.CLOCK, now=now, is_dry=False)
            count += 1
    return bool(count)


def _file() -> Path:
    return Path(settings.EDITIONS_ROOT) / LET_GO


def _require_may(held: Person, embassy: Embassy, *, by: Member, now: datetime) -> None:
    """Raise Refused unless a member may let go of a person."""
    require_keeper(by, embassy, today=now.date())
    require_seen(held, embassy)
    if not held.is_private:
        require_leads(by, embassy, today=now.date())


def _taken(
    held: Person, embassy: Embassy, *, by: Member | Actor, now: datetime, is_dry: bool
) -> Taken:
    going = _going(held)
    texts = Texts(held, embassy, without=going)
    going[Merge] = going.get(Merge, set()) | texts.merges()
    counts = dict(_told(going, embassy))
    if not is_dry:
        subject = held.subject
        Interaction.objects.filter(people=held).update(
            unnamed=F("unnamed") + 1, version=F("version") + 1
        )
        held.delete()
        Merge.objects.filter(pk__in=going[Merge]).delete()
        append(Verb.ANONYMISED, by=by, subject=subject, now=now)
        texts.take_out_of_imports()
        forget_uploads(embassy if held.is_private else None)
    found = list(texts.take_out(is_dry=is_dry))
    return Taken(
        rows=counts,
        texts=[each.entry for each in found if each.is_changed],
        hints=[each.entry for each in found if not each.is_changed][:_LOOKED_AT],
    )


def _going(person: Person) -> dict[type[Model], set[int]]:
    """Return the rows that go with a person."""
    collector = Collector(using=DEFAULT_DB_ALIAS, origin=person)
    collector.collect([person])
    going: dict[type[Model], set[int]] = {}
    for model, rows in collector.data.items():
        going.setdefault(model, set()).update(each.pk for each in rows)
    for several in collector.fast_deletes:
        found: Any = several
        going.setdefault(found.model, set()).update(found.values_list("pk", flat=True))
    return going


def _told(going: Kinds, embassy: Embassy) -> Iterator[tuple[str, int]]:
    """Yield how many of each kind go that an embassy sees; what only ties rows is not told."""
    for model, numbers in going.items():
        if not issubclass(model, Entry | Spelling):
            continue
        rows: Any = model
        count = rows.objects.seen_by(embassy).filter(pk__in=numbers).count()
        if count:
            yield str(model._meta.verbose_name_plural), count
