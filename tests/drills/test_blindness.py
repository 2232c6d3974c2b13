"""Who came, from where, with what, and when: nothing of it is kept anywhere."""

import contextlib
import hashlib
import re
import socket
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.asking import Answer, Asker
from tests.drills.addresses import NOWHERE, READERS, addresses_of
from tests.drills.conftest import Drill
from tests.drills.planting import NORLAND_HOST

PEER = "127.0.0.77"
FORWARDED = "203.0.113.77"
WORD = "zyzanka"
SAYS = (
    ("X-Forwarded-For", FORWARDED),
    ("X-Real-IP", FORWARDED),
    ("CF-Connecting-IP", FORWARDED),
    ("True-Client-IP", FORWARDED),
    ("Forwarded", f"for={FORWARDED};host={WORD}forwarded"),
    ("Via", f"1.1 {WORD}via"),
    ("User-Agent", f"{WORD}agent/1.0"),
    ("Accept-Language", f"be;q=1, {WORD}"),
    ("Referer", f"https://{WORD}referer.example/"),
    ("Cookie", f"staff_session={WORD}session; staff_csrf={WORD}csrf; sessionid={WORD}"),
    ("Authorization", f"Basic {WORD}authorization"),
    ("DNT", f"{WORD}dnt"),
    ("X-Request-Id", f"{WORD}request"),
)
SIGNS = (PEER.encode(), FORWARDED.encode(), WORD.encode())
# What fails when it is gone: every public page, and every staff page.
TABLES = ("network_embassy", "django_session")
QUERY = f"?next=/{WORD}next&q={WORD}query"


class Haunting(NamedTuple):
    """Everything that was answered, and who was signed in before."""

    answers: dict[tuple[str, str, str], Answer]
    sessions: set[str]

    def statuses(self) -> set[int]:
        return {answer.status for answer in self.answers.values()}


@contextlib.contextmanager
def without_table(home: Path, table: str) -> Iterator[None]:
    """Take a table away from the running server, so that it really fails."""
    with contextlib.closing(sqlite3.connect(home / "main.sqlite3", timeout=20)) as database:
        database.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
        try:
            yield
        finally:
            database.execute(f"ALTER TABLE {table}_away RENAME TO {table}")


def processes_of(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in processes_of(int(child)))]


def sessions_of(drill: Drill) -> set[str]:
    """Return the keys of all sessions that are open at the running server."""
    with contextlib.closing(sqlite3.connect(drill.site.home / "main.sqlite3")) as database:
        return {key for (key,) in database.execute("SELECT session_key FROM django_session")}


def csrf_of(answer: Answer) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.body.decode())
    return found[1] if found else ""


def post_form(asker: Asker, path: str, fields: str) -> Answer:
    """Fill in a form of the staff origin as a browser would, token and all."""
    shown = asker.ask(path)
    cookie = f"staff_csrf={shown.cookie('staff_csrf')}"
    return asker.ask_form(path, f"csrfmiddlewaretoken={csrf_of(shown)}&{fields}", cookies=cookie)


@pytest.fixture(scope="module")
def haunting(drill: Drill) -> Haunting:
    """Ask for everything as somebody who may never be found."""
    found = Haunting({}, sessions_of(drill))
    port = drill.site.port
    body = f"{WORD}field={WORD}value&login={WORD}user&password={WORD}password".encode()
    documents = [drill.planted["withdrawn"], drill.planted["twice"], f"/en/{WORD}/", f"/{WORD}"]
    staff = addresses_of("ambasada.config.urls_staff")[::4]

    def ask(host: str, path: str, method: str = "GET") -> None:
        asker = Asker(port, host=host, source=PEER, says=SAYS)
        sent = body if method in {"POST", "PUT"} else b""
        found.answers[host, method, path] = asker.ask(path + QUERY, method=method, body=sent)

    for path in (*READERS[::3], *NOWHERE, *documents, "/en/%ff/", "/static/ambasada/site.css"):
        for method in ("GET", "POST", "PUT"):
            ask("127.0.0.1", path, method)
        ask(NORLAND_HOST, path)
        ask(f"{WORD}.example", path)
    for path in ("/account/login/", "/account/join/", *staff):
        ask("admin.localhost", path)
        ask("admin.localhost", path, "POST")
    ask(f"127.0.0.1:{WORD}", "/en/")
    with without_table(drill.site.home, TABLES[0]):
        ask("127.0.0.1", "/en/about/")
    with without_table(drill.site.home, TABLES[1]):
        found.answers["admin.localhost", "FAIL", "/admin/"] = Asker(
            port, host="admin.localhost", source=PEER, says=SAYS
        ).ask("/admin/" + QUERY)
    _try_to_get_in(drill, found)
    return found


