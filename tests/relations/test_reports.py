"""Reports: what they count, for whom, with how few questions, and what leaves as a table."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambasada.accounts.models import LedgerLine, Member
from ambasada.network.models import Embassy
from ambasada.relations.actions import record_entry, settle_commitment
from ambasada.relations.models import Organisation, Stance, Stewardship
from ambasada.relations.queries import REPORTS
from tests.factories.contacts import meeting, organisation, promise

NOW = timezone.now()
TODAY = date(2026, 11, 30)
HERE = "/admin/relations/gb/reports/"
Words = Callable[[Any], str]


def lines(kind: str, embassy: Embassy) -> list[tuple[str, ...]]:
    return [each.cells for each in REPORTS[kind].make(embassy, TODAY).lines]


def looked_after(embassy: Embassy, where: Organisation, by: Member, **others: Any) -> None:
    values = {"interval": 90, "next_on": date(2027, 1, 1), **others}
    lead = Member.objects.get(username="piotr-lead")
    made = Stewardship(embassy=embassy, organisation=where, owner=by, **values)
    record_entry(made, embassy=embassy, by=lead, now=NOW)


def test_neglected_is_whom_nobody_was_in_touch_with_for_longer_than_was_meant(
    britain: Embassy, norland: Embassy, piotr: Member, *, nils: Member
) -> None:
    named = [organisation(britain, piotr, f"Body {each}") for each in ("A", "B", "C", "D")]
    never, long_ago, lately, _unkept = named
    for each in (never, long_ago, lately):
        looked_after(britain, each, piotr)
    meeting(britain, piotr, organisations=[long_ago, _unkept], on="2026-08-31")
    meeting(britain, piotr, organisations=[lately], on="2026-09-01")
    meeting(britain, piotr, organisations=[never], on="2026-11-01", status="planned")
    meeting(norland, nils, organisations=named, on="2026-11-29")

    assert lines("neglected", britain) == [
        ("Body A", "trade unions", "", "", "90"),
        ("Body B", "trade unions", "2026-08-31", "91", "90"),
    ]
    assert lines("neglected", norland) == []


def test_meetings_are_counted_by_quarter_and_organisation(
    britain: Embassy, norland: Embassy, piotr: Member, *, nils: Member
) -> None:
    union, press = organisation(britain, piotr), organisation(britain, piotr, "Test Paper")
    for on in ("2026-10-01", "2026-12", "2026-09-30", "2026", "2024-12-31"):
        meeting(britain, piotr, organisations=[union, press], on=on)
    meeting(britain, piotr, organisations=[union], on="2026-11-02", kind="call")
    meeting(britain, piotr, organisations=[union], on="2026-11-03", kind="letter")
    meeting(britain, piotr, organisations=[union], on="2026-11-04", status="not_held")
    meeting(norland, nils, organisations=[union], on="2026-11-05")

    header = REPORTS["meetings"].make(britain, TODAY).header
    assert (header[2], header[9]) == ("2025, quarter 1", "2026, quarter 4")
    union_row, press_row = lines("meetings", britain)
    assert union_row[0] == "Test Workers' Union"
    assert union_row[2:] == ("0", "0", "0", "0", "0", "0", "1", "3", "1", "5")
    assert press_row[-4:] == ("1", "2", "1", "4")


def test_coverage_counts_each_circle_for_one_embassy(
    britain: Embassy, norland: Embassy, piotr: Member, *, nils: Member
) -> None:
    first, second = organisation(britain, piotr, "Body A"), organisation(britain, piotr, "Body B")
    organisation(britain, piotr, "Body Gone", until="2020")
    looked_after(britain, first, piotr)
    for on in ("2026-01-05", "2026-02-05", "2025-11-29"):
        meeting(britain, piotr, organisations=[second], on=on)
    meeting(norland, nils, organisations=[first], on="2026-11-05")

    found = {row[0]: row[1:] for row in lines("coverage", britain)}
    assert found["trade unions"] == ("2", "1", "1", "1", "1")
    assert found["media"] == ("0", "0", "0", "0", "0")
    assert len(found) == 8


def test_promises_are_counted_by_side_and_the_quarter_they_were_due_in(
    britain: Embassy, norland: Embassy, piotr: Member, *, nils: Member
) -> None:
    made = [promise(britain, piotr, due_on=date(2026, 11, day)) for day in (1, 2, 3, 29)]
    promise(britain, piotr, due_on=date(2027, 1, 1), side="ours")
    promise(norland, nils, due_on=date(2026, 11, 1))
    for each, status in zip(made[:3], ("kept", "kept", "broken"), strict=True):
        how = {"embassy": britain, "by": piotr, "now": NOW}
        settle_commitment(each, status=status, evidence="seen", **how)  # type: ignore[arg-type]

    assert lines("promises", britain) == [
        ("2027, quarter 1", "we promised it", "0", "0", "1", "0", ""),
        ("2026, quarter 4", "they promised it", "2", "1", "1", "1", "67 %"),
    ]


def test_stances_tell_who_moved(britain: Embassy, piotr: Member) -> None:
    union = organisation(britain, piotr)
    for issue, value, on in (
        ("Visas", 1, "2026-05"),
        ("Visas", None, "2026-06"),
        ("Visas", -1, "2025"),
        ("Trade", 0, "2026"),
    ):
        made = Stance(organisation=union, issue=issue, value=value, on=on, source="A speech")
        record_entry(made, embassy=britain, by=piotr, now=NOW)

    assert lines("stances", britain) == [
        ("Test Workers' Union", "Visas", "against (2025)", "for (2026-05)", "+2")
    ]


@pytest.mark.parametrize("kind", REPORTS)
def test_report_asks_few_questions_however_many_rows(
    britain: Embassy, piotr: Member, *, kind: str
) -> None:
    for number in range(3):
        where = organisation(britain, piotr, f"Body {number}")
        looked_after(britain, where, piotr)
        meeting(britain, piotr, organisations=[where], on="2026-02-03")
        promise(britain, piotr, organisation=where)

    with CaptureQueriesContext(connection) as asked:
        lines(kind, britain)

    assert len(asked) <= 3


@pytest.mark.screens
def test_table_that_is_taken_along_is_written_down_and_runs_nothing(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    where = organisation(britain, piotr, '=HYPERLINK("https://example.org")')
    looked_after(britain, where, piotr)

    shown = said(browser_of_piotr.get(f"{HERE}neglected/"))
    before = LedgerLine.objects.count()
    answer = browser_of_piotr.post(f"{HERE}neglected/table/")

    assert "The ledger says that you took it." in shown
    assert "90 piotr" in shown
    assert answer.headers["Content-Disposition"] == 'attachment; filename="neglected.csv"'
    text = answer.content.decode("utf-8-sig").splitlines()
    assert text[0] == "Organisation,Circle,In touch last,Days since,Every so many days"
    assert text[1] == '"\'=HYPERLINK(""https://example.org"")",trade unions,,,90'
    line = LedgerLine.objects.order_by("number")[before]
    assert (line.verb, line.subject) == ("exported", f"relations.neglected_report:{britain.pk}")
    assert len(line.digest) == 64
    assert browser_of_piotr.get(f"{HERE}neglected/table/").status_code == 405
    assert browser_of_piotr.post(f"{HERE}others/table/").status_code == 404
    assert LedgerLine.objects.count() == before + 1


@pytest.mark.screens
def test_reports_are_listed_and_long_ones_are_cut_on_the_screen_alone(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    rows = Organisation.objects.bulk_create(
        Organisation(name=f"Body {number}", circle="media", sort_key=f"body-{number}")
        for number in range(201)
    )
    Stewardship.objects.bulk_create(
        Stewardship(embassy=britain, organisation=each, owner=piotr, next_on=TODAY + timedelta(9))
        for each in rows
    )

    listed = said(browser_of_piotr.get(HERE))
    assert [str(kind.title) in listed for kind in REPORTS.values()] == [True] * 5
    assert "The first 200 of 201 rows." in said(browser_of_piotr.get(f"{HERE}neglected/"))
    assert browser_of_piotr.post(f"{HERE}neglected/table/").content.count(b"\n") == 202
    assert "There is nothing to tell yet." in said(browser_of_piotr.get(f"{HERE}stances/"))
