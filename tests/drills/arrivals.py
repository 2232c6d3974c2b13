"""Twelve appeals that come at known minutes of a day, and what follows them; then a beat.

Run as `python -m tests.drills.arrivals` in the environment of a raised site that is not served.
It prints what came when, and ends as a server does that is cut off: with its files as they stand.
"""

import hashlib
import json
import os
import secrets
import sys
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import django

DAYS_AHEAD = 2  # so that no hour of the real day is taken for one of theirs
MINUTES = (61, 137, 209, 298, 374, 466, 551, 647, 733, 838, 922, 1_021)  # of the day
DANGER, ACKNOWLEDGED, PRESENT, CLOSED = (2, 7, 9), 7, 4, 5  # by their places
MEMBER = "drill-arrivals"


def moments(day: date) -> list[datetime]:
    """Return when each comes, to the second."""
    midnight = datetime.combine(day, time(), UTC)
    return [midnight + timedelta(minutes=each, seconds=7 + each % 41) for each in MINUTES]


def arrive() -> list[dict[str, Any]]:
    """File them in this order, and let a desk do with some of them what it does."""
    from ambasada.casework.models import Case, StaffKey  # noqa: PLC0415 -- needs Django set up
    from ambasada.config.settling import held_stores  # noqa: PLC0415 -- likewise
    from tests.casework.desks import a_desk  # noqa: PLC0415 -- likewise
    from tests.factories.staff import PASSWORD  # noqa: PLC0415 -- likewise

    desk, held = a_desk([MEMBER], password=PASSWORD), held_stores()
    before = _main_rows()
    day = datetime.now(UTC).date() + timedelta(days=DAYS_AHEAD)
    told = []
    for place, now in enumerate(moments(day)):
        person = desk.person()
        spent = _take(person, place, now)
        case = Case.objects.get(lookup_sha256=person.keys.lookup_sha256)
        blob = _write(person, case, now + timedelta(minutes=3))
        _work(case, place, key=StaffKey.objects.get(), now=now + timedelta(minutes=5))
        told.append({"ref": case.ref, "id": case.pk, "at": now.isoformat(), "spent": spent})
        told[-1] |= {"blob": blob, "start": bytes(case.letters.get(counter=1).sealed)[90:130].hex()}
    _beat(held, moments(day)[-1] + timedelta(minutes=40))
    return [*told, {"times": _times(), "new": sorted(set(_main_rows()) - set(before))}]


def _times() -> list[list[float]]:
    """Return when each file of sealed help was written and read, before anybody looks at it.

    A folder is read by whoever lists it, as the beat does.
    """
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up

    paths = [settings.SEALED_ROOT, *settings.SEALED_ROOT.rglob("*")]
    paths += settings.HOME.glob("keys.sqlite3*")
    stats = [(each.stat(), each.is_file()) for each in paths]
    return [[each.st_mtime, each.st_atime if is_file else each.st_mtime] for each, is_file in stats]


def _take(person: Any, place: int, now: datetime) -> str:  # noqa: ANN401 -- of the tests' client
    from ambasada.casework.actions import Appeal, open_case  # noqa: PLC0415 -- needs Django set up
    from ambasada.lib.sealing.keys import decoded  # noqa: PLC0415 -- likewise

    sent = person.prepared(f"Appeal {place}", urgency="danger" if place in DANGER else "normal")
    appeal = Appeal(
        embassy=sent["embassy"],
        desk=sent["desk"],
        urgency=sent["class"],
        lookup_sha256=sent["lookup"],
        auth_sha256=sent["auth"],
        roster=sent["roster"],
        wraps={each["for"]: decoded(each["wrap"]) for each in sent["wraps"]},
        header=decoded(sent["header"]),
        id_hex=sent["id"],
        letter=decoded(sent["letter"]),
    )
    spending = secrets.token_hex(32)
    open_case(appeal, spending=spending, now=now)
    return spending


def _write(person: Any, case: Any, now: datetime) -> str:  # noqa: ANN401 -- likewise, and a model
    from ambasada.casework.actions import (  # noqa: PLC0415 -- needs Django set up
        Piece,
        Written,
        add_letter,
        add_part,
    )
    from ambasada.lib.sealing.attachments import seal_file  # noqa: PLC0415 -- likewise
    from ambasada.lib.sealing.keys import decoded  # noqa: PLC0415 -- likewise

    box = person.box()
    sealed, blob = (
        seal_file(os.urandom(9_000), stream=person.streams(box)[1]),
        secrets.token_hex(16),
    )
    part = Piece(blob, 0, sealed, hashlib.sha256(sealed).hexdigest())
    add_part(case, part, is_person=True, now=now)
    sent = person.next_letter(box, "See this.")
    letter = Written(sent["id"], 1, 1, decoded(sent["letter"]), blobs=[blob])
    add_letter(case, letter, is_person=True, now=now)
    return blob


def _work(case: Any, place: int, *, key: Any, now: datetime) -> None:  # noqa: ANN401 -- models
    from ambasada.accounts.models import Member  # noqa: PLC0415 -- needs Django set up
    from ambasada.casework.actions import (  # noqa: PLC0415 -- likewise
        acknowledge,
        close_case,
        note_presence,
    )

    if place == ACKNOWLEDGED:
        acknowledge(case)
    elif place == PRESENT:
        note_presence(case, key, now=now + timedelta(days=1))  # it would go on this beat
    elif place == CLOSED:
        member = Member.objects.get(username=MEMBER)
        close_case(case, matter="asylum", outcome="informed", by=member, now=now)


def _beat(held: Any, now: datetime) -> None:  # noqa: ANN401 -- a list of stores
    """Do what the clock does with sealed help on each beat."""
    from ambasada.casework import actions  # noqa: PLC0415 -- needs Django set up

    actions.raise_alarms(now=now)
    actions.withdraw_lost_keys(now=now)
    actions.forget_moments(now=now)
    actions.finish_halves()
    actions.forget_cases(now=now)
    actions.forget_loose_parts(now=now)
    for store in held:
        store.settle(now.date())
    actions.level_times(now=now)


def _main_rows() -> list[str]:
    """Return every row of the main database."""
    from django.db import connection  # noqa: PLC0415 -- needs Django set up

    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- our own names
            rows += [f"{table} {row!r}" for row in cursor.fetchall()]
    return rows


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(arrive()))
    sys.stdout.flush()
    os._exit(0)  # no connection is closed, as none is while a clock runs
