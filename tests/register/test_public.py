"""What readers get of the register: the fields that are named, each in its time, and no other."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from ambasada.editions.actions import erase
from ambasada.network.models import Approval, Embassy
from ambasada.register.models import RegisterEntry
from ambasada.relations.actions import (
    Parties,
    change_interaction,
    count_withheld,
    keep_off_register,
    record_interaction,
    set_delay,
)
from ambasada.relations.models import Interaction
from tests.factories.contacts import keeper, meeting, promise, put_on_register
from tests.factories.editions import baked, folders, text_at, visitor_of
from tests.factories.reading import read
from tests.factories.staff import seat
from tests.register.conftest import Met

pytestmark = [pytest.mark.django_db, pytest.mark.files, pytest.mark.usefixtures("edition")]
SECTION, QUARTER = "/en/partners/meetings/", "2026-q1/"
FORMS = ("", QUARTER, "register.csv", "register.json", "register.atom")
CANARY = "Qanary"
Finish = Callable[[Approval], None]


def everything(embassy: Embassy) -> bytes:
    """Return every byte of the edition that is served."""
    manifest = folders().current_manifest(embassy.code)
    assert manifest is not None
    hashes = {each.sha256 for each in manifest.entries.values() if each.sha256}
    return b"".join(folders().blobs.read(each) for each in hashes)


def test_rows_are_baked_as_page_table_data_and_feed_once_they_are_approved(
    britain: Embassy, met: Met, approved: Finish
) -> None:
    for name in ("anna", "boris"):
        seat(name, britain)
    office = met.parliament.positions.get()
    asked = put_on_register(
        met.meeting,
        met.piotr,
        subject={"en": "A question on visas", "be": "Пытанне пра візы"},
        offices={"Test Parliament": office},
    )
    baked(britain)
    assert "No meeting stands here yet" in text_at(britain, SECTION)
    assert [text_at(britain, f"{SECTION}{each}") for each in FORMS[1:]] == ["", "", "", ""]
    assert asked.status == "waiting"

    approved(asked)
    outcome = baked(britain, later=timedelta(minutes=1))

    assert outcome.faults == {}
    page = read(text_at(britain, f"{SECTION}{QUARTER}")).one("main").text
    assert "3 February 2026 Test Parliament , Member for Test Vale A question on visas" in page
    assert "government bodies: 1 meeting" in page
    assert "trade unions: 1 meeting" in page
    assert "First quarter of 2026" in read(text_at(britain, SECTION)).one("main").text
    assert "Прафсаюз Test" in text_at(britain, f"/be/partners/meetings/{QUARTER}")
    assert "Пытанне пра візы" in text_at(britain, "/be/partners/meetings/register.csv")


def test_files_have_the_fields_that_are_named_and_no_other(
    britain: Embassy, met: Met, approved: Finish
) -> None:
    approved(put_on_register(met.meeting, met.piotr))
    baked(britain)

    rows = text_at(britain, f"{SECTION}register.csv").splitlines()
    assert rows[1] == "Meeting,When,Circle,Organisation,Office,Subject,Embassy,Version"
    assert len({each.partition(",")[0] for each in rows[2:]}) == 1
    assert len(rows) == 4
    data = json.loads(text_at(britain, f"{SECTION}register.json"))["quarters"][0]
    assert data["circles"] == {"government": 1, "unions": 1}
    assert (data["meetings"], data["withheld"]) == (1, None)
    allowed = {"id", "meeting", "held", "circle", "organisation", "office", "subject", "embassy"}
    assert {key for each in data["rows"] for key in each} == allowed | {"version", "earlier"}
    feed = ET.fromstring(text_at(britain, f"{SECTION}register.atom").encode())
    atom = "{http://www.w3.org/2005/Atom}"
    told = {child.tag.removeprefix(atom) for each in feed.iter(f"{atom}entry") for child in each}
    assert told == {"id", "title", "link", "updated", "summary"}


def test_no_byte_of_anything_else_is_in_the_edition(
    britain: Embassy, met: Met, approved: Finish
) -> None:
    piotr, now = met.piotr, timezone.now()
    texts = ("title", "place", "agenda", "note", "summary", "outcome", "on_behalf_of")
    spoilt = {name: f"{CANARY} {name}" for name in texts}
    one = Interaction(
        embassy=britain, kind="meeting", status="held", on="2026-02-03", directed="no", **spoilt
    )
    people = list(met.meeting.people.all())
    record_interaction(
        one,
        Parties([met.parliament, met.union], people, [piotr]),
        embassy=britain,
        by=piotr,
        now=now,
    )
    promise(britain, piotr, interaction=one, text=f"{CANARY} promise", organisation=met.union)
    for each in (met.parliament, met.union):
        each.links, each.sources = [f"https://{CANARY}.example.org"], [CANARY]
        each.identifiers, each.classification = [f"{CANARY}: 1"], CANARY
        each.save()
    approved(put_on_register(one, piotr))

    assert baked(britain).faults == {}

    found = everything(britain)
    assert b"A written question" in found
    refs = [one.ref, met.parliament.ref, met.union.ref, *(each.ref for each in people)]
    told = [CANARY, "Hartley", "Pugh", "piotr", *map(str, refs)]
    assert [each for each in told if each.encode() in found] == []


def test_delay_begins_when_what_is_told_of_the_day_is_over(
    britain: Embassy, met: Met, approved: Finish
) -> None:
    today, lead = timezone.now().date(), seat("lead", britain)
    set_delay(10, embassy=britain, by=lead, now=timezone.now())
    on = (today - timedelta(days=12)).isoformat()
    late = meeting(britain, met.piotr, organisations=[met.union], on=on)
    approved(put_on_register(late, met.piotr, subject={"en": "Told by the day"}))
    other = meeting(britain, met.piotr, organisations=[met.union], on=on)
    approved(
        put_on_register(other, met.piotr, subject={"en": "Told by quarter"}, precision="quarter")
    )
    not_yet = RegisterEntry.objects.get(held__contains="q")

    outcome = baked(britain)

    assert outcome.faults == {}
    assert b"Told by the day" in everything(britain)
    assert b"Told by quarter" not in everything(britain)
    assert not_yet.not_before > today
    assert str(not_yet.ref).encode() not in everything(britain)


def test_copy_that_is_approved_without_its_delay_is_shown_nowhere(
    britain: Embassy, met: Met, approved: Finish
) -> None:
    asked = put_on_register(met.meeting, met.piotr)
    for entry in RegisterEntry.objects.all():
        draft = entry.get_latest_revision_as_object()
        draft.held = "2099-02-03"
        draft.save_revision(clean=False)
    approved(asked)  # past every check: what was looked at is not what there is
    baked(britain)
    assert b"A written question" in everything(britain)

    RegisterEntry.objects.update(subject={"en": CANARY}, not_before="2020-01-01", held="2099-01")
    assert baked(britain, later=timedelta(minutes=1), is_full=True).faults == {}

    assert CANARY.encode() not in everything(britain)
    assert b"2099" not in text_at(britain, f"{SECTION}register.csv").encode()


def test_organisation_that_is_not_to_be_published_is_gone_with_the_next_edition(
    britain: Embassy, met: Met, approved: Finish
) -> None:
    approved(put_on_register(met.meeting, met.piotr))
    now = timezone.now()
    approved(count_withheld("2026-q1", embassy=britain, by=met.piotr, now=now))
    baked(britain)
    assert "Rows withheld: 0." in text_at(britain, f"{SECTION}{QUARTER}")

    assert keep_off_register(met.union, embassy=britain, by=met.piotr, now=now) == 1
    assert baked(britain, later=timedelta(minutes=1)).faults == {}

    assert b"Test Workers" not in everything(britain)
    page = read(text_at(britain, f"{SECTION}{QUARTER}")).one("main").text
    assert "trade unions" not in page
    assert "Rows withheld: 0." in page, "a new count waits for approval as well"
    approved(Approval.objects.get(status="waiting"))
    baked(britain, later=timedelta(minutes=2))
    assert "Rows withheld: 1." in text_at(britain, f"{SECTION}{QUARTER}")


def test_changed_meeting_stays_as_it_was_approved_until_the_change_is(
    britain: Embassy, met: Met, approved: Finish
) -> None:
    approved(put_on_register(met.meeting, met.piotr))
    baked(britain)
    first = RegisterEntry.objects.first()
    assert first is not None
    met.meeting.on = "2026-02-04"
    parties = Parties([met.parliament, met.union], list(met.meeting.people.all()), [met.piotr])
    how: dict[str, Any] = {"embassy": britain, "by": met.piotr, "now": timezone.now()}
    change_interaction(met.meeting, parties, version=1, **how)

    baked(britain, later=timedelta(minutes=1))

    page = text_at(britain, f"{SECTION}{QUARTER}")
    assert ("3 February 2026" in page, "4 February 2026" in page) == (True, False)
    approved(Approval.objects.get(status="waiting"))
    baked(britain, later=timedelta(minutes=2))
    page = text_at(britain, f"{SECTION}{QUARTER}")
    assert page.count("4 February 2026") == 2
    assert page.count("Version 2. What it said before") == 2
    assert f'id="row-{first.ref}"' in page, "rows keep their anchors"
    data = json.loads(text_at(britain, f"{SECTION}register.json"))["quarters"][0]["rows"]
    assert [each["earlier"][0]["held"] for each in data] == ["2026-02-03"] * 2


def test_erased_row_is_sent_to_nobody_at_once(britain: Embassy, met: Met, approved: Finish) -> None:
    approved(put_on_register(met.meeting, met.piotr))
    baked(britain)
    paths = [f"{SECTION}{each}" for each in FORMS[1:]]
    assert [visitor_of(britain).ask(each).status for each in paths] == [200] * 4

    for each in list(RegisterEntry.objects.all()):
        erase(each, britain, by=keeper(britain, f"by-{each.pk}"), now=timezone.now())

    assert 200 not in [visitor_of(britain).ask(each).status for each in paths]
    assert baked(britain, later=timedelta(minutes=1)).faults == {}
    assert b"A written question" not in everything(britain)
    assert visitor_of(britain).ask(SECTION).status == 200
