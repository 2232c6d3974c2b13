"""One invitation, many hands at once, on a real database file and a real server."""

import contextlib
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor

from tests.asking import Answer
from tests.drills.conftest import Drill

_PATH = "/account/join/"


def _token(drill: Drill) -> str:
    printed = drill.site.command("member", "invite")
    assert printed.returncode == 0, printed.stderr
    return printed.stdout.strip().partition("#")[2]


def _join(drill: Drill, token: str, username: str) -> Answer:
    shown = drill.staff.ask(_PATH)
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown.body.decode())
    assert csrf
    fields = (
        f"csrfmiddlewaretoken={csrf[1]}&token={token}&username={username}"
        "&password=a+sentence+only+I+would+write"
    )
    cookies = f"staff_csrf={shown.cookie('staff_csrf')}"
    return drill.staff.ask_form(_PATH, fields, cookies=cookies)


def _members_named(drill: Drill, pattern: str) -> int:
    with contextlib.closing(sqlite3.connect(drill.site.home / "main.sqlite3")) as database:
        query = "SELECT count(*) FROM accounts_member WHERE username LIKE ?"
        return int(database.execute(query, [pattern]).fetchone()[0])


def test_invitation_used_by_many_at_once_makes_one_member(drill: Drill) -> None:
    token = _token(drill)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda each: _join(drill, token, f"crowd-{each}"), range(6)))

    assert sorted(answer.status for answer in answers) == [200] * 5 + [302]
    assert _members_named(drill, "crowd-%") == 1
    assert _join(drill, token, "crowd-late").status == 200
    assert _members_named(drill, "crowd-%") == 1


def test_one_name_asked_for_by_two_at_once_makes_one_member(drill: Drill) -> None:
    tokens = [_token(drill), _token(drill)]

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda token: _join(drill, token, "twins"), tokens))

    assert sorted(answer.status for answer in answers) == [200, 302]
    assert _members_named(drill, "twins") == 1
