"""What all rows of relations have: an address of their own, and a version."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Left, Length
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ambasada.lib.contacts.days import is_partial
from ambasada.network.models import Embassy


class Entry(models.Model):
    """A row that members change: whoever comes second is told, by its version."""

    wagtail_reference_index_ignore: ClassVar[bool] = True

    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
        default_permissions: ClassVar = ()

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"relations.{self._meta.model_name}:{self.pk}"


class SharedQuerySet(models.QuerySet[Any]):
    """Rows of the directory that all embassies of this installation share."""

    def seen_by(self, embassy: Embassy) -> "SharedQuerySet":  # noqa: ARG002 -- as below
        """Return the rows an embassy sees: all of them."""
        return self.all()


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows that are one embassy’s, or shared while they have none.

    Their column of the embassy has no index of its own: SQLite would go through all rows of an
    embassy by it, instead of the few that are asked for or the order that they are wanted in.
    """

    def seen_by(self, embassy: Embassy) -> "ScopedQuerySet":
        """Return the rows an embassy sees: those that are shared, and its own."""
        return self.filter(models.Q(embassy=None) | models.Q(embassy=embassy))


class OwnQuerySet(models.QuerySet[Any]):
    """Rows that are always one embassy’s."""

    def seen_by(self, embassy: Embassy) -> "OwnQuerySet":
        """Return the rows an embassy sees: its own."""
        return self.filter(embassy=embassy)


def require_partial_day(text: str) -> None:
    """Raise ValidationError unless a text is a year, a month or a day."""
    if not is_partial(text):
        raise ValidationError(_("Write 2021, 2021-05 or 2021-05-09."))


class PartialDayField(models.CharField):  # type: ignore[type-arg]
    """A day that may be known in part, as text that sorts as it reads; empty if unknown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, require_partial_day]

    def formfield(self, **kwargs: Any) -> Any:  # noqa: ANN401 -- as Django has it
        """Return a box that says how a day is written."""
        written = forms.TextInput(attrs={"placeholder": "2021-05-09", "size": 10})
        return super().formfield(**{"widget": written, **kwargs})


class LinesField(models.JSONField):
    """A list of short texts, such as addresses of sources: one a line in a form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"default": list, "blank": True}
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:  # noqa: ANN401 -- as Django has it
        """Return a box for several lines."""
        kept = {key: kwargs[key] for key in ("label", "help_text") if key in kwargs}
        kept.setdefault("label", capfirst(self.verbose_name))
        kept.setdefault("help_text", self.help_text)
        return LinesBox(required=False, **kept)


class LinesBox(forms.CharField):
    """A box in which each line is a text of its own."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- as Django has it
        """Return the lines as they are shown."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- likewise
        """Return the lines that hold something."""
        if isinstance(value, list):
            return value
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401 -- likewise
        """Tell whether the lines differ."""
        return self.to_python(initial) != self.to_python(data)


def ends_after(name: str) -> models.CheckConstraint:
    """Return what keeps a span from ending before it begins, as far as both are known."""
    begun = Left("since", Length("until"))
    return models.CheckConstraint(
        condition=models.Q(until="") | models.Q(since="") | models.Q(until__gte=begun),
        name=name,
        violation_error_message=_("It ends before it begins."),
    )
