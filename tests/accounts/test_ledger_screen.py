"""The ledger as members read it in the admin."""

import re
from datetime import timedelta
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ambasada.accounts.actions import append, prune
from ambasada.accounts.models import Actor, LedgerLine, Member, Verb
from tests.factories.ledgers import NOW, sql, unguarded, write
from tests.factories.staff import PASSWORD, signed_in

pytestmark = pytest.mark.screens

HELD = "The lines on this page follow one another as they must"
DAMAGED = "The ledger is damaged"
ADDRESS = "/admin/ledger/"


@pytest.fixture
def member(db: None) -> Client:  # noqa: ARG001 -- a transaction
    """Return the browser of a member who has left no line yet, in a ledger without any."""
    press = Member.objects.create_member("press", PASSWORD)
    Authenticator.objects.create(user=press, type=Authenticator.Type.TOTP, data={})
    press.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return signed_in(press)


def rows(text: str) -> list[list[str]]:
    """Return the cells of the table's body as a person reads them."""
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    found = (re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in body.split("</tr>"))
    return [[unescape(re.sub(r"<[^>]*>", "", cell)) for cell in row] for row in found if row]


def links(text: str) -> dict[str, str]:
    found = re.findall(r'<a rel="\w+" href="([^"]*)">([^<]*)</a>', text)
    return {label: address for address, label in found}


def read(browser: Client, address: str = ADDRESS) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def numbers(text: str) -> list[int]:
    return [int(row[0]) for row in rows(text)]


def test_newest_line_stands_on_top_and_says_who_did_what(member: Client) -> None:
    press = Member.objects.get(username="press")
    append(Verb.INVITED, by=Actor.FOUNDER, subject="invite:1", now=NOW)
    append(Verb.SEAT_TAKEN, by=Actor.OPERATOR, subject=f"member:{press.pk}", now=NOW)
    append(Verb.JOIN_REFUSED, by=Actor.STRANGER, subject="invite:unknown", now=NOW)
    append(Verb.CLEANED, by=Actor.CLOCK, subject="revision:unknown", now=NOW)
    append(Verb.APPROVED, by=press, subject="approval:4", now=NOW, digest="0123456789ab" + "c" * 52)

    text = read(member)

    when = "24/11/2026, 12:05"
    assert rows(text) == [
        ["5", when, "press", "approved", "approval:4", "0123456789ab"],
        ["4", when, "the clock", "cleaned up", "revision:unknown", ""],
        ["3", when, "somebody not signed in", "was not let in", "invite:unknown", ""],
        ["2", when, "the operator at the command line", "took a seat", "press", ""],
        ["1", when, "the founder at the command line", "invited", "invite:1", ""],
    ]
    assert f'title="0123456789ab{"c" * 52}"' in text
    assert HELD in text
    assert LedgerLine.objects.get(number=5).sha256[:12] in text


def test_member_that_is_gone_is_shown_by_number(member: Client) -> None:
    gone = Member.objects.create_member("gone", "-")
    append(Verb.VOUCHED, by=gone, subject="invite:1", now=NOW)
    key = gone.pk
    gone.delete()

    assert rows(read(member))[0][2] == f"member:{key}"


def test_ledger_is_read_page_by_page(member: Client) -> None:
    write(120)

    first = read(member)
    second = read(member, links(first)["Older lines"])
    third = read(member, links(second)["Older lines"])

    assert numbers(first) == list(range(120, 70, -1))
    assert numbers(second) == list(range(70, 20, -1))
    assert numbers(third) == list(range(20, 0, -1))
    assert "Newer lines" not in links(first)
    assert "Older lines" not in links(third)
    assert links(third)["Newer lines"] == f"{ADDRESS}?before=71"
    assert links(second)["Newer lines"] == ADDRESS
    assert all(HELD in each for each in (first, second, third))


def test_last_page_of_a_pruned_ledger_holds(member: Client) -> None:
    write(3, now=NOW - timedelta(days=9))
    write(2)
    prune(before=NOW.date(), now=NOW)

    text = read(member)

    assert numbers(text) == [6, 5, 4]
    assert HELD in text


@pytest.mark.parametrize("query", ["?before=", "?before=x", "?before=-1", "?before=" + "9" * 40])
def test_what_is_no_number_leads_to_the_newest_lines(member: Client, query: str) -> None:
    write(2)

    assert numbers(read(member, ADDRESS + query)) == [2, 1]


def test_address_before_the_first_line_shows_none(member: Client) -> None:
    write(2)

    assert numbers(read(member, f"{ADDRESS}?before=1")) == []


def test_new_ledger_is_said_to_be_empty(member: Client) -> None:
    text = read(member)

    assert numbers(text) == []
    assert "Nothing has been written to the ledger yet." in text
    assert DAMAGED not in text


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_ledgerline SET actor = 'clock' WHERE number = 80",
        "UPDATE accounts_ledgerline SET previous = sha256 WHERE number = 120",
        "DELETE FROM accounts_ledgerline WHERE number = 80",
        "DELETE FROM accounts_ledgerline WHERE number = 120",
        "UPDATE accounts_ledgerhead SET number = 119",
        "DELETE FROM accounts_ledgerhead",
    ],
)
def test_damage_on_the_page_is_said(member: Client, statement: str) -> None:
    write(120)
    with unguarded():
        sql(statement)

    text = read(member)

    assert DAMAGED in text
    assert HELD not in text


def test_number_of_queries_does_not_grow_with_the_ledger(member: Client) -> None:
    press = Member.objects.get(username="press")
    append(Verb.VOUCHED, by=press, subject="invite:1", now=NOW)
    read(member)
    with CaptureQueriesContext(connection) as few:
        read(member)
    for number in range(60):
        other = Member.objects.create_member(f"office-{number}", "-")
        append(Verb.VOUCHED, by=other, subject=f"member:{other.pk}", now=NOW)

    with CaptureQueriesContext(connection) as many:
        read(member)

    # Of the rest of the ledger one page is shown, so there is no checkpoint to be asked for.
    assert len(many) <= len(few)


def test_ledger_can_only_be_read(member: Client) -> None:
    assert {member.post(ADDRESS).status_code, member.put(ADDRESS).status_code} == {405}
    assert member.delete(ADDRESS).status_code == 405


@pytest.mark.django_db
def test_stranger_is_sent_to_sign_in() -> None:
    answer = Client(headers={"host": "admin.localhost"}).get(ADDRESS)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/")


def test_menu_leads_to_the_ledger(member: Client) -> None:
    assert "/admin/ledger/" in read(member, "/admin/")


def test_lines_of_contacts_are_counted_by_those_who_keep_them_alone(member: Client) -> None:
    press = Member.objects.get(username="press")
    append(Verb.RECORDED, by=press, subject="relations.person:17", now=NOW)
    append(Verb.APPROVED, by=press, subject="approval:4", now=NOW)

    assert [row[3:5] for row in rows(read(member))] == [
        ["approved", "approval:4"],
        ["contacts", ""],
    ]
