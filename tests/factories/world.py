"""Fixtures of two embassies side by side, for whichever test asks for them."""

import pytest
from pytest_django import DjangoDbBlocker

from ambasada.network.models import Embassy
from tests.factories.embassies import BRITAIN_HOST, NORLAND_HOST, Raised, put_both, raise_both
from tests.factories.reader import Reader


@pytest.fixture(scope="session")
def raised(
    django_db_setup: None,  # noqa: ARG001 -- the tables must be there
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Raised:
    with django_db_blocker.unblock():
        return raise_both(tmp_path_factory.mktemp("media"))


@pytest.fixture
def embassies(db: None, raised: Raised) -> dict[str, Embassy]:  # noqa: ARG001 -- a transaction
    """Return Britain, the default site, and Norland beside it, by code."""
    put_both(raised)
    return {each.code: each for each in Embassy.objects.select_related("site")}


@pytest.fixture
def britain(embassies: dict[str, Embassy]) -> Embassy:
    return embassies["gb"]


@pytest.fixture
def norland(embassies: dict[str, Embassy]) -> Embassy:
    return embassies["norland"]


@pytest.fixture
def reader_in_britain(britain: Embassy) -> Reader:  # noqa: ARG001 -- there to be asked
    return Reader(BRITAIN_HOST)


@pytest.fixture
def reader_in_norland(norland: Embassy) -> Reader:  # noqa: ARG001 -- there to be asked
    return Reader(NORLAND_HOST)
