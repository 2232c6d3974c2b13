"""A file that waits: read, tried, and what became of each of its records."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ambasada.accounts.models import Member
from ambasada.lib.contacts.mappings import Columns, read_mapping
from ambasada.lib.refused import Refused
from ambasada.lib.waiting import Waiting
from ambasada.network.models import Embassy
from ambasada.relations.actions import import_contacts
from ambasada.relations.actions.importing import Kind, Verdict, saved_mappings
from ambasada.relations.files import Opened, opened
from ambasada.relations.forms import terms_of
from ambasada.relations.models import Organisation, Person
from ambasada.relations.reasons import told
from ambasada.relations.returned import Returned

MOST = 20_000  # records that are tried while a member waits
SHOWN = 1_000  # verdicts that are kept to be looked through
_KEPT = 20  # differences of one record


class Tried(NamedTuple):
    """What a file became, or would become."""

    counts: dict[str, int]
    verdicts: list[list[Any]]
    returned: Returned


def read_upload(waiting: Waiting, embassy: Embassy) -> Opened:
    """Return what a file holds. Raises Unmapped or Refused."""
    toml = waiting.about["mapping"]
    mapping: Columns | None = read_mapping(toml.encode()) if toml else None
    return opened(
        io.BytesIO(waiting.content),
        waiting.about["name"],
        mapping=mapping,
        saved=saved_mappings(embassy),
    )


def run(waiting: Waiting, *, embassy: Embassy, by: Member, now: datetime, is_dry: bool) -> Tried:
    """Import a file, or try to. Raises Refused, as the verb does."""
    found = read_upload(waiting, embassy)
    returned, verdicts = Returned(found.rows), list[list[Any]]()

    def tell(verdict: Verdict) -> None:
        if verdict.number > MOST:
            raise Refused(
                _(
                    "This file has more than 20,000 records. Split it, or ask whoever runs the "
                    "server to import it."
                )
            )
        returned.tell(verdict)
        if len(verdicts) < SHOWN and verdict.kind is not Kind.SAME:
            verdicts.append(_plain(verdict))

    counts = import_contacts(
        found.records,
        terms_of(waiting.about["said"], embassy),
        sha256=found.sha256,
        by=by,
        now=now,
        is_dry=is_dry,
        tell=tell,
    )
    return Tried({each.value: counts[each] for each in Kind}, verdicts, returned)


def _plain(verdict: Verdict) -> list[Any]:
    return [
        verdict.number,
        verdict.kind.value,
        verdict.name,
        [list(each) for each in verdict.differences[:_KEPT]],
        verdict.of,
        verdict.is_body,
        verdict.reason,
    ]


class DifferenceShown(NamedTuple):
    """One field of a record: what stands here, what the file says, and which of them stays."""

    label: str
    before: str
    after: str
    is_left: bool


class VerdictShown(NamedTuple):
    """What becomes of a record, in words."""

    number: int
    kind: str
    word: str
    name: str
    differences: list[DifferenceShown]
    of: Person | Organisation | None  # who it may be
    is_body: bool
    reason: str


def words() -> dict[str, str]:
    """Return how each verdict is said."""
    return {
        "new": pgettext("verdict of an import", "new"),
        "changed": pgettext("verdict of an import", "changed"),
        "same": pgettext("verdict of an import", "as it is here"),
        "possible": pgettext("verdict of an import", "new, and perhaps somebody who is here"),
        "refused": pgettext("verdict of an import", "refused"),
    }


def shown(verdicts: list[list[Any]], embassy: Embassy) -> Iterator[VerdictShown]:
    """Yield verdicts as a page shows them; whom a record may be, if the embassy sees them."""
    found: dict[bool, dict[int, Person | Organisation]] = {}
    for is_body, model in ((False, Person), (True, Organisation)):
        rows: Any = model
        numbers = [
            of for _n, _k, _name, _d, of, is_of_body, _r in verdicts if is_of_body is is_body
        ]
        here = rows.objects.seen_by(embassy).filter(pk__in=[each for each in numbers if each])
        found[is_body] = {each.pk: each for each in here}
    said = words()
    for number, kind, name, differences, of, is_body, reason in verdicts:
        changes = [DifferenceShown(_label(field), *rest) for field, *rest in differences]
        yield VerdictShown(
            number,
            kind,
            said[kind],
            name,
            differences=changes,
            of=found[is_body].get(of),
            is_body=is_body,
            reason=told(reason) if reason else "",
        )


def _label(field: str) -> str:
    """Return the name of a field or of a kind of row, as models call it."""
    try:
        return capfirst(str(apps.get_model("relations", field)._meta.verbose_name))
    except LookupError:
        pass
    name = field.removesuffix("_id")
    for model in (Person, Organisation):
        try:
            return capfirst(str(model._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        except FieldDoesNotExist:
            continue
    return field
