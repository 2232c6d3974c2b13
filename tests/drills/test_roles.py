"""Who may open what: docs/roles.md is the table, and every address is asked as each role."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ambasada.accounts.models import Invite, Vouch
from ambasada.casework.models import Breach, Pause, PlainPath, Rota, Shift, StaffKey, Wiping
from ambasada.editions.models import Rollback
from ambasada.network.models import Approval, Consent, Seat
from tests.drills.roads_admin import EVERYTHING, page_form
from tests.drills.roles import (
    METHODS,
    ROLES,
    Address,
    Asked,
    addresses,
    ask_as,
    browsers,
    numbers_of,
)
from tests.drills.standing import CANARY, Standing

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
# What may become of a request, by the word of the table; a method an address does not know is
# refused to everybody alike.
MEANS = {
    "may": {"may", "other method"},
    "told why not": {"may", "other method"},
    "home": {"home", "other method", "may"},
    "not here": {"not here", "other method"},
    "sign in": {"sign in"},
    "add a key": {"add a key"},
    "signs out": {"may", "sign in", "other method"},
}
# Wagtail's and allauth's own screens that fail on a form, or a passkey, which no browser makes.
FAIL_ON_ODD_FORMS = {
    "wagtailadmin_pages:add",
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:revisions_revert",
    "wagtailadmin_choose_page_external_link",
    "wagtail_localize:upload_pofile",
    "confirm_passkey",
}
DUTY = (Breach, Pause, PlainPath, Rota, Shift, StaffKey, Wiping)
# Pages have one preview, which has no name; Wagtail asks for a named one by this address.
ABSENT = "/preview/1/"


def table() -> Iterator[tuple[list[str], dict[str, str]]]:
    """Yield each row: the names it is for, and the word for each role."""
    lines = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| ")]
    head, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert tuple(head[1:]) == ROLES
    for names, *words in rows:
        yield [name.strip() for name in names.split(",")], dict(zip(ROLES, words, strict=True))


TABLE = list(table())


def row_for(address: Address) -> dict[str, str] | None:
    for names, words in TABLE:
        if any(fnmatchcase(address.name, name) for name in names):
            return words
    return None


def done() -> list[object]:
    """Return what members did: decided, rolled back, invited, seated, put on duty, and so on."""
    decided = Approval.objects.order_by("pk").values_list("pk", "status")
    seats = Seat.objects.order_by("pk").values_list("pk", "role", "ends_on")
    counts = [model.objects.count() for model in (Consent, Invite, Vouch)]
    rollbacks = Rollback.objects.order_by("pk").values_list("status", flat=True)
    duty = [list(model.objects.order_by("pk").values_list()) for model in DUTY]
    return [list(decided), list(seats), list(rollbacks), counts, duty]


@pytest.fixture
def numbers(standing: Standing) -> dict[str, object]:
    return numbers_of(standing)


def test_every_address_is_in_the_table(numbers: dict[str, object]) -> None:
    found = addresses(numbers)

    assert {each.name for each in found if row_for(each) is None} == set()
    assert len(found) > 300


def test_every_row_of_the_table_is_of_an_address(numbers: dict[str, object]) -> None:
    names = {each.name for each in addresses(numbers)}
    patterns = {pattern for patterns, _words in TABLE for pattern in patterns}

    assert {each for each in patterns if not any(fnmatchcase(n, each) for n in names)} == set()


@pytest.mark.parametrize("role", ROLES)
def test_role_may_what_the_table_says(
    standing: Standing, numbers: dict[str, object], role: str
) -> None:
    browser = browsers(standing)[role]
    before = done()
    wrong: dict[str, str] = {}
    for address in addresses(numbers):
        word = (row_for(address) or {}).get(role, "")
        for method in METHODS:
            asked = _ask(browser, method, address, numbers=numbers)
            if _is_wrong(asked, address, word, is_foreign=role not in ("editor", "coordinator")):
                wrong[f"{method} {address.name} {address.path}"] = f"{asked.outcome} != {word}"
            if word == "told why not" and asked.done != before:
                wrong[f"{method} {address.name}"] = "was done"

    assert wrong == {}


def _ask(browser: Client, method: str, address: Address, *, numbers: dict[str, Any]) -> Asked:
    looked_at = Approval.objects.get(pk=numbers["number"]).sha256
    form = page_form(**EVERYTHING, looked_at=looked_at, role="editor", embassy="1", reason=CANARY)
    return ask_as(browser, method, address.path, form=form, noticed=done)


def _is_wrong(asked: Asked, address: Address, word: str, *, is_foreign: bool) -> bool:
    if is_foreign and CANARY.encode() in asked.body.replace(_SENT, b""):
        return True
    if asked.outcome == "fails":
        return address.name not in FAIL_ON_ODD_FORMS or word in {"not here", "sign in", "home"}
    if address.path.endswith(ABSENT) and asked.outcome == "not here":
        return False
    return asked.outcome not in MEANS[word]


_SENT = f'value="{CANARY}"'.encode()  # a form shown again with what was sent
