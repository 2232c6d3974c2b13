"""A desk to write to: members with keys, a roster that a root key signed, and both origins.

In this process (`a_desk`) or on a running site (`desk_of_site`), where what only an administrator
or the holder of the root key does is done by `python -m tests.casework.desks`.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import django

from ambasada.lib.minisign import SecretKey
from ambasada.lib.sealing.rosters import Entry, Roster, padded
from tests.asking import Answer, Asker
from tests.casework.client import Helper, Person, Published, Wire
from tests.running_site import REPOSITORY, RunningSite

DESKS = ("help", "press")


@dataclass
class Desk:
    """An embassy that people can write to."""

    help_wire: Wire
    desk_wire: Wire
    root: SecretKey
    embassy: str = "gb"
    helpers: list[Helper] = field(default_factory=list)

    @property
    def helper(self) -> Helper:
        return self.helpers[0]

    def person(self) -> Person:
        return Person(Published(self.help_wire, self.embassy, self.root.public))

    def sign_again(self) -> Roster:
        """Sign and keep the next roster of the same members."""
        return sign(self.root, desks={each.name: ["help"] for each in self.helpers})

    def add(self, name: str, password: str, code: str) -> Helper:
        """Let a member enrol a key; they are on duty from the next roster on."""
        published = Published(self.desk_wire, self.embassy, self.root.public)
        helper = Helper(published, name, password)
        helper.enrol(code)
        self.helpers.append(helper)
        return helper


@dataclass(frozen=True)
class InDjango:
    """Asks an origin in this process, past the door."""

    host: str

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        headers: Iterable[tuple[str, str]] = (),
        body: bytes = b"",
    ) -> Answer:
        from django.test import Client  # noqa: PLC0415 -- needs Django set up

        sent = dict(headers)
        kind = sent.pop("Content-Type", "application/octet-stream")
        client = Client(headers={"host": self.host}, raise_request_exception=False)
        response = client.generic(method, path, body, content_type=kind, headers=sent)
        return Answer(response.status_code, tuple(response.items()), response.content)


def allow(names: Sequence[str], password: str, *, embassy: str = "gb") -> dict[str, str]:
    """Make members with a seat, and return by name the codes with which they enrol keys."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.models import Member  # noqa: PLC0415 -- likewise
    from ambasada.casework.actions import allow_enrolment  # noqa: PLC0415 -- likewise
    from ambasada.network.actions import take_seat  # noqa: PLC0415 -- likewise
    from ambasada.network.models import Embassy  # noqa: PLC0415 -- likewise

    now, codes = timezone.now(), {}
    for name in names:
        member = Member.objects.filter(username=name).first()
        if member is None:
            member = Member.objects.create_member(name, password)
            take_seat(member, Embassy.objects.get(code=embassy), role="coordinator", now=now)
        codes[name] = allow_enrolment(member, now=now)
    return codes


def sign(
    root: SecretKey,
    *,
    desks: Mapping[str, Sequence[str]],
    embassy: str = "gb",
    instance: str = "",
    days: int = 30,
    escrow: str = "",
) -> Roster:
    """Sign a roster of the members named, with the keys they enrolled, and keep it.

    `desks` are those of each by name. Entries that stand for nobody stay from roster to roster.
    """
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.models import Actor, Member  # noqa: PLC0415 -- likewise
    from ambasada.casework.actions import keep_roster  # noqa: PLC0415 -- likewise
    from ambasada.casework.models import StaffKey  # noqa: PLC0415 -- likewise
    from ambasada.casework.queries import newest_roster  # noqa: PLC0415 -- likewise

    issued = datetime.now(UTC).date()
    expires = issued + timedelta(days=days)
    entries = []
    for name, theirs in desks.items():
        key = StaffKey.objects.get(member=Member.objects.get(username=name).pk, revoked_on=None)
        words = tuple(sorted(theirs))
        entries.append(Entry(key.kid, words, key.recipient, key.verify, issued, expires))
    newest = newest_roster(embassy)
    fillers: list[Entry] = []
    if newest is not None:
        before = Roster.read_old(
            bytes(newest.content), newest.signature, root=root.public, embassy=embassy
        )
        held = set(StaffKey.objects.values_list("kid", flat=True))
        fillers = [each for each in before.entries if each.kid not in held]
    roster = Roster(
        embassy=embassy,
        instance=instance or f"{embassy}-2026.example.org",
        number=newest.number + 1 if newest else 1,
        issued=issued,
        expires=expires,
        desks=DESKS,
        escrow=escrow,
        entries=padded(entries, fillers=fillers),
    )
    content = roster.canonical()
    signature = root.sign(content, f"roster {roster.number}")
    keep_roster(
        content,
        signature,
        root=root.public,
        embassy=embassy,
        by=Actor.OPERATOR,
        now=timezone.now(),
    )
    return roster


