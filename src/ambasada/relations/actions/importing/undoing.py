"""Taking an import back: what it made goes, what it changed is as before, unless changed since."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions.keys import keep_keys_of
from ambasada.relations.models import (
    UNDONE_WITHIN,
    Area,
    ContactDetail,
    Entry,
    ImportedRow,
    ImportRun,
    Membership,
    Organisation,
    Person,
    Position,
)
from ambasada.relations.rules import require_keeper, require_leads

_CHUNK = 500
# What goes with its owner, and nobody wrote.
_NO_BURDEN = ("importedrow", "origin", "word", "matchkey")
_MOST = 100  # who stays, to be shown

Numbers = dict[str, set[int]]
Owner = Person | Organisation


class Undone(NamedTuple):
    """What taking an import back did."""

    gone: int  # people and organisations
    stayed: int  # who was changed since, or has anything about them since
    some: list[Owner]  # of those who stayed, as many as can be looked through


@transaction.atomic
def undo_import(run: ImportRun, *, embassy: Embassy, by: Member | Actor, now: datetime) -> Undone:
    """Take an import back; whoever was changed since, or has anything new about them, stays.

    Raises Refused unless the member keeps contacts, or coordinates if the file was for all
    embassies; and if it was undone before or is too long ago.
    """
    held = ImportRun.objects.select_for_update().filter(pk=run.pk, embassy=embassy).first()
    if held is None or held.undone_at is not None or held.at < now - UNDONE_WITHIN:
        raise Refused(_("This cannot be undone any more."))
    if isinstance(by, Member):
        require_keeper(by, embassy, today=now.date())
        if held.is_shared:
            require_leads(by, embassy, today=now.date())
    gone, stayed = 0, list[Owner]()
    for model in (Person, Organisation):
        for chunk in _chunks(held, model):
            undoing = _Undoing(held, model, chunk)
            undoing.undo()
            gone += undoing.gone
            stayed += undoing.stayed
    _remove_loose(held)
    held.rows.all().delete()
    held.undone_at = now
    held.save(update_fields=["undone_at"])
    append(Verb.IMPORT_UNDONE, by=by, subject=held.subject, now=now)
    return Undone(gone, len(stayed), stayed[:_MOST])


def forget_imports(*, now: datetime) -> int:
    """Forget what imports made and changed once nobody can undo them; return how many."""
    _count, rows = ImportRun.objects.filter(at__lt=now - UNDONE_WITHIN).delete()
    return rows.get("relations.ImportRun", 0)


def _chunks(run: ImportRun, model: type[Owner]) -> Iterator[list[ImportedRow]]:
    """Yield what records did, the last first, since a later one may hang on an earlier one."""
    of = str(model._meta.model_name)
    rows = run.rows.exclude(**{of: None}).select_related(of).order_by("-pk")
    chunk = list(rows[:_CHUNK])
    while chunk:
        last = chunk[-1].pk
        yield chunk
        chunk = list(rows.filter(pk__lt=last)[:_CHUNK])


class _Undoing:
    """Takes back what some records did."""

    def __init__(self, run: ImportRun, model: type[Owner], rows: list[ImportedRow]) -> None:
        self._run, self._model, self._of = run, model, str(model._meta.model_name)
        self._rows = rows
        self._made: Numbers = defaultdict(set)
        for row in rows:
            for kind, numbers in row.made.items():
                self._made[kind].update(numbers)
        self.gone = 0
        self.stayed: list[Owner] = []

    def undo(self) -> None:
        """Take back whatever nobody touched since."""
        owners = {getattr(row, f"{self._of}_id") for row in self._rows}
        burdened, standing = self._burdened(owners), self._standing()
        going, made = [], list[tuple[str, int]]()
        for row in self._rows:
            owner: Owner = getattr(row, self._of)
            if not self._is_as_it_was(row, owner, standing) or (
                row.is_made and owner.pk in burdened
            ):
                self.stayed.append(owner)
            elif row.is_made:
                going.append(owner.pk)
            else:
                made += [(kind, number) for kind, pks in row.made.items() for number in pks]
                self._restore(row, owner)
        rows: Any = self._model
        rows.objects.filter(pk__in=going).delete()
        self.gone += len(going)
        self._remove(made)

    def _remove(self, made: list[tuple[str, int]]) -> None:
        """Remove rows that were added to somebody who was here."""
        for kind in {kind for kind, _number in made}:
            _model(kind).objects.filter(pk__in=[pk for of, pk in made if of == kind]).delete()
        stayed = {each.pk for each in self.stayed}
        owners = {getattr(row, f"{self._of}_id") for row in self._rows if not row.is_made}
        keep_keys_of(self._model, owners - stayed)

    def _is_as_it_was(self, row: ImportedRow, owner: Owner, standing: Numbers) -> bool:
        """Tell whether nobody changed or removed anything of what a record made or changed."""
        return owner.version == row.version and all(
            standing[kind].issuperset(numbers) for kind, numbers in row.made.items()
        )

    def _standing(self) -> Numbers:
        """Return which rows that were made are as they were made, and nothing hangs on them."""
        found: Numbers = defaultdict(set)
        for kind, numbers in self._made.items():
            model = _model(kind)
            rows = model.objects.filter(pk__in=numbers)
            rows = rows.filter(version=1) if issubclass(model, Entry) else rows
            found[kind] = set(rows.values_list("pk", flat=True))
        if places := self._made.get("membership"):
            details = ContactDetail.objects.filter(membership__in=places)
            others = details.exclude(pk__in=self._made.get("contactdetail", ()))
            found["membership"] -= set(others.values_list("membership", flat=True))
        return found

    def _burdened(self, owners: set[int]) -> set[int]:
        """Return on whom anything hangs that did not come with the file."""
        found: set[int] = set()
        for relation in self._model._meta.related_objects:
            model: Any = relation.related_model
            name = relation.remote_field.name
            if relation.many_to_many:
                model, name = relation.through, self._of  # type: ignore[attr-defined]
            kind = str(model._meta.model_name)
            if kind in _NO_BURDEN:
                continue
            others = model.objects.filter(**{f"{name}__in": owners})
            others = others.exclude(pk__in=self._made.get(kind, ()))
            if model is Organisation:
                others = others.exclude(pk__in=self._with_it("organisation"))
            if model is Position:
                others = others.exclude(pk__in=self._offices())
            found.update(others.values_list(name, flat=True))
        again = ImportedRow.objects.filter(**{f"{self._of}__in": owners}).exclude(run=self._run)
        return found | set(again.values_list(self._of, flat=True))

    def _with_it(self, of: str) -> Any:  # noqa: ANN401 -- a query
        return self._run.rows.filter(is_made=True).exclude(**{of: None}).values(of)

    def _offices(self) -> set[int]:
        return _loose(self._run).get("position", set())

    def _restore(self, row: ImportedRow, owner: Owner) -> None:
        for key, said in row.was.items():
            if key == "owner":
                for name, value in said.items():
                    setattr(owner, name, value)
                owner.version += 1
                owner.save(update_fields=[*said, "version"])
            else:
                number = int(key.partition(":")[2])
                place = Membership.objects.filter(pk=number, version=said["version"])
                place.update(until=said["until"], version=said["version"] + 1)


def _loose(run: ImportRun) -> Numbers:
    """Return the offices and areas that a file made."""
    found: Numbers = defaultdict(set)
    for row in run.rows.filter(person=None, organisation=None):
        for kind, numbers in row.made.items():
            found[kind].update(numbers)
    return found


def _remove_loose(run: ImportRun) -> None:
    """Remove the offices that nobody holds and nothing hangs on any more, and the areas."""
    made = _loose(run)
    details = made["contactdetail"]
    offices = Position.objects.filter(pk__in=made["position"], version=1, holders=None)
    others = ContactDetail.objects.exclude(pk__in=details).filter(position__in=made["position"])
    offices.exclude(pk__in=others.values("position")).delete()
    areas = Area.objects.filter(pk__in=made["area"], version=1)
    for area in areas.order_by("-pk"):
        if not any(_is_named(area, each) for each in Area._meta.related_objects):
            area.delete()


def _is_named(area: Area, relation: Any) -> bool:  # noqa: ANN401 -- of any kind
    rows: Any = relation.related_model
    return bool(rows.objects.filter(**{relation.remote_field.name: area}).exists())


def _model(kind: str) -> Any:  # noqa: ANN401 -- rows of that kind
    return apps.get_model("relations", kind)