def _try_to_get_in(drill: Drill, found: Haunting) -> None:
    stranger = Asker(
        drill.site.port,
        host="admin.localhost",
        source=PEER,
        says=tuple(pair for pair in SAYS if pair[0] != "Cookie"),
    )
    for attempt in range(12):
        fields = f"login=drill-seated{WORD}{attempt}&password={WORD}password"
        answer = post_form(stranger, "/account/login/", fields)
        found.answers["admin.localhost", f"WRONG {attempt}", "/account/login/"] = answer
    fields = f"token={WORD}token&username={WORD}-name&password={WORD}-a-long-password"
    answer = post_form(stranger, "/account/join/", fields)
    found.answers["admin.localhost", "WRONG", "/account/join/"] = answer


def test_every_kind_of_answer_was_provoked(haunting: Haunting) -> None:
    assert haunting.statuses() >= {200, 302, 403, 404, 405, 410, 500}


def test_readers_notice_nothing_when_a_table_is_away(haunting: Haunting) -> None:
    public = haunting.answers["127.0.0.1", "GET", "/en/about/"]

    assert public.status == 200
    assert public.header("Referrer-Policy") == "no-referrer"
    assert "unsafe" not in public.header("Content-Security-Policy")


def test_real_failure_is_told_calmly_and_under_the_same_headers(haunting: Haunting) -> None:
    staff = haunting.answers["admin.localhost", "FAIL", "/admin/"]

    assert staff.status == 500
    assert "Something failed here" in staff.body.decode()
    assert "frame-ancestors" in staff.header("Content-Security-Policy")


def test_no_visitor_is_in_the_data_folder(drill: Drill, haunting: Haunting) -> None:
    kept = [
        (path.relative_to(drill.site.home).as_posix(), sign)
        for path in drill.site.home.rglob("*")
        if path.is_file()
        for sign in SIGNS
        if sign in path.read_bytes()
    ]

    assert haunting.answers
    assert kept == []


def test_no_visitor_is_in_what_the_server_prints(drill: Drill, haunting: Haunting) -> None:
    printed = drill.site.log.read_bytes()

    assert b" ERROR at " in printed, "the failure above was not told at all"
    assert haunting.answers
    assert [sign for sign in SIGNS if sign in printed] == []
    assert b"/en/about/" not in printed
    assert re.findall(rb"\d\d:\d\d:\d\d", printed) == []


def test_no_visitor_is_shown_to_the_next_one(drill: Drill, haunting: Haunting) -> None:
    assert haunting.answers
    for asker in (drill.reader, drill.staff, drill.signed_in("seated")):
        for path in ("/", "/en/", "/en/nope/", "/account/login/", "/account/join/", "/admin/"):
            answer = asker.ask(path)
            said = answer.body + repr(answer.headers).encode()
            assert [sign for sign in SIGNS if sign in said] == []


def test_strangers_leave_no_session_and_no_row(drill: Drill, haunting: Haunting) -> None:
    assert haunting.answers
    assert haunting.sessions >= set(drill.planted["sessions"].values())
    assert sessions_of(drill) == haunting.sessions


def test_names_of_members_are_not_told_to_strangers(drill: Drill) -> None:
    asker = drill.staff
    known = post_form(
        asker, "/account/join/", "token=no&username=drill-seated&password=a+long+enough+phrase"
    )
    unknown = post_form(
        asker, "/account/join/", "token=no&username=drill-nobody&password=a+long+enough+phrase"
    )

    words = [re.sub(r'(value|name)="[^"]*"', "", each.body.decode()) for each in (known, unknown)]
    assert words[0] == words[1]


