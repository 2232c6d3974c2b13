"""One invitation, many hands at once, on a real database file and a real server."""

import contextlib
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tests.asking import Answer
from tests.drills.conftest import Drill
from tests.inviting import Invitation, invitation

_PATH = "/account/join/"


def _join(drill: Drill, invited: Invitation, username: str) -> Answer:
    shown = drill.staff.ask(_PATH)
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown.body.decode())
    assert csrf
    fields = (
        f"csrfmiddlewaretoken={csrf[1]}&token={invited.token}&word={invited.word}"
        f"&username={username}"
        "&password=a+sentence+only+I+would+write"
    )
    cookies = f"staff_csrf={shown.cookie('staff_csrf')}"
    return drill.staff.ask_form(_PATH, fields, cookies=cookies)


def _members_named(drill: Drill, pattern: str) -> int:
    with contextlib.closing(sqlite3.connect(drill.site.home / "main.sqlite3")) as database:
        query = "SELECT count(*) FROM accounts_member WHERE username LIKE ?"
        return int(database.execute(query, [pattern]).fetchone()[0])


def test_invitation_used_by_many_at_once_makes_one_member(drill: Drill) -> None:
    invited = invitation(drill.site)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda each: _join(drill, invited, f"crowd-{each}"), range(6)))

    assert sorted(answer.status for answer in answers) == [200] * 5 + [302]
    assert _members_named(drill, "crowd-%") == 1
    assert _join(drill, invited, "crowd-late").status == 200
    assert _members_named(drill, "crowd-%") == 1


def test_one_name_asked_for_by_two_at_once_makes_one_member(drill: Drill) -> None:
    both = [invitation(drill.site), invitation(drill.site)]

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda each: _join(drill, each, "twins"), both))

    assert sorted(answer.status for answer in answers) == [200, 302]
    assert _members_named(drill, "twins") == 1


def test_words_guessed_by_many_at_once_spend_the_invitation_at_the_fifth(drill: Drill) -> None:
    invited = invitation(drill.site)
    wrong = replace(invited, word="bakod-ulemi")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda each: _join(drill, wrong, f"guess-{each}"), range(8)))

    assert {answer.status for answer in answers} == {200}
    assert _join(drill, invited, "guess-late").status == 200
    assert _members_named(drill, "guess-%") == 0
    with contextlib.closing(sqlite3.connect(drill.site.home / "main.sqlite3")) as database:
        query = "SELECT max(wrong_words) FROM accounts_invite"
        assert database.execute(query).fetchone() == (5,)


def test_looking_at_an_invitation_spends_nothing(drill: Drill) -> None:
    invited = invitation(drill.site)

    for method in ("GET", "HEAD"):
        assert drill.staff.ask(f"{_PATH}?token={invited.token}", method=method).status == 200

    assert _join(drill, invited, "looked-at-first").status == 302


def test_link_of_a_later_command_opens_nothing_before_members_vouch(drill: Drill) -> None:
    printed = drill.site.command("member", "invite", "--embassy", "gb", "--role", "editor")
    link, sentence = printed.stdout.splitlines()

    answer = _join(drill, Invitation(link, ""), "too-early")

    assert (printed.returncode, answer.status) == (0, 200)
    assert sentence.startswith("It works once members have vouched for it")
    assert _members_named(drill, "too-early") == 0
