"""Going through all texts in which a person may be named."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models

from ambasada.network.models import Embassy
from ambasada.relations.actions.keys import keep_keys_about
from ambasada.relations.actions.spellings import Spelt, spell
from ambasada.relations.models import (
    Commitment,
    ContactDetail,
    Entry,
    ImportedRow,
    Interaction,
    LetterCopy,
    Merge,
    Organisation,
    Person,
    Segment,
    Spelling,
)
from ambasada.relations.moving import read_row, written_in
from ambasada.relations.queries import people_found
from ambasada.relations.redacting import Redaction

Kinds = Mapping[type[models.Model], set[int]]  # numbers of rows, by their kind

# What is sorted by or read by machines.
_NO_TEXT = frozenset({"sort_key", "zone", "since", "until", "on", "code"})
_OF_PEOPLE = ("links", "sources")  # names of others are theirs
_REACHED_BY = (ContactDetail.Kind.EMAIL, ContactDetail.Kind.PHONE)


class Found(NamedTuple):
    """A row that names the person."""

    entry: Entry
    is_changed: bool  # else a word of the name stands there alone, and a member looks at it


class Texts:
    """All texts, as far as a person is to go from them.

    In those of the embassy that lets go of them their name goes in every form, and how they are
    reached. In texts of others, and in those that embassies share, a whole name goes, and only if
    the person was known to all: nobody changes what is not theirs by what they typed themselves.
    """

    def __init__(self, person: Person, embassy: Embassy, *, without: Kinds) -> None:
        self._embassy, self._is_private = embassy, person.is_private
        self._redaction, self._about = _redaction_of(person), _texts_about(person, embassy)
        self._left_out = {**without}  # rows that go whole
        self._left_out.setdefault(Person, set()).add(person.pk)

    def take_out(self, *, is_dry: bool) -> Iterator[Found]:
        """Take the person out of the texts, unless it is dry; yield what the embassy sees of it."""
        for model in _models_with_texts():
            for each in self._rows(model):
                if each.pk in self._left_out.get(model, ()):
                    continue
                kept = self._changes(each)
                if kept and not is_dry:
                    self._write(each)
                if not self._is_seen(each):
                    continue
                for name in kept.keys() - {"spellings"}:
                    setattr(each, name, kept[name])
                if kept or self._is_hinted_at(each):
                    yield Found(each, bool(kept))

    def merges(self) -> set[int]:
        """Return the merges that hold the person: in a text, or in a row that goes with them.

        What an undo would write back is as it was, or not there; so such a merge goes whole.
        """
        merges = Merge.objects.iterator(chunk_size=100)
        return {each.pk for each in merges if self._is_held_in(each)}

    def take_out_of_imports(self) -> None:
        """Take the person out of what imports changed, and would put back."""
        rows = ImportedRow.objects.exclude(was={}).select_related("run")
        for each in rows.iterator(chunk_size=1000):
            is_own = each.run.embassy_id == self._embassy.pk
            kept = {
                key: {name: self._left(value, is_own=is_own) for name, value in said.items()}
                for key, said in each.was.items()
            }
            if kept != each.was:
                ImportedRow.objects.filter(pk=each.pk).update(was=kept)

    def _left(self, value: Any, *, is_own: bool) -> Any:  # noqa: ANN401 -- of any column
        if isinstance(value, list):
            return [self._left(each, is_own=is_own) for each in value]
        if not isinstance(value, str) or (self._is_private and not is_own):
            return value
        if is_own:
            return self._redaction.of(value, is_about=False)
        return self._redaction.of_others(value)

    def _is_held_in(self, merge: Merge) -> bool:
        is_ours = merge.embassy_id == self._embassy.pk
        whole, parts = ([read_row(each) for each in several] for several in written_in(merge.what))
        return any(map(self._goes_with, whole)) or any(
            self._is_named_in(each, is_own=is_ours or self._is_own(each))
            for each in (*whole, *parts)
        )

    def _goes_with(self, row: models.Model) -> bool:
        return any(number in self._left_out.get(model, ()) for model, number in _tied(row))

    def _is_named_in(self, row: models.Model, *, is_own: bool) -> bool:
        if isinstance(row, Spelling) and row.person_id:
            return False  # names of others are theirs
        lines = [line for name in _texts_of(type(row)) for line in _lines(getattr(row, name))]
        if is_own:
            return any(self._redaction.of(each, is_about=False) != each for each in lines)
        return not self._is_private and any(
            self._redaction.of_others(each) != each for each in lines
        )

    def _rows(self, model: Any) -> Iterator[Any]:  # noqa: ANN401 -- a kind of rows
        rows = model.objects.seen_by(self._embassy) if self._is_private else model.objects.all()
        rows = rows.order_by("pk")  # as members are told of them: PostgreSQL moves what changed
        if model is Organisation:
            rows = rows.prefetch_related("spellings")
        names = [*_texts_of(model), *(["embassy"] if hasattr(model, "embassy") else [])]
        found: Iterator[Any] = rows.only("pk", "version", *names).iterator(chunk_size=1000)
        return found

    def _is_own(self, each: models.Model) -> bool:
        return getattr(each, "embassy_id", None) == self._embassy.pk

    def _is_seen(self, each: Entry) -> bool:
        return getattr(each, "embassy_id", None) in (None, self._embassy.pk)

    def _without(self, each: Entry, text: str) -> str:
        if self._is_own(each):
            is_about = each.pk in self._about.get(type(each), ())
            return self._redaction.of(text, is_about=is_about)
        return text if self._is_private else self._redaction.of_others(text)

    def _changes(self, each: Entry) -> dict[str, Any]:
        """Return what changes of a row; of an organisation its spellings too."""
        found: dict[str, Any] = {}
        for name in _texts_of(type(each)):
            text = getattr(each, name)
            kept: Any = (
                [self._without(each, str(line)) for line in text]
                if isinstance(text, list)
                else self._without(each, text)[: _longest(each, name)]
            )
            if kept != text:
                found[name] = kept
        if isinstance(each, Organisation):
            spelt = [(one.text, self._without(each, one.text)) for one in each.spellings.all()]
            if any(text != kept for text, kept in spelt):
                found["spellings"] = [kept for _text, kept in spelt]
        return found

    def _write(self, each: Entry) -> None:
        """Change a row as it stands now: what was read of it before may be old."""
        rows: Any = type(each)
        held = rows.objects.select_for_update().filter(pk=each.pk).first()
        kept = self._changes(held) if held else {}
        if not kept:
            return
        for name in kept.keys() - {"spellings"}:
            setattr(held, name, kept[name])
        _keep_apart(held, set(kept))
        held.version += 1
        if isinstance(held, LetterCopy):
            held.unnamed += 1  # without which the database keeps what was sent as it is
        if isinstance(held, Organisation):
            held.sort()
        held.save()
        if isinstance(held, Organisation):
            spelt = [(self._without(held, one.text), one.language) for one in held.spellings.all()]
            spell(held, [Spelt(text, language) for text, language in spelt])
        keep_keys_about(held)

    def _is_hinted_at(self, each: Entry) -> bool:
        texts = [getattr(each, name) for name in _texts_of(type(each))]
        return any(self._redaction.hints_at(line) for text in texts for line in _lines(text))


def _tied(row: models.Model) -> Iterator[tuple[Any, int | None]]:
    """Yield the kind and number of a row, and of those that its columns name."""
    yield type(row), row.pk
    for field in row._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            yield field.related_model, getattr(row, field.attname)


def _lines(text: Any) -> list[str]:  # noqa: ANN401 -- of a column
    """Return all texts within a value."""
    if isinstance(text, str):
        return [text]
    several = [*text.values()] if isinstance(text, dict) else text
    return [line for each in several for line in _lines(each)] if isinstance(several, list) else []


def _redaction_of(person: Person) -> Redaction:
    spelt = [person.name, *person.spellings.values_list("text", flat=True)]
    own = models.Q(person=person) | models.Q(membership__person=person)
    values = ContactDetail.objects.filter(own, kind__in=_REACHED_BY)
    return Redaction(spelt, list(values.values_list("value", flat=True)))


def _texts_about(person: Person, embassy: Embassy) -> dict[type[Entry], set[int]]:
    """Return the rows whose texts are about a person: any word of their name there is theirs."""
    promised = Commitment.objects.filter(
        models.Q(person=person) | models.Q(interaction__people=person)
    )
    met = Interaction.objects.filter(people=person)
    sought = Segment.objects.seen_by(embassy).exclude(text="")
    return {
        Segment: {
            each.pk
            for each in sought
            if people_found(embassy, each.text).filter(pk=person.pk).exists()
        },
        Interaction: set(met.values_list("pk", flat=True)),
        Commitment: set(promised.values_list("pk", flat=True)),
    }


def _keep_apart(entry: Entry, changed: set[str]) -> None:
    """Give a text a number, if others of its kind that must differ from it became the same."""
    for constraint in entry._meta.constraints:
        fields = getattr(constraint, "fields", ())
        name = next((each for each in fields if each in changed), "")
        if not name:
            continue
        rows: Any = type(entry)
        beside = {each: getattr(entry, each) for each in fields if each != name}
        taken = set(rows.objects.filter(**beside).exclude(pk=entry.pk).values_list(name, flat=True))
        text, number = getattr(entry, name), 2
        while getattr(entry, name) in taken:
            end = f" {number}"
            room = (_longest(entry, name) or len(text)) - len(end)
            setattr(entry, name, f"{text[:room]}{end}")
            number += 1


def _longest(entry: Entry, name: str) -> int | None:
    """Return how many letters a text may have; None if any number."""
    field: Any = entry._meta.get_field(name)
    longest: int | None = field.max_length
    return longest


def _models_with_texts() -> list[type[Entry]]:
    """Return the kinds of rows in whose texts a person may be named."""
    models_here = apps.get_app_config("relations").get_models()
    return [each for each in models_here if issubclass(each, Entry) and each is not Merge]


def _texts_of(model: type[models.Model]) -> list[str]:
    if model is Person:
        return [*_OF_PEOPLE]
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
        and field.name not in _NO_TEXT
    ]