def state_of(home: Path) -> dict[str, tuple[int, str]]:
    """Return when each file was changed and what is in it; SQLite's index of readers aside."""
    return {
        path.relative_to(home).as_posix(): (
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in home.rglob("*")
        if path.is_file() and not path.name.endswith("-shm")
    }


def visit_everything(drill: Drill) -> None:
    for path in (*READERS, *NOWHERE, drill.planted["twice"], drill.planted["unused"]):
        drill.reader.ask(path)
        Asker(drill.site.port, host=NORLAND_HOST).ask(path)


def settled(drill: Drill) -> dict[str, tuple[int, str]]:
    """Return that state once all that was written before has come to its place.

    The worker does what planting left for later, and the clock moves what was written from one of
    SQLite's files to the other on its beat.
    """
    deadline = time.monotonic() + 120
    while True:
        before = state_of(drill.site.home)
        time.sleep(2)
        visit_everything(drill)
        after = state_of(drill.site.home)
        log = drill.site.home / "main.sqlite3-wal"
        if after == before and not log.stat().st_size:
            return after
        assert time.monotonic() < deadline, "visits go on changing files"


def test_visit_changes_no_file_and_no_time_of_a_file(drill: Drill) -> None:
    before = settled(drill)

    visit_everything(drill)

    assert state_of(drill.site.home) == before


def test_visits_leave_no_line_and_no_request(drill: Drill, haunting: Haunting) -> None:
    """Nobody's reading, and no stranger's knocking, is in the ledger or among what is asked."""
    assert haunting.answers
    with contextlib.closing(sqlite3.connect(drill.site.home / "main.sqlite3")) as database:
        lines = database.execute("SELECT count(*) FROM accounts_ledgerline").fetchone()
        asked = database.execute("SELECT count(*) FROM network_approval").fetchone()
        for path in (*READERS, *NOWHERE):
            drill.reader.ask(path)
            Asker(drill.site.port, host=NORLAND_HOST).ask(path, method="POST")
        drill.staff.ask("/admin/")
        again = database.execute("SELECT count(*) FROM accounts_ledgerline").fetchone()
        still = database.execute("SELECT count(*) FROM network_approval").fetchone()
        told = database.execute("SELECT actor, verb, subject FROM accounts_ledgerline").fetchall()

    assert (again, still) == (lines, asked)
    assert [row for row in told if WORD in "".join(row)] == []


@pytest.mark.parametrize("host", ["127.0.0.1", "admin.localhost"])
def test_words_on_their_way_in_touch_no_disk(drill: Drill, host: str) -> None:
    """A body larger than memory is meant to hold is refused, or waits in the data folder."""
    chunk = WORD.encode() * 1000
    length = 6_000_000
    path = "/en/help/" if host == "127.0.0.1" else "/account/login/"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}:{drill.site.port}\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {length}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", drill.site.port), 10) as connection:
        connection.sendall(head.encode())
        connection.settimeout(2)
        with contextlib.suppress(OSError):  # the server may hang up, which is the best answer
            for _ in range(length // len(chunk) - 50):  # and the end never comes
                connection.sendall(chunk)
        spooled = _spooled_within(drill, seconds=1.0)

    assert spooled == set()


def _spooled_within(drill: Drill, *, seconds: float) -> set[str]:
    """Return the files of the system's temporary folder that the server has open."""
    elsewhere = Path(tempfile.gettempdir()).resolve().as_posix() + "/"
    inside = drill.site.home.as_posix() + "/"
    seen: set[str] = set()
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for pid in processes_of(drill.server.pid):
            for handle in Path(f"/proc/{pid}/fd").iterdir():
                with contextlib.suppress(OSError):
                    seen.add(str(handle.readlink()))
        time.sleep(0.1)
    mine = {drill.site.log.as_posix()}
    return {
        name
        for name in seen
        if name.startswith(elsewhere) and not name.startswith(inside) and name not in mine
    }
