"""Choosing a person or an organisation by typing part of the name, with no script."""

from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ambasada.network.models import Embassy
from ambasada.relations.names import beginnings
from ambasada.relations.queries import organisations_found, people_found

_OFFERED = 8
_LINES, _LETTERS = 20, 200  # that somebody types at once
_FINDING = {"person": people_found, "organisation": organisations_found}


class Sent(NamedTuple):
    """What a box sends: what is chosen, and what was typed to find another."""

    refs: tuple[str, ...]
    text: str


class PickBox(forms.Widget):
    """What is chosen, what was found to choose from, and a box to type into."""

    template_name = "relations/widgets/pick.html"
    is_many = False

    def __init__(self) -> None:
        super().__init__()
        self.offered: list[tuple[str, str]] = []
        self.field: Pick | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:  # noqa: ANN401, ARG002
        """Return what was sent."""
        refs = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        return Sent(tuple(filter(None, refs)), data.get(f"{name}_find", "").strip())

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ANN401, ARG002
        """Tell whether nothing of this box was sent."""
        return name not in data and f"{name}_find" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return what the template shows."""
        context = super().get_context(name, None, attrs)
        sent = value if isinstance(value, Sent) else Sent((), "")
        chosen = self.field.labels_of(sent.refs) if self.field else []
        known = {ref for ref, _label in chosen}
        context["widget"] |= {
            "chosen": chosen,
            "offered": [each for each in self.offered if each[0] not in known],
            "text": sent.text if self.offered or not chosen else "",
            "kind": "checkbox" if self.is_many else "radio",
        }
        return context


class PickManyBox(PickBox):
    """The same for several: one name a line."""

    is_many = True
    template_name = "relations/widgets/pick_many.html"


class Pick(forms.Field):
    """One person or organisation whom the embassy sees."""

    default_error_messages: ClassVar = {
        "none": _("Nothing of this name is here yet. Add it first, or write it differently."),
        "several": _("Several are found. Choose one."),
        "many": _("More are found than can be shown. Write more of the name."),
        "long": _("Write at most 20 names of at most 200 letters."),
    }

    def __init__(self, kind: str, embassy: Embassy, **kwargs: Any) -> None:
        self.kind, self.embassy, self.is_more = kind, embassy, False
        super().__init__(**{"widget": PickBox(), **kwargs})
        self.widget.field = self

    def labels_of(self, refs: tuple[str, ...]) -> list[tuple[str, str]]:
        """Return what is chosen with its names, in the order of names."""
        return _labels(self._rows(refs))

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- as Django has it
        """Return a stored choice as the box shows it."""
        if isinstance(value, Sent) or value in (None, ""):
            return value
        numbers = value if isinstance(value, list) else [value]
        numbers = [getattr(each, "pk", each) for each in numbers]
        rows = self._seen().filter(pk__in=numbers)
        return Sent(tuple(str(each) for each in rows.values_list("ref", flat=True)), "")

    def clean(self, value: Sent) -> Any:  # noqa: ANN401 -- a person or an organisation
        """Return who is meant: the only one found, or the one chosen of several."""
        chosen = self._rows(value.refs)
        if value.text:
            found = self._found(value.text)
            chosen = [each for each in found if each in chosen] or found
            if len(chosen) > 1:
                self.widget.offered = _labels(found)
                raise self._several()
        if self.required and not chosen:
            raise ValidationError(self.error_messages["required"], code="required")
        return chosen[0] if chosen else None

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401 -- as Django has it
        """Tell whether somebody else is chosen."""
        return bool(data.text) or self.prepare_value(initial) != data

    def _found(self, text: str) -> list[Any]:
        if len(text) > _LETTERS:
            raise ValidationError(self.error_messages["long"], code="long")
        if not beginnings(text):  # which would leave nobody out
            raise ValidationError(self.error_messages["none"], code="none")
        rows = _FINDING[self.kind](self.embassy, text).order_by("sort_key")
        found = list(rows[: _OFFERED + 1])
        if not found:
            raise ValidationError(self.error_messages["none"], code="none")
        if len(found) > _OFFERED:
            self.is_more = True
        return found[:_OFFERED]

    def _several(self) -> ValidationError:
        code = "many" if self.is_more else "several"
        return ValidationError(self.error_messages[code], code=code)

    def _seen(self) -> Any:  # noqa: ANN401 -- a queryset
        return _FINDING[self.kind](self.embassy)

    def _rows(self, refs: tuple[str, ...]) -> list[Any]:
        known = [each for each in refs if is_ref(each)]
        return list(self._seen().filter(ref__in=known).order_by("sort_key")) if known else []


class PickMany(Pick):
    """Several of them; each line that was typed finds one more."""

    def __init__(self, kind: str, embassy: Embassy, **kwargs: Any) -> None:
        super().__init__(kind, embassy, **{"widget": PickManyBox(), **kwargs})

    def clean(self, value: Sent) -> Any:  # noqa: ANN401 -- people or organisations
        """Return who is meant: those ticked, and the only one found for each line."""
        chosen = self._rows(value.refs)
        lines = [each for each in value.text.splitlines() if each.strip()]
        if len(lines) > _LINES:
            raise ValidationError(self.error_messages["long"], code="long")
        for line in lines:
            found = self._found(line)
            if len(found) == 1:
                chosen += found
            elif not set(found) & set(chosen):
                self.widget.offered += _labels(found)
        if self.widget.offered:
            raise self._several()
        if self.required and not chosen:
            raise ValidationError(self.error_messages["required"], code="required")
        return list(dict.fromkeys(chosen))


def _labels(rows: list[Any]) -> list[tuple[str, str]]:
    return [(str(each.ref), str(each)) for each in rows]


def is_ref(text: str) -> bool:
    """Tell whether a text is the ref of a row, as far as one sees it."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
