"""Which store a model lives in: its own say, and the main database for everything else."""

from typing import Any

from django.apps import apps
from django.db.models import Model

MAIN = "default"


class StoreRouter:
    """Send each model to the store it names; `migrate` makes no table anywhere else."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:  # noqa: ARG002 -- Django's
        """Return the store a model is read from."""
        return store_of(model)

    def db_for_write(self, model: type[Model], **hints: Any) -> str:  # noqa: ARG002 -- likewise
        """Return the store a model is written to."""
        return store_of(model)

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:  # noqa: ARG002
        """Refuse a relation across stores."""
        return store_of(type(one)) == store_of(type(other))

    def allow_migrate(
        self, database: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool:
        """Tell whether a store holds a model; a step without a model says so itself."""
        if model_name is None:
            return str(hints.get("store", MAIN)) == database
        try:
            model = apps.get_model(app_label, model_name)
        except LookupError:  # a table of before; sealed help has let go of none
            return database == MAIN
        return store_of(model) == database


def store_of(model: type[Model]) -> str:
    """Return the name of the store that holds a model."""
    return str(getattr(model, "store", MAIN))


def apps_of(database: str) -> list[str]:
    """Return the labels of the apps that have a model in a store."""
    return sorted(
        {each._meta.app_label for each in apps.get_models() if store_of(each) == database}
    )
