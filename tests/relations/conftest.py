import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, Site

from ambasada.accounts.models import Member
from ambasada.network.actions import let_editors_edit
from ambasada.network.models import Embassy
from tests.factories.contacts import keeper
from tests.factories.staff import signed_in


def made_embassy(code: str) -> Embassy:
    """Return an embassy with members and no pages: contacts know nothing of what is published."""
    site = Site.objects.create(hostname=f"{code}.localhost", root_page=Page.objects.get(depth=1))
    said = {"en": f"{code.upper()} embassy"}
    made = Embassy.objects.create(
        code=code,
        kind="embassy",
        site=site,
        name=said,
        short_name=said,
        nation=said,
        territory=said,
        languages=["en"],
        legal_form=said,
        controller=said,
        time_zone="Europe/London",
        exit_address="https://example.org",
        band=["#"],
    )
    let_editors_edit(made)
    return made


@pytest.fixture
def britain(db: None) -> Embassy:  # noqa: ARG001 -- the tables
    return made_embassy("gb")


@pytest.fixture
def norland(db: None) -> Embassy:  # noqa: ARG001 -- likewise
    return made_embassy("norland")


@pytest.fixture
def piotr(britain: Embassy) -> Member:
    """Return who keeps Britain’s contacts, and coordinates nothing."""
    return keeper(britain, "piotr")


@pytest.fixture
def browser_of_piotr(piotr: Member) -> Client:
    return signed_in(piotr)


@pytest.fixture
def nils(norland: Embassy) -> Member:
    """Return who keeps Norland’s."""
    return keeper(norland, "nils")


@pytest.fixture
def said() -> Callable[[Any], str]:
    """Return what gives the words of a page’s main part."""

    def words(answer: Any) -> str:  # noqa: ANN401 -- the test client's
        assert answer.status_code == 200, answer.status_code
        main = answer.content.decode().partition('<div class="nice-padding">')[2]
        text = re.sub(r"<[^>]+>", " ", main.partition("</main>")[0])
        return " ".join(unescape(text).replace(" ,", ",").split())

    return words
