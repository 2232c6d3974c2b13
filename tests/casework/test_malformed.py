"""Texts that JSON can hold and no store takes are refused like anything else that is no text."""

import json
from typing import Any

import pytest

from tests.casework.client import JSON, Said
from tests.casework.desks import Desk
from tests.factories.staff import PASSWORD

# The stores it asks are SQLite always.
pytestmark = pytest.mark.sqlite_only

NO_TEXTS = ("\ud800", "\udfff x", "a\0b")


@pytest.mark.parametrize("text", NO_TEXTS)
@pytest.mark.parametrize("name", ["name", "password", "code", "recipient", "verify"])
def test_text_that_is_none_is_malformed(desk: Desk, name: str, text: str) -> None:
    values: dict[str, Any] = {"name": desk.helper.name, "password": PASSWORD, "code": "x"}
    values |= {"recipient": "x", "verify": "x", "bundles": {}, "confirmed": [], name: text}

    answer = desk.desk_wire.ask(
        "/s/enrol", method="POST", headers=[JSON], body=json.dumps(values).encode()
    )

    assert (answer.status, Said(answer).word) == (400, "malformed")
