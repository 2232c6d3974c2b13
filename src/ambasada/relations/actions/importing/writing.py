"""Storing drafts, and what undoing them needs."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from ambasada.relations.actions.importing.drafts import Draft
from ambasada.relations.actions.importing.storing import Rows
from ambasada.relations.actions.keys import keep_keys_of
from ambasada.relations.models import (
    ContactDetail,
    ImportedRow,
    ImportRun,
    Leftover,
    LegalBasis,
    MatchKey,
    Membership,
    Organisation,
    Origin,
    Person,
    Position,
    Spelling,
    Word,
)
from ambasada.relations.names import stored_words

# In this order each names only what is there: a place its office, a way to reach its place.
_ORDER = (
    *(Organisation, Person, Position, Membership, ContactDetail, Spelling, Word, MatchKey),
    *(LegalBasis, Origin, Leftover, ImportedRow),
)
_UNTOLD = (Origin, Word, MatchKey)  # what goes with its owner alone


def write(drafts: Sequence[Draft], run: ImportRun) -> None:
    """Write drafts down, and what undoing them needs."""
    rows = Rows()
    for draft in drafts:
        if draft.is_made:
            rows.add(draft.model, draft.values)
            _add_keys(rows, draft, run)
        for model, values in draft.rows:
            rows.add(model, values)
            if model is Spelling:
                for form in sorted(stored_words(values["text"])):
                    rows.add_whole(Word, values["pk"], form)
        was = {} if draft.is_made else _change(draft)
        rows.add(ImportedRow, _noted(draft, run, was))
    rows.store(*_ORDER)
    for kind in (Person, Organisation):
        moved = [each.pk for each in drafts if each.model is kind and _is_keyed_anew(each)]
        if moved:
            keep_keys_of(kind, moved)


def _is_keyed_anew(draft: Draft) -> bool:
    return not draft.is_made and any(model in _KEYED for model, _values in draft.rows)


_KEYED = (Spelling, ContactDetail)


def write_loose(made: Iterable[tuple[type[models.Model], dict[str, Any]]], run: ImportRun) -> None:
    """Write offices and areas down, which nobody has to be at."""
    rows, numbers = Rows(), dict[str, list[int]]()
    order: list[type[models.Model]] = []
    for model, values in made:
        rows.add(model, values)
        numbers.setdefault(str(model._meta.model_name), []).append(values["pk"])
        order += [] if model in order else [model]
    if numbers:
        rows.add(ImportedRow, {"run_id": run.pk, "is_made": True, "version": 1, "made": numbers})
        rows.store(*order, ImportedRow)


def _add_keys(rows: Rows, draft: Draft, run: ImportRun) -> None:
    """Add by what somebody new is found again; an address that one embassy knows is its key."""
    scope = None if run.is_shared else run.embassy_id
    body, person = draft.of.get("organisation_id"), draft.of.get("person_id")
    for key in sorted(draft.keys):
        is_shared = draft.model is Organisation and key.startswith(("n:", "i:"))
        rows.add_whole(MatchKey, None if is_shared else scope, body, person, key)


def _change(draft: Draft) -> dict[str, Any]:
    """Change what is here; return how it was."""
    was: dict[str, Any] = {}
    if draft.values:
        was["owner"] = {name: getattr(draft.held, name) for name in draft.values}
        for name, value in draft.values.items():
            setattr(draft.held, name, value)
        draft.held.version += 1
        draft.held.save(update_fields=[*draft.values, "version"])
    for place, until in draft.closed:
        was[f"place:{place.pk}"] = {"until": place.until, "version": place.version + 1}
        place.until, place.version = until, place.version + 1
        place.save(update_fields=["until", "version"])
    return was


def _noted(draft: Draft, run: ImportRun, was: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, list[int]] = {}
    for model, values in draft.rows:
        if model not in _UNTOLD:
            made.setdefault(str(model._meta.model_name), []).append(values["pk"])
    return draft.of | {
        "run_id": run.pk,
        "is_made": draft.is_made,
        "version": 1 if draft.is_made else draft.held.version,
        "made": made,
        "was": was,
    }