def open_plain(name: str, *, embassy: str = "gb") -> dict[str, str]:
    """Open the path without scripts, as a coordinator does."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.models import Member  # noqa: PLC0415 -- likewise
    from ambasada.casework.actions import open_plain_path  # noqa: PLC0415 -- likewise
    from ambasada.network.models import Embassy  # noqa: PLC0415 -- likewise

    member = Member.objects.get(username=name)
    open_plain_path(Embassy.objects.get(code=embassy), by=member, now=timezone.now())
    return {}


def a_desk(names: Sequence[str] = ("helper",), *, password: str, embassy: str = "gb") -> Desk:
    """Return a desk in this process, with members who enrolled and a roster of them."""
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up

    desk = Desk(
        InDjango(str(settings.HELP_HOST)),
        InDjango(str(settings.DESK_HOST)),
        SecretKey.make(),
        embassy,
    )
    for name, code in allow(names, password, embassy=embassy).items():
        desk.add(name, password, code)
    sign(desk.root, desks={name: ["help"] for name in names}, embassy=embassy)
    for helper in desk.helpers:
        helper.sign_in()
    return desk


def desk_of_site(
    site: RunningSite,
    names: Sequence[str] = ("helper",),
    *,
    password: str,
    root: SecretKey | None = None,
) -> Desk:
    """Return the same of a running site, asked over the network; its own root, if none is given."""
    desk = Desk(
        Asker(site.port, host="help.localhost"),
        Asker(site.port, host="desk.localhost"),
        root or SecretKey.make(),
    )
    codes = run_at(site, "allow", {"names": list(names), "password": password})
    for name, code in codes.items():
        desk.add(name, password, code)
    run_at(site, "sign", {"root": desk.root.file, "desks": {name: ["help"] for name in names}})
    for helper in desk.helpers:
        helper.sign_in()
    return desk


def run_at(site: RunningSite, what: str, values: Mapping[str, object]) -> dict[str, str]:
    """Do at a site what an administrator does, or the holder of the root key."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.casework.desks", what],
        env=site.environment | {"DJANGO_SETTINGS_MODULE": "ambasada.config.settings"},
        cwd=REPOSITORY,
        input=json.dumps(values),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert made.returncode == 0, made.stderr
    return dict(json.loads(made.stdout))


def _do(what: str, values: dict[str, Any]) -> dict[str, str]:
    embassy = str(values.get("embassy", "gb"))
    if what == "allow":
        return allow(list(values["names"]), str(values["password"]), embassy=embassy)
    if what == "plain":
        return open_plain(str(values["by"]), embassy=embassy)
    root, instance = SecretKey.read(str(values["root"])), str(values.get("instance", ""))
    roster = sign(root, desks=dict(values["desks"]), embassy=embassy, instance=instance)
    return {"number": str(roster.number)}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(_do(sys.argv[1], json.load(sys.stdin))))  # noqa: T201 -- read by the tests
