"""Moving all that points to one row to another, and back: found by what models say of themselves.

So a kind of row that is added later is moved as well. Each step is written down in plain values
that JSON can hold, with the embassy whose row it is.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

Values = dict[str, Any]
Row = Any  # a row of any table

# What is worked out of other rows, and worked out anew: nothing of it is written down. Nor is what
# an import did: it did it to the one who is lost, and taking it back is nothing for who is kept.
_WORKED_OUT = ("relations.MatchKey", "relations.Word", "relations.ImportedRow")
_PLAIN = (str, int, float, list, dict, type(None))  # what JSON gives back as it was
_SAME_DETAIL = ("embassy", "kind", "value", "label", "since", "until", "note")
_ONE_IS_ENOUGH = {
    "relations.Spelling": (("person", "text"), ("organisation", "text")),
    "relations.ContactDetail": (("person", *_SAME_DETAIL), ("organisation", *_SAME_DETAIL)),
}
_TIES = {
    "relations.Relationship": (
        ("from_person", "to_person"),
        ("from_organisation", "to_organisation"),
    ),
    "relations.Apart": (("person", "other_person"), ("organisation", "other_organisation")),
}


class Moves:
    """What was moved and what was taken away, in the order in which it was done."""

    def __init__(self) -> None:
        self.moved: list[Values] = []
        self.removed: list[Values] = []

    def absorb(self, lost: Row, kept: Row) -> None:
        """Point at one row all that points at another; what then stands there twice goes."""
        for field in pointing_at(type(lost)):
            for row in _held(field, lost):
                twin = _twin(row, field, kept)
                if twin is not None:
                    self.absorb(row, twin)
                if twin is not None or _is_of_itself(row, field, kept):
                    self.remove(row)
                else:
                    self.change(row, {field.attname: kept.pk})

    def change(self, row: Row, values: Values) -> None:
        """Change columns of a row, and write down how they were; it is of a later version then."""
        fields = {each.attname: each for each in row._meta.concrete_fields}
        changed = {
            name: value
            for name, value in values.items()
            if fields[name].value_from_object(row) != value
        }
        if not changed:
            return
        if "version" in fields:
            changed["version"] = row.version + 1
        before = {name: _plain(fields[name], row) for name in changed}
        for name, value in changed.items():
            setattr(row, name, value)
        rows_of(type(row)).filter(pk=row.pk).update(**changed)
        columns = {name: [before[name], _plain(fields[name], row)] for name in changed}
        self.moved.append({**_named(row), "columns": columns})

    def remove(self, row: Row) -> None:
        """Take a row away, with what hangs on it, and write down how it was."""
        for field in pointing_at(type(row)):
            for each in _held(field, row):
                if field.remote_field.on_delete is models.SET_NULL:
                    self.change(each, {field.attname: None})
                else:
                    self.remove(each)
        self.removed.append(snapshot(row))
        row.delete()


def snapshot(row: Row) -> Values:
    """Return a row in plain values."""
    fields = row._meta.concrete_fields
    return {**_named(row), "columns": {each.attname: _plain(each, row) for each in fields}}


def written_in(what: Values) -> tuple[list[Values], list[Values]]:
    """Return the rows that a merge holds whole, and those of which it holds some columns."""
    parts = [
        {**each, "columns": {name: pair[place] for name, pair in each["columns"].items()}}
        for each in what["moved"]
        for place in (0, 1)
    ]
    return [what["lost"], *what["removed"]], parts


def put_back(held: Values) -> None:
    """Make a row anew as it was written down."""
    read_row(held).save_base(raw=True, force_insert=True)


def read_row(held: Values) -> Row:
    """Return a row as it was written down, or as much of it as was, without storing it."""
    model = model_of(held)
    columns = python_values(model, held["columns"])
    return model(**{model._meta.pk.attname: held["pk"], **columns})


def python_values(model: Any, columns: Values) -> Values:  # noqa: ANN401 -- a model
    """Return plain values of columns as a model has them."""
    fields = {each.attname: each for each in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in columns.items()}


def missing_for(held: Values) -> Iterator[Values]:
    """Yield what a row that was written down points at and what is not there any more."""
    for field in model_of(held)._meta.concrete_fields:
        number = held["columns"].get(field.attname)
        if number is None or not isinstance(field, models.ForeignKey):
            continue
        target: Any = field.related_model
        if not rows_of(target).filter(pk=number).exists():
            yield {"of": target._meta.label, "pk": number}


def model_of(held: Values) -> Any:  # noqa: ANN401 -- a model
    """Return the kind of row that was written down."""
    return apps.get_model(held["of"])


def rows_of(model: type[models.Model]) -> models.QuerySet[Any]:
    """Return all rows of a table, whoever may see them."""
    return models.QuerySet(model)


def pointing_at(model: type[models.Model]) -> list[Any]:
    """Return the foreign keys to a table, those of tables between two others too."""
    found = model._meta.get_fields(include_hidden=True)
    keys = [each.field for each in found if isinstance(each, models.ManyToOneRel)]
    return [each for each in keys if each.model._meta.label not in _WORKED_OUT]


def _held(field: Any, row: Row) -> list[Row]:  # noqa: ANN401 -- a foreign key
    """Return what points at a row, and keep others from changing it meanwhile."""
    pointing = rows_of(field.model).select_for_update().filter(**{field.name: row.pk})
    return list(pointing.order_by("pk"))


def _named(row: Row) -> Values:
    return {"of": row._meta.label, "pk": row.pk, "embassy": _whose(row)}


def _whose(row: Row) -> int | None:
    """Return the embassy whose a row is: it says so, or one of those that it ties does."""
    if hasattr(row, "embassy_id"):
        number: int | None = row.embassy_id
        return number
    keys = [each for each in row._meta.concrete_fields if isinstance(each, models.ForeignKey)]
    tied = [each for each in keys if hasattr(each.related_model, "embassy_id")]
    found = (getattr(getattr(row, each.name), "embassy_id", None) for each in tied)
    return next(filter(None, found), None)


def _twin(row: Row, field: Any, kept: Row) -> Row | None:  # noqa: ANN401 -- a foreign key
    """Return the row that stands where this one would: the table allows no two, or none is due."""
    unique = [each.fields for each in row._meta.constraints if hasattr(each, "fields")]
    unique += [(each.name,) for each in row._meta.concrete_fields if each.unique]
    unique += [*row._meta.unique_together, *_ONE_IS_ENOUGH.get(row._meta.label, ())]
    for names in unique:
        if field.name in names:
            same = {name: getattr(row, name) for name in names} | {field.name: kept}
            found = rows_of(type(row)).filter(**same).exclude(pk=row.pk).first()
            if found is not None:
                return found
    return None


def _is_of_itself(row: Row, field: Any, kept: Row) -> bool:  # noqa: ANN401 -- a foreign key
    """Tell whether a row would tie somebody to themselves."""
    return any(
        field.name in pair
        and all(getattr(row, name) == kept for name in pair if name != field.name)
        for pair in _TIES.get(row._meta.label, ())
    )


def _plain(field: Any, row: Row) -> Any:  # noqa: ANN401 -- of any column
    value = field.value_from_object(row)
    return value if isinstance(value, _PLAIN) else field.value_to_string(row)
