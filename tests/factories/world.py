"""Fixtures of two embassies side by side, for whichever test asks for them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from ambasada.editions.actions import bake_all
from ambasada.lib.blobs import BlobStore
from ambasada.network.models import Embassy
from tests.factories.editions import NOW, lay
from tests.factories.embassies import (
    BRITAIN_HOST,
    GROUND,
    NORLAND_HOST,
    Raised,
    put_both,
    raise_both,
)
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
def ground(
    request: pytest.FixtureRequest,
    django_db_setup: None,  # noqa: ARG001 -- the tables must be there
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Commit both embassies for a test that asks for them, or nothing.

    Every test that asks the database has it, before its own transaction begins.
    """
    asks = "raised" in request.fixturenames
    raised: Raised | None = request.getfixturevalue("raised") if asks else None
    with django_db_blocker.unblock():
        GROUND.become(raised.change if raised else None)


@pytest.fixture(scope="session")
def first_edition(
    raised: Raised,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """Bake both embassies once; yield the folder with their editions and keys."""
    folder = tmp_path_factory.mktemp("first_edition")
    places = {
        "MEDIA_ROOT": folder / "media",
        "EDITIONS_ROOT": folder / "editions",
        "KEYS_ROOT": folder / "keys",
    }
    with django_db_blocker.unblock(), override_settings(**places), transaction.atomic():
        put_both(raised)
        bake_all(now=NOW)
        transaction.set_rollback(True)
    yield folder
    blobs = BlobStore(folder / "editions" / "blobs")
    assert all(map(blobs.is_sound, blobs.every())), "a test wrote into a body: see `spoil`"


@pytest.fixture
def edition(britain: Embassy, first_edition: Path) -> Embassy:
    """Return Britain with its first edition served, beside Norland with its own."""
    lay(first_edition / "editions", Path(settings.EDITIONS_ROOT))
    shutil.copytree(first_edition / "keys", settings.KEYS_ROOT)
    return britain


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
