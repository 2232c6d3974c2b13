"""A contact officer’s account opens nothing of those who ask for help: each address of the desk.

In this process, so that what each answers can be laid beside what a stranger gets.
"""

import pytest
from django.conf import settings
from django.test import Client

from ambasada.network.models import Embassy
from tests.drills.addresses import addresses_of
from tests.factories.contacts import keeper
from tests.factories.staff import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.files]


@pytest.fixture
def piotr(edition: Embassy) -> Client:
    """Return Piotr’s browser."""
    return signed_in(keeper(edition, "piotr"))


def test_officers_account_opens_counts_and_searches_no_help_request(piotr: Client) -> None:
    stranger = Client(headers={"host": str(settings.DESK_HOST)}, raise_request_exception=False)
    officer = Client(headers={"host": str(settings.DESK_HOST)}, raise_request_exception=False)
    officer.cookies = piotr.cookies

    for path in addresses_of("ambasada.config.urls_desk"):
        for method in ("GET", "POST"):
            ours, theirs = officer.generic(method, path), stranger.generic(method, path)
            assert (ours.status_code, ours.headers) == (theirs.status_code, theirs.headers), path
            assert ours.getvalue() == theirs.getvalue(), path
            if path.startswith("/s/"):
                assert ours.status_code in {400, 401, 403, 404, 405}, path
