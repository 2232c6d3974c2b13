"""Making one of two that are the same, and two of it again for ninety days."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions.keys import keep_keys
from ambasada.relations.actions.registering import require_one_rule
from ambasada.relations.actions.spellings import keep_words
from ambasada.relations.models import (
    UNDONE_WITHIN,
    Apart,
    Merge,
    Organisation,
    Person,
    Spelling,
    require_no_circle,
)
from ambasada.relations.moving import (
    Moves,
    Values,
    missing_for,
    model_of,
    put_back,
    python_values,
    rows_of,
    snapshot,
)
from ambasada.relations.queries.duplicates import are_apart
from ambasada.relations.rules import (
    require_keeper,
    require_leads,
    require_mergeable,
    require_seen,
    require_two,
)

Named = Organisation | Person

# What the kept one takes over where it says nothing itself, and lists that become one.
_TAKEN_IF_EMPTY = (("honorific",), ("classification",), ("area_id",), ("since", "until"))
_JOINED = ("links", "sources", "identifiers")
_NAMED_IN_REFUSAL = 5


@transaction.atomic
def say_apart(one: Named, other: Named, *, embassy: Embassy, by: Member, now: datetime) -> None:
    """Write down that two are not the same, so that nobody is asked again."""
    require_keeper(by, embassy, today=now.date())
    for each in (one, other):
        require_seen(each, embassy)
    require_two(one, other)
    if not are_apart(one, other):
        of = _column(one)
        Apart.objects.create(**{of: one, f"other_{of}": other}, by=by, on=now.date())


@transaction.atomic
def merge(kept: Named, lost: Named, *, embassy: Embassy, by: Member, now: datetime) -> Merge:
    """Make one of two: all that is about the lost one is about the kept one then.

    Names of the lost one stay as other names of the kept one. Raises Refused for one entry, for two
    kinds, for two whom not the same embassies know, for two whom all know unless a coordinator
    merges them, and for two of which an embassy keeps one alone off its register.
    """
    require_keeper(by, embassy, today=now.date())
    require_two(kept, lost)
    # First: whoever records something about them waits there, and not for each other.
    append(Verb.MERGED, by=by, subject=kept.subject, now=now)
    kept, lost = _locked(kept, lost)
    require_mergeable(kept, lost, embassy, by=by, today=now.date())
    if isinstance(kept, Organisation) and isinstance(lost, Organisation):
        require_one_rule(kept, lost)
    moves, gone = Moves(), snapshot(lost)
    _join(kept, lost, moves)
    _leave_one_name_in_each_language(kept, lost, moves)
    moves.absorb(lost, kept)
    lost.delete()
    keep_keys(kept)
    what = {"lost": gone, "moved": moves.moved, "removed": moves.removed, "kept": kept.pk}
    made = Merge(**{_column(kept): kept}, embassy=embassy, by=by, at=now, what=what)
    made.lost_name = lost.name
    made.save()
    return made


@transaction.atomic
def undo_merge(merged: Merge, *, embassy: Embassy, by: Member, now: datetime) -> Named:
    """Make two of one again, each row as it was; return the one that was lost.

    A row that another embassy changed or removed since stays as they have it. Raises Refused ninety
    days later, and with what it is that changed since, if that is in the way.
    """
    require_keeper(by, embassy, today=now.date())
    append(Verb.MERGE_UNDONE, by=by, subject=merged.kept.subject, now=now)
    held = _locked_merge(merged, embassy)
    if held is None or held.at + UNDONE_WITHIN <= now:
        raise Refused(_("This merge cannot be undone any more."))
    kept = held.kept
    if getattr(kept, "embassy_id", None) is None:
        require_leads(by, embassy, today=now.date())
    _require_last(held)
    what: dict[str, Any] = held.what
    if changed := sorted(set(_changed_since(what, embassy))):
        named = ", ".join(changed[:_NAMED_IN_REFUSAL])
        raise Refused(
            _("It cannot be undone, since this changed after it: %(what)s.") % {"what": named}
        )
    put_back(what["lost"])
    for each in reversed(what["removed"]):
        if not any(missing_for(each)):
            put_back(each)
    for each in reversed(what["moved"]):
        _turn_back(each)
    found: Named = type(kept).objects.get(pk=what["lost"]["pk"])
    kept.refresh_from_db()
    _require_no_circle(kept, found)
    for each in (kept, found):
        keep_words(Spelling.objects.filter(words=None, **{_column(each): each}))
        keep_keys(each)
    held.delete()
    return found


def forget_merges(*, now: datetime) -> int:
    """Forget merges that cannot be undone any more; return how many."""
    count, _rows = Merge.objects.filter(at__lte=now - UNDONE_WITHIN).delete()
    return count


def _column(entry: Named) -> str:
    return "person" if isinstance(entry, Person) else "organisation"


def _locked(kept: Named, lost: Named) -> tuple[Any, Any]:
    rows: Any = type(kept)
    found = rows.objects.select_for_update().order_by("pk").in_bulk([kept.pk, lost.pk])
    if len(found) < 2:  # noqa: PLR2004 -- the two
        raise Refused(_("This was removed meanwhile."))
    return found[kept.pk], found[lost.pk]


def _locked_merge(merged: Merge, embassy: Embassy) -> Merge | None:
    """Return a merge as it is, if it is yet; whom it kept is locked before it, as in a merge."""
    merges = Merge.objects.seen_by(embassy).filter(pk=merged.pk)
    seen = merges.first()
    if seen is None:
        return None
    rows: Any = type(seen.kept)
    rows.objects.select_for_update().filter(pk=seen.kept.pk).first()
    found: Merge | None = merges.select_for_update().first()
    return found


def _join(kept: Any, lost: Any, moves: Moves) -> None:  # noqa: ANN401 -- two of a kind
    """Add to the kept one what only the lost one says, and keep it from being a part of itself."""
    values: Values = {"version": kept.version + 1}
    columns = {each.attname for each in kept._meta.concrete_fields}
    for names in _TAKEN_IF_EMPTY:
        if columns.issuperset(names) and not any(getattr(kept, name) for name in names):
            values |= {name: getattr(lost, name) for name in names}
    for name in columns.intersection(_JOINED):
        values[name] = list(dict.fromkeys([*getattr(kept, name), *getattr(lost, name)]))
    if isinstance(kept, Organisation) and lost in _above(kept):
        values["parent_id"] = lost.parent_id
    moves.change(kept, values)


def _leave_one_name_in_each_language(kept: Named, lost: Named, moves: Moves) -> None:
    said = kept.spellings.exclude(language="").values_list("language", flat=True)
    for spelling in lost.spellings.filter(language__in=list(said)):
        moves.change(spelling, {"language": ""})


def _above(organisation: Organisation) -> Iterator[Organisation]:
    known, above = {organisation.pk}, organisation.parent
    while above is not None and above.pk not in known:
        yield above
        known.add(above.pk)
        above = above.parent


def _require_last(held: Merge) -> None:
    """Raise Refused if the two were merged with others since: the last merge is undone first."""
    if held.what["kept"] != held.kept.pk:
        raise Refused(_("It was merged once more since. Undo that first."))
    later = Merge.objects.filter(**{_column(held.kept): held.kept}, pk__gt=held.pk).first()
    if later is not None and later.embassy_id == held.embassy_id:
        raise Refused(_("It was merged once more since. Undo that first."))
    if later is not None:
        raise Refused(_("It was merged once more since, by another embassy."))


def _require_no_circle(*entries: Named) -> None:
    for each in entries:
        if isinstance(each, Organisation):
            try:
                require_no_circle(each)
            except ValidationError as error:
                raise Refused(
                    _("It cannot be undone: one of them would be a part of itself.")
                ) from error


def _changed_since(what: dict[str, Any], embassy: Embassy) -> Iterator[str]:
    """Yield the names of what stands in the way of an undo; another embassy’s rows never do."""
    gone = {(each["of"], each["pk"]) for each in (what["lost"], *what["removed"])}
    for each in (what["lost"], *what["removed"]):
        if each["embassy"] in (None, embassy.pk):
            for needed in missing_for(each):
                if (needed["of"], needed["pk"]) not in gone:
                    yield _kind_of(needed)
    for each, name, value in _last_places(what):
        is_own = each["embassy"] in (None, embassy.pk)
        if (each["of"], each["pk"]) in gone or not is_own:
            continue  # it comes back as a whole, or stays with whose it is
        row = rows_of(model_of(each)).filter(pk=each["pk"]).first()
        if row is None or snapshot(row)["columns"][name] != value:
            yield _said(row, each)


def _last_places(what: dict[str, Any]) -> list[tuple[Values, str, Any]]:
    """Return what each column that was moved held at the end; it may have been in two steps."""
    last = {
        (each["of"], each["pk"], name): (each, name, pair[1])
        for each in what["moved"]
        for name, pair in each["columns"].items()
        if name != "version"
    }
    return list(last.values())


def _said(row: Any, held: Values) -> str:  # noqa: ANN401 -- a row, or none
    """Return what a row is called; its kind, if it is gone or has no words of its own."""
    kind = _kind_of(held)
    has_words = row is not None and hasattr(row, "subject")
    return f"{kind} “{row}”" if has_words else kind


def _kind_of(held: Values) -> str:
    model = model_of(held)
    of_table_between = model._meta.auto_created
    return str((of_table_between or model)._meta.verbose_name)


def _turn_back(each: Values) -> None:
    """Write columns as they were, of a row that is where it was moved to.

    A row that was changed besides goes on counting its versions.
    """
    model = model_of(each)
    row = rows_of(model).select_for_update().filter(pk=each["pk"]).first()
    if row is None:
        return
    there = snapshot(row)["columns"]
    moved = {name: pair for name, pair in each["columns"].items() if name != "version"}
    if any(there[name] != pair[1] for name, pair in moved.items()):
        return
    before = python_values(model, {name: pair[0] for name, pair in each["columns"].items()})
    if "version" in before and there["version"] != each["columns"]["version"][1]:
        before["version"] = there["version"] + 1
    rows_of(model).filter(pk=row.pk).update(**before)
