"""What the stores hold tells no hour and no order, and the main database learns nothing."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from ambasada.casework.actions import level_times
from ambasada.casework.models import Case, Enrolment, Letter, Part, Presence, Wrap
from ambasada.casework.models.kept import Kept
from ambasada.config.settling import HeldStore
from ambasada.config.stores import StoreRouter, store_of
from tests.asking import Answer
from tests.casework.desks import Desk
from tests.config.state import rows_now

# The stores it asks are SQLite always.
pytestmark = pytest.mark.sqlite_only

KINDS = [each for each in apps.get_models() if issubclass(each, Kept)]
# A minute each, and why it may be there: until acknowledged, ten minutes of a member, a minute.
MINUTES = {(Case, "due_at"), (Enrolment, "expires_at"), (Presence, "until")}


def test_every_kind_lives_in_one_of_two_stores() -> None:
    stores = {each.__name__: store_of(each) for each in KINDS}

    assert {name for name, store in stores.items() if store == "keys"} == {"Wrap"}
    assert set(stores.values()) == {"sealed", "keys"}
    assert {store_of(each) for each in apps.get_models() if each not in KINDS} == {"default"}


def test_no_column_tells_an_hour() -> None:
    timed = {
        (kind, field.name)
        for kind in KINDS
        for field in kind._meta.get_fields()
        if isinstance(field, models.DateTimeField | models.TimeField)
    }

    assert timed == MINUTES


def test_no_number_tells_an_order() -> None:
    for kind in KINDS:
        key = kind._meta.pk
        assert type(key) is models.IntegerField  # the rowid itself, and no counter of SQLite's
        numbers = [kind().pk for _each in range(50)]
        assert numbers != sorted(numbers)


def test_no_relation_leaves_its_store() -> None:
    related = [
        (kind, field.related_model)
        for kind in KINDS
        for field in kind._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is not None
    ]

    assert related
    assert [pair for pair in related if store_of(pair[0]) != store_of(pair[1])] == []


def test_main_database_learns_nothing_of_a_whole_conversation(desk: Desk) -> None:
    before = rows_now()
    person = desk.person()
    person.appeal("Help.", urgency="danger")
    (row,) = desk.helper.queue()

    desk.helper.write(row["ref"], "Yes.")
    person.write("Thanks.", files=[("a.txt", b"x")])
    desk.helper.ask(f"/s/case/{row['ref']}/acknowledge", method="POST")
    person.delete()

    assert rows_now() == before


def test_names_and_times_of_files_tell_a_day(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")
    person.write("See this.", files=[("a.txt", b"x" * 300_000)])
    root = Path(settings.SEALED_ROOT)
    now = datetime.now(UTC)
    (root / "store.sqlite3-wal").touch()

    level_times(now=now)

    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    times = {path.stat().st_mtime for path in [root, *root.rglob("*")]}
    assert times == {midnight}
    names = {path.name for path in root.glob("blobs/??/*")}
    assert names == set(Part.objects.values_list("file", flat=True))
    assert not names & {each.blob.id_hex for each in Part.objects.select_related("blob")}


@contextlib.contextmanager
def store(file: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as opened:
        opened.executescript("PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON;")
        yield opened


def test_store_that_was_written_to_tells_no_order_and_keeps_nothing_deleted(
    tmp_path: Path,
) -> None:
    file = tmp_path / "store.sqlite3"
    with store(file) as opened:
        opened.execute("CREATE TABLE letters (id INTEGER PRIMARY KEY, sealed BLOB)")
        held = HeldStore(file, is_rewritten=True)
        for number in (7, 3, 9, 1, 5):
            opened.execute("INSERT INTO letters VALUES (?, ?)", (number, _marked(number)))
        opened.execute("DELETE FROM letters WHERE id = 9")

        held.settle(datetime.now(UTC).date())

    content = file.read_bytes()
    places = [content.find(_mark(number)) for number in (1, 3, 5, 7)]
    assert min(places) > 0
    assert places in (sorted(places), sorted(places, reverse=True))  # as their numbers are
    assert _mark(9) not in content
    assert not file.with_name("store.sqlite3-wal").stat().st_size
    held.connection.close()


def _mark(number: int) -> bytes:
    return f"sealed letter {number} ".encode()


def _marked(number: int) -> bytes:
    return _mark(number) * 200


def test_quiet_store_is_not_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite3"
    with store(file) as opened:
        opened.execute("CREATE TABLE letters (id INTEGER PRIMARY KEY, sealed BLOB)")
        held, today = HeldStore(file, is_rewritten=True), datetime.now(UTC).date()
        held.settle(today)
        os.utime(file, (0, 0))

        held.settle(today)

    assert file.stat().st_mtime == 0
    held.connection.close()


def test_answers_are_all_of_one_size(desk: Desk) -> None:
    one, other = desk.person(), desk.person()
    one.appeal("Help.")
    other.appeal("Help. " * 400)

    answers: list[Answer] = [one.ask("/i/box"), other.ask("/i/box")]

    assert {len(each.body) % 1_024 for each in answers} == {0}
    assert len({len(bytes(each.sealed)) // 4_096 for each in Letter.objects.all()}) == 1
    assert Wrap.objects.count() == 36


def test_router_refuses_a_relation_across_stores(desk: Desk) -> None:
    desk.person().appeal("Help.")
    router = StoreRouter()

    assert router.allow_relation(Case.objects.get(), Letter.objects.get())
    assert not router.allow_relation(Case.objects.get(), Wrap.objects.all()[0])
