"""Every address of contacts, with every method, for everybody whose business it is not."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone
from django.utils.regex_helper import normalize

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.relations.actions import merge, open_feed, record_entry
from ambasada.relations.forms import ROWS
from ambasada.relations.models import (
    Area,
    CalendarFeed,
    ContactDetail,
    ImportRun,
    LegalBasis,
    LetterTemplate,
    NoLetters,
    Position,
    Relationship,
    Stance,
    Stewardship,
)
from ambasada.relations.urls import urlpatterns
from tests.factories.contacts import (
    letter,
    meeting,
    organisation,
    placed,
    private_person,
    promise,
    segment,
)
from tests.factories.staff import confirm_passkey, editor_of, signed_in

METHODS = ("get", "post", "put", "delete", "patch", "head", "options")
ABSENT = "00000000-0000-4000-8000-000000000000"
CANARY = "Qanary"
_LETTERS = ("segments", "letters", "templates", "copies")


@pytest.fixture
def rows(britain: Embassy, piotr: Member) -> dict[str, Any]:
    """Return one of Britain’s rows for each word of an address."""
    union = organisation(britain, piotr, "Test Union")
    person = private_person(britain, piotr, f"{CANARY} Pugh-Test")
    met = meeting(britain, piotr, organisations=[union], people=[person], note=CANARY)
    place = placed(person, union, by=piotr, embassy=britain, role=CANARY)
    made = promise(britain, piotr, interaction=met, text=CANARY)
    hanging = {
        "details": ContactDetail(person=person, kind="other", value=CANARY),
        "relations": Relationship(
            from_person=person, to_organisation=union, kind="knows", sources=[CANARY]
        ),
        "stances": Stance(organisation=union, issue=CANARY, on="2026", source=CANARY),
        "stewards": Stewardship(organisation=union, owner=piotr, next_on=date(2027, 1, 1)),
    }
    lead = Member.objects.get(username="piotr-lead")
    for each in hanging.values():
        record_entry(each, embassy=britain, by=lead, now=timezone.now())
    found = {"organisations": union, "people": person, "meetings": met, "places": place}
    open_feed(is_own=False, embassy=britain, by=piotr, now=timezone.now())
    beside = {"areas": Area.objects.create(name=CANARY), "calendars": CalendarFeed.objects.get()}
    hanging["no-letters"] = NoLetters(embassy=britain, person=person, reason=CANARY)
    record_entry(hanging["no-letters"], embassy=britain, by=lead, now=timezone.now())
    words = {"to_named": CANARY, "to_office": CANARY, "body": "{salutation}"}
    written = letter(britain, piotr, organisations=[union], title=CANARY)
    template = LetterTemplate(embassy=britain, name=CANARY, language="en", **words)
    record_entry(template, embassy=britain, by=piotr, now=timezone.now())
    hanging |= {
        "segments": segment(britain, piotr, name=CANARY, circle="unions"),
        "letters": written,
        "templates": template,
        "copies": written.copies.get(),
    }
    office = Position.objects.create(organisation=union, label="Chair")
    basis = LegalBasis.objects.get(person=person)
    guilds = [organisation(britain, piotr, f"{each} Guild") for each in ("Test", CANARY)]
    merged = merge(*guilds, embassy=britain, by=lead, now=timezone.now())
    run = ImportRun.objects.create(
        embassy=britain, member=piotr, at=timezone.now(), sha256="0" * 64, is_shared=False
    )
    other = {
        "imports": run,
        "promises": made,
        "positions": office,
        "bases": basis,
        "merges": merged,
    }
    return {**found, **hanging, **beside, **other}


# What hangs on nothing, with a report that there is.
_BESIDE = (("meetings", "meetings"), ("areas", "coverage"), ("calendars", "coverage"))


def is_asked(form: str, names: list[str], word: str) -> bool:
    """Tell whether an address is asked for a kind of row: its own, and a person, whose it is not.

    Where the address says of what kind the row is, it is asked for all of them.
    """
    return not {"kind", "owner"}.isdisjoint(names) or f"/{word}/" in form or word == "people"


def addresses(rows: dict[str, Any], *, is_there: bool) -> list[str]:
    """Return the paths of all patterns that name an embassy, filled in with what is or is not."""
    found = []
    hanging = [(word, kind) for kind in ROWS for word in (kind, *ROWS[kind].owners)]
    hanging += [(word, word) for word in ("merges", "people", "imports")]
    hanging += [(word, word) for word in _LETTERS]
    pairs = [(word, kind) for word, kind in (*hanging, *_BESIDE) if word in rows]
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        for form, names in normalize(pattern.pattern.regex.pattern):
            if "code" not in names:
                continue
            for word, kind in pairs:
                if not is_asked(form, names, word):
                    continue
                values: dict[str, Any] = {"code": "gb", "kind": kind, "owner": word}
                values["ref"] = values["other"] = rows[word].ref if is_there else ABSENT
                values["token"] = "waits-for-somebody" if is_there else "waits-no-more"
                values |= {"part": 1, "act": "copies"}
                found.append(f"/admin/{form % {each: values[each] for each in names}}")
    return sorted(set(found))


def test_who_keeps_them_finds_each_row_that_others_are_refused(
    browser_of_piotr: Client, rows: dict[str, Any]
) -> None:
    own = {word: rows[word] for word in ("organisations", "people", "meetings", "areas")}
    paths = [f"{word}/{row.ref}/" for word, row in own.items()]
    paths += [f"letters/{rows['letters'].ref}/{each}" for each in ("", "edit/", "advice/")]
    paths += [f"copies/{rows['copies'].ref}/{each}" for each in ("", "answer/")]
    paths += [f"segments/{rows['segments'].ref}/edit/"]
    paths += [f"letters/templates/{rows['templates'].ref}/edit/"]
    paths += [f"calendars/{rows['calendars'].ref}/say/", "reports/coverage/"]
    paths += [f"rows/{kind}/{rows[kind].ref}/" for kind in ROWS if not ROWS[kind].is_fixed]
    paths += [f"{word}/{rows[word].ref}/{kind}/add/" for kind in ROWS for word in ROWS[kind].owners]

    for path in paths:
        assert browser_of_piotr.get(f"/admin/relations/gb/{path}").status_code == 200, path
    assert rows.keys() >= ROWS.keys()


def outcomes(browser: Client, paths: list[str]) -> set[tuple[str, int, str]]:
    """Return how each method is answered, and where to."""
    found = set()
    for path in paths:
        for method in METHODS:
            answer = getattr(browser, method)(path)
            assert CANARY not in answer.content.decode()
            where = answer.headers.get("Location", "").partition("?")[0]
            found.add((method, answer.status_code, where))
    return found


def test_who_keeps_other_contacts_or_none_finds_nothing_whatever_they_ask(
    britain: Embassy, nils: Member, rows: dict[str, Any]
) -> None:
    of_norland = signed_in(nils)
    confirm_passkey(of_norland)
    for browser in (of_norland, editor_of(britain)):
        there = outcomes(browser, addresses(rows, is_there=True))
        absent = outcomes(browser, addresses(rows, is_there=False))

        assert there == absent
        assert {(status, where) for _method, status, where in there} <= {(404, ""), (405, "")}
        assert {status for method, status, _where in there if method == "get"} <= {404, 405}


def test_nobody_signs_in_first(rows: dict[str, Any]) -> None:
    paths = addresses(rows, is_there=True)

    found = outcomes(Client(headers={"host": str(settings.STAFF_HOST)}), paths)

    assert {(status, where) for _method, status, where in found} == {(302, "/account/login/")}
    assert len(paths) > 40


def test_rows_of_another_embassy_are_as_absent_below_ones_own_code(
    nils: Member, rows: dict[str, Any]
) -> None:
    browser = signed_in(nils)
    confirm_passkey(browser)
    shared = ("organisations", "positions", "areas")
    private = {name: row for name, row in rows.items() if name not in shared}
    paths = [
        each.replace("/gb/", "/norland/")
        for each in addresses(private, is_there=True)
        if any(str(row.ref) in each for row in private.values())
    ]

    found = outcomes(browser, paths)

    assert {status for _method, status, _where in found} <= {404, 405}
    assert CANARY not in browser.get("/admin/relations/norland/people/?q=qanary").content.decode()
    assert (
        CANARY
        not in browser.get(
            f"/admin/relations/norland/organisations/{rows['organisations'].ref}/"
        ).content.decode()
    )
    chosen = {"person": str(rows["people"].ref), "role": "spy"}
    path = f"/admin/relations/norland/organisations/{rows['organisations'].ref}/places/add/"
    assert CANARY not in browser.post(path, chosen).content.decode()
    assert CANARY not in browser.post(path, {**chosen, "person_find": "qanary"}).content.decode()
