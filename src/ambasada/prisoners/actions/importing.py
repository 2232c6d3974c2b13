"""Reading a source's list: what is new goes into a draft, and some of it waits for a human."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db import transaction

from ambasada.accounts.models import Actor
from ambasada.lib.refused import Refused
from ambasada.lib.slugs import slug_of
from ambasada.network.models import Approval, Embassy
from ambasada.pages.actions import ask
from ambasada.prisoners.drafting import draft_of, entries_of, put_on_roll
from ambasada.prisoners.keyed import Keyed, keyed_in, make_key
from ambasada.prisoners.models import (
    Intake,
    PrisonerClaim,
    PrisonerList,
    PrisonerRecord,
    keys_folder,
    removals_of,
)
from ambasada.prisoners.records import canonical, read_person, record_of, sha256_of
from ambasada.prisoners.table import Row, Table

_AT_ONCE = 500  # rows written or asked for with one statement


@dataclass(frozen=True)
class Source:
    """Whose list it is, where it stands, of which day it is and in which language it is written."""

    name: str
    address: str
    dated_on: date
    language: str
    held_words: tuple[str, ...] = ()


@dataclass
class Told:
    """What a list says that ours did not: numbers alone. Who was removed is in none of them."""

    new: int = 0
    changed: int = 0
    same: int = 0
    left_out: int = 0  # cells
    dismissed: int = 0
    absent: int = 0
    waiting: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Imported:
    """The list, what was found, and what was asked for; None if nothing has changed."""

    of_list: PrisonerList
    told: Told
    approval: Approval | None


@dataclass(frozen=True)
class _Known:
    """What our draft says of a person, as a hash whatever the day, and the word of status."""

    said: str
    status: str


@dataclass(frozen=True)
class _Found:
    """What the list says of a person, as the record that would be kept."""

    ref: str
    record: str
    said: str

    @cached_property
    def sha256(self) -> str:
        """The hash of the record."""
        return sha256_of(self.record)


@transaction.atomic
def import_prisoners(
    table: Table,
    source: Source,
    *,
    embassy: Embassy,
    by: Actor,
    now: datetime,
    is_tried: bool = False,
) -> Imported:
    """Bring the draft of a source's list up to its newest one, and ask for it to be public.

    Guaranteed: a death, a release, another word of status and an odd date wait for a human and
    change nothing; who is not on the list stays as they are; who was removed at their family's
    wish is left out of the draft and of every number. A second run with the same list changes
    nothing. If it `is_tried` the caller takes all of it back, and no key is made. Raises Refused
    if the list is older than the one before, or the embassy does not use the language.
    """
    draft = _draft_of(source, embassy, now=now)
    folder = keys_folder(embassy)
    keyed = (keyed_in(folder) or Keyed(b"tried")) if is_tried else make_key(folder)
    removals = removals_of(embassy)
    rows = [(keyed.ref_of(draft.key, row.cells["id"]), row) for row in table.rows]
    kept = removals.without(ref for ref, _row in rows)
    known = _known_of(draft)
    on_it = removals.without(entries_of(draft))
    told = Told()
    work = _Work(known, told)
    for ref, row in rows:
        if ref in kept:
            work.take(ref, row, source)
    told.absent = len(on_it - kept)
    _keep_records([*work.taken, *(each for each, _kind in work.held)])
    _hold(work.held, draft, told=told, now=now)
    is_other = (draft.dated_on, draft.address) != (source.dated_on, source.address)
    draft.dated_on, draft.address = source.dated_on, source.address
    records = {each.ref: each.sha256 for each in work.taken}
    removed = entries_of(draft).keys() - on_it
    is_changed = put_on_roll(draft, records, without=removed, is_other=is_other)
    Intake.objects.update_or_create(
        of_list=draft, defaults={"dated_on": source.dated_on, "absent": told.absent}
    )
    return Imported(draft, told, ask([draft], by=by, now=now) if is_changed else None)


class _Work:
    """What is done with the rows of a list, one after another."""

    def __init__(self, known: dict[str, _Known], told: Told) -> None:
        self._known = known
        self._told = told
        self.taken: list[_Found] = []
        self.held: list[tuple[_Found, str]] = []

    def take(self, ref: str, row: Row, source: Source) -> None:
        """Sort one row: the same, new, changed, or waiting for a human."""
        read = read_person(row.cells, language=source.language, listed_on=source.dated_on)
        self._told.left_out += read.left_out
        said = sha256_of(canonical(read.facts))
        before = self._known.get(ref)
        if before is not None and before.said == said:
            self._told.same += 1
            return
        found = _Found(ref, record_of(ref, read.facts, source.dated_on.isoformat()), said)
        kind = read.waits_for
        if not kind and before is not None and before.status != read.facts["status"]:
            kind = PrisonerClaim.Kind.STATUS
        if kind:
            self.held.append((found, kind))
            return
        self.taken.append(found)
        self._told.new += before is None
        self._told.changed += before is not None


def _known_of(draft: PrisonerList) -> dict[str, _Known]:
    """Return what a draft says of everybody on it."""
    entries = entries_of(draft)
    hashes = list(entries.values())
    found: dict[str, _Known] = {}
    for at in range(0, len(hashes), _AT_ONCE):
        rows = PrisonerRecord.objects.filter(sha256__in=hashes[at : at + _AT_ONCE])
        for ref, said, source in rows.values_list("ref", "said", "source"):
            found[ref] = _Known(said, json.loads(source)["facts"]["status"])
    return {ref: each for ref, each in found.items() if ref in entries}


def _keep_records(found: list[_Found]) -> None:
    rows = [
        PrisonerRecord(sha256=each.sha256, ref=each.ref, source=each.record, said=each.said)
        for each in found
    ]
    PrisonerRecord.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)


def _hold(
    held: list[tuple[_Found, str]], draft: PrisonerList, *, told: Told, now: datetime
) -> None:
    """Keep what waits for a human, in place of what waited for the same person.

    Once dismissed, the same is not claimed again.
    """
    claims = PrisonerClaim.objects.filter(of_list=draft)
    known = {(each.ref, each.said): each for each in claims.iterator()}
    made, stays = [], set()
    for each, kind in held:
        before = known.get((each.ref, each.said))
        if before is not None and before.is_dismissed:
            told.dismissed += 1
            continue
        told.waiting[kind] += 1
        if before is not None:
            stays.add(before.pk)
            continue
        made.append(
            PrisonerClaim(
                of_list=draft,
                kind=kind,
                ref=each.ref,
                said=each.said,
                record=each.sha256,
                claimed_on=now.date(),
            )
        )
    refs = {each.ref for each, _kind in held}
    old = [
        each.pk
        for each in known.values()
        if each.ref in refs and not each.is_dismissed and each.pk not in stays
    ]
    for at in range(0, len(old), _AT_ONCE):
        claims.filter(pk__in=old[at : at + _AT_ONCE]).delete()
    PrisonerClaim.objects.bulk_create(made, batch_size=_AT_ONCE)


def _draft_of(source: Source, embassy: Embassy, *, now: datetime) -> PrisonerList:
    """Return the draft of a source's list, made if there is none. Raises Refused."""
    if source.language not in embassy.languages:
        spoken = ", ".join(embassy.languages)
        message = (
            f"This embassy has no pages in the language “{source.language}”. Name one of these "
            f"with --language: {spoken}."
        )
        raise Refused(message)
    if source.dated_on > now.date():
        message = "The day of the list has not come yet. Name the day it was published."
        raise Refused(message)
    key = _key_of(source)
    found = PrisonerList.objects.filter(embassy=embassy, key=key).first()
    if found is not None:
        draft = draft_of(found)
        if source.dated_on < draft.dated_on:
            message = f"There is a newer list already, of {draft.dated_on}. Nothing was changed."
            raise Refused(message)
        return draft
    made = PrisonerList(
        embassy=embassy,
        key=key,
        source=source.name,
        address=source.address,
        dated_on=source.dated_on,
        language=source.language,
        held_words="\n".join(source.held_words),
        live=False,
    )
    made.full_clean(exclude=["roll"])
    made.save()
    return made


def _key_of(source: Source) -> str:
    try:
        return slug_of(source.name, source.language)
    except ValueError:
        message = "The name of the source needs a letter. Write it as the organisation does."
        raise Refused(message) from None
