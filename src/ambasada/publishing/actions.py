"""What an import does to the data sets of an embassy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from ambasada.accounts.models import Actor
from ambasada.figures.differing import row_differences
from ambasada.figures.mapping import Mapping, ReadRows
from ambasada.figures.models import DataSet
from ambasada.figures.rows import joined
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Embassy, FairCopy
from ambasada.pages.actions import ask
from ambasada.pages.queries import current
from ambasada.publishing.models import SituationPage


@dataclass(frozen=True)
class ImportedDataSet:
    """The data set a file became, what that changes row by row, and what was asked for it."""

    data_set: DataSet
    differences: Sequence[str]
    approval: Approval | None = None  # None: nothing has changed

    @property
    def path(self) -> str:
        """The path below the language at which its table is read; "" if there is no such page."""
        home = self.data_set.embassy.home_path(self.data_set.embassy.first_language)
        page = SituationPage.objects.filter(url_path__startswith=home).first()
        return f"{page.address}{self.data_set.key}/" if page else ""

    @property
    def is_changed(self) -> bool:
        """Whether this run changed anything."""
        return self.approval is not None


@transaction.atomic
def import_data_set(
    read: ReadRows, mapping: Mapping, *, embassy: Embassy, by: Actor, now: datetime
) -> ImportedDataSet:
    """Write the rows of a file as a data set of the embassy, and ask for it to be public.

    While the installation has no member that is done at once; later it waits for approval. A
    second run with the same file changes nothing: no revision, no request. What the mapping does
    not say stays as it is. Raises Refused, and changes nothing, if the data set would have a gap or
    was taken back.
    """
    data_set, differences = write_data_set(read, mapping, embassy=embassy)
    if differences is None:
        return ImportedDataSet(data_set, ())
    return ImportedDataSet(data_set, differences, ask([data_set], by=by, now=now))


@transaction.atomic
def write_data_set(
    read: ReadRows, mapping: Mapping, *, embassy: Embassy
) -> tuple[DataSet, list[str] | None]:
    """Write the rows of a file as a draft; return it with what differs, None if nothing does.

    Raises Refused as `import_data_set` does.
    """
    found = DataSet.objects.filter(embassy=embassy, key=mapping.key).first()
    if found and _was_taken_back(found):
        message = (
            f"The data set “{mapping.key}” was taken back. Publish it again in the admin, or give "
            "the mapping another `key`."
        )
        raise Refused(message)
    data_set = current(found) if found else DataSet(embassy=embassy, key=mapping.key, live=False)
    before = data_set.table if found else []
    wanted = _fields_of(read, mapping)
    if found and all(getattr(data_set, name) == value for name, value in wanted.items()):
        return data_set, None
    for name, value in wanted.items():
        setattr(data_set, name, value)
    try:
        data_set.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        message = f"The data set cannot stand like this: {field}: {messages[0]}"
        raise Refused(message) from None
    if found is None:
        data_set.save()
    data_set.save_revision()
    titles = data_set.titles(embassy.first_language)
    return data_set, list(row_differences(before, data_set.table, titles))


def _fields_of(read: ReadRows, mapping: Mapping) -> dict[str, Any]:
    columns = [each.kept for each in mapping.columns]
    return {**mapping.fields, "columns": columns, "rows": joined(read.rows)}


def _was_taken_back(data_set: DataSet) -> bool:
    copies = FairCopy.objects.of_thing(data_set)
    return copies.once_public().exists() and not copies.filter(is_public=True).exists()
