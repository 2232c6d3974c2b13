"""What a fact is: a row beside the pages that is drafted, approved and shown like them."""

from typing import Any, ClassVar

from django.apps import apps


class Fact:
    """A fact of an embassy, with all languages in one row; mixed in before Wagtail's mixins.

    `is_dispensable` tells whether editors add it and an embassy can be without. The others are an
    embassy's own: there is one of each, nobody could make it again, and without it the embassy
    could not be read.
    """

    is_dispensable: ClassVar[bool] = True
    shown_at: ClassVar[str] = ""  # the path below the language on which an app above shows it

    def rows_address(self, copy: Any) -> str:  # noqa: ANN401, ARG002 -- a FairCopy
        """Return where staff see row by row what a copy names by hash; "" if it names nothing."""
        return ""


def fact_kinds() -> list[type[Any]]:
    """Return every kind of fact there is, also those of apps above."""
    return [model for model in apps.get_models() if issubclass(model, Fact)]


def is_dispensable(thing: object) -> bool:
    """Tell whether a thing is a fact that an embassy can be without."""
    return isinstance(thing, Fact) and thing.is_dispensable
