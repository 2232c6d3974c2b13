"""Contacts of an invented network, in this process; imported once Django is set up."""

import csv
import json
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from math import ceil
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.core.management import call_command
from django.db import connection
from wagtail.models import Page, Site

from ambasada.accounts.models import Actor, Member
from ambasada.network.models import Embassy
from ambasada.relations.actions import Terms, Why, import_contacts
from ambasada.relations.files import opened
from ambasada.relations.models import (
    Commitment,
    Interaction,
    Organisation,
    Person,
    Stance,
    Stewardship,
)
from ambasada.relations.queries import (
    REPORTS,
    DeskShown,
    likely_for,
    page_of,
    people_found,
    with_places,
)
from bench.inventing_people import invented_people

_SEED = 20261130
_BODIES, _MEETINGS = 5, 2  # people to an organisation; meetings for each of them
_DAYS = 1700  # over which meetings and promises lie
_FROM = date(2022, 4, 1)
_TODAY = date(2026, 11, 30)
_TIMES = 60
_OF_EACH_REPORT = 3
_KIB = 1024
_MB = 1_000_000


def main(home: str, many: int) -> None:
    """Fill an empty database from a file, and print what each step took, as JSON."""
    call_command("migrate", interactive=False, verbosity=0)
    embassy = _embassy()
    path = Path(home) / "people.csv"
    half = Path(home) / "half.csv"
    for each, count in ((path, many), (half, many // 2)):
        with each.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(islice(_rows(many), count + 1))
    _imported(half, embassy, is_dry=True)
    before = _peak()
    dry = _imported(path, embassy, is_dry=True)
    took = _imported(path, embassy, is_dry=False)
    found: dict[str, float] = {
        "rate": many / took,
        "ratio": dry / took,
        "half": before,
        "peak": _peak(),
    }
    found["again"] = _imported(path, embassy, is_dry=False)
    _meet(embassy, many * _MEETINGS)
    member = Member.objects.create_member("bench", token_hex())
    _promise(embassy, member, many)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(json.dumps(found | dict(_asked(embassy, member))))  # noqa: T201 -- read by who started it


def _peak() -> float:
    """Return the most megabytes that this process had at once so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB / _MB


def _embassy() -> Embassy:
    said = {"en": "Test"}
    site = Site.objects.create(hostname="bench.localhost", root_page=Page.objects.get(depth=1))
    return Embassy.objects.create(
        code="bench",
        kind="embassy",
        site=site,
        languages=["en"],
        time_zone="Europe/London",
        exit_address="https://example.org",
        band=["#"],
        **dict.fromkeys(
            ("name", "short_name", "nation", "territory", "legal_form", "controller"), said
        ),
    )


def _rows(many: int) -> Iterator[tuple[str, ...]]:
    """Yield a table: a name, an address, a number, where they are and since when, a remark."""
    yield ("name", "email/1", "voice/1", "organisation/1", "position/1", "start/1", "note")
    chance = random.Random(_SEED)  # noqa: S311 -- nothing secret
    for number, entry in enumerate(invented_people(many, seed=_SEED, twice=0.02)):
        body = f"Test Organisation {chance.randrange(many // _BODIES)}"
        ways = (entry.values.get(name, [""])[0] for name in ("email", "phone"))
        remark = "Met at a congress" if number % 10 == 0 else ""
        yield (entry.values["name"][0], *ways, body, "Officer", "2021-05", remark)


def _imported(path: Path, embassy: Embassy, *, is_dry: bool) -> float:
    """Import the file; return how many seconds that took."""
    terms = Terms(
        embassy=embassy,
        source="A benchmark",
        why=Why("interest", purpose="A benchmark"),
        circle="unions",
    )
    begun, worked = time.perf_counter(), time.process_time()
    with path.open("rb") as file:
        found = opened(file, path.name)
        counts = import_contacts(
            found.records,
            terms,
            sha256=found.sha256,
            by=Actor.OPERATOR,
            now=datetime.now(UTC),
            is_dry=is_dry,
            tell=_nobody_listens,
        )
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    said = {kind.value: count for kind, count in counts.items()}
    word = "tried" if is_dry else "imported"
    sys.stderr.write(f"{word} in {took:.1f} s, {worked:.1f} s of them at work: {said}\n")
    return took


def _nobody_listens(_verdict: Any) -> None:  # noqa: ANN401 -- of any record
    """Hear a verdict."""


def _meet(embassy: Embassy, many: int) -> None:
    """Write meetings down, each with a person and an organisation."""
    people = list(Person.objects.values_list("pk", flat=True))
    bodies = list(Organisation.objects.values_list("pk", flat=True))
    chance = random.Random(_SEED)  # noqa: S311 -- likewise
    meetings = (
        Interaction(
            embassy=embassy,
            kind="meeting",
            status="held",
            title=f"Meeting {number}",
            on=str(_FROM + timedelta(days=number % _DAYS)),
            directed="no",
        )
        for number in range(many)
    )
    while chunk := list(islice(meetings, 2000)):
        made = Interaction.objects.bulk_create(chunk)
        throughs: tuple[tuple[Any, str, list[int]], ...] = (
            (Interaction.people.through, "person_id", people),
            (Interaction.organisations.through, "organisation_id", bodies),
        )
        for through, of, others in throughs:
            through.objects.bulk_create(
                through(interaction_id=each.pk, **{of: chance.choice(others)}) for each in made
            )


def _promise(embassy: Embassy, member: Member, many: int) -> None:
    """Let one member look after all organisations, and write down promises and stances."""
    bodies = list(Organisation.objects.values_list("pk", flat=True))
    Stewardship.objects.bulk_create(
        Stewardship(embassy=embassy, organisation_id=each, owner=member, next_on=_TODAY)
        for each in bodies
    )
    Stance.objects.bulk_create(
        Stance(
            embassy=embassy,
            organisation_id=each,
            issue="Sanctions",
            value=value,
            on=f"{2024 + value}",
            source="A speech",
        )
        for each in bodies
        for value in (0, 1)
    )
    Commitment.objects.bulk_create(
        (
            Commitment(
                embassy=embassy,
                organisation_id=bodies[number % len(bodies)],
                side=Commitment.Side.values[number % 2],
                text=f"Promise {number}",
                owner=member,
                due_on=_FROM + timedelta(days=number % _DAYS),
                status=Commitment.Status.KEPT if number % 3 else Commitment.Status.OPEN,
                settled_on=_TODAY if number % 3 else None,
            )
            for number in range(many)
        ),
        batch_size=2000,
    )


def _asked(embassy: Embassy, member: Member) -> Iterator[tuple[str, float]]:
    """Yield how long pages and checks take, 95 of 100, and the slowest report."""
    chance = random.Random(_SEED)  # noqa: S311 -- likewise
    names = list(Person.objects.order_by("?").values_list("name", flat=True)[:_TIMES])
    keys = list(Person.objects.order_by("?").values_list("sort_key", flat=True)[:_TIMES])
    typed = [each.split()[chance.randrange(2)][: chance.randint(2, 6)] for each in names]

    def page(text: str, after: str) -> None:
        found = page_of(with_places(people_found(embassy, text), embassy), after)
        _shown(found.rows)

    def check(name: str) -> None:
        likely_for(Person, {"name": [name]}, embassy)

    yield "list", _p95([partial(page, "", "")] * _TIMES)
    yield "deep", _p95([partial(page, "", f"{each}~1") for each in keys])
    yield "search", _p95([partial(page, each, "") for each in typed])
    yield "check", _p95([partial(check, each) for each in names])
    yield "desk", _p95([partial(DeskShown, embassy, member, today=_TODAY)] * _TIMES)
    yield "report", max(_slowest(each.make, embassy, _TODAY) for each in REPORTS.values())


def _shown(rows: list[Any]) -> list[str]:
    return [f"{each.spoken} {[place.what for place in each.present]}" for each in rows]


def _slowest(make: Callable[[Embassy, date], object], embassy: Embassy, today: date) -> float:
    return _p95([partial(make, embassy, today)] * _OF_EACH_REPORT)


def _p95(asked: list[Callable[[], object]]) -> float:
    times = []
    for each in asked:
        begun = time.perf_counter()
        each()
        times.append(time.perf_counter() - begun)
    return sorted(times)[ceil(len(times) * 0.95) - 1] * 1000
