import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django import DjangoDbBlocker

from tests.migrated import fill_from_kept

pytest_plugins = ["tests.factories.world"]

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    "--no-sandbox",  # CI runs as root, where Chromium's sandbox cannot start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Chromium's own errands go to its maker's hosts; the tests leave this machine for nothing.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE *localhost",
]


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before -m chooses by the marks given here
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    for item in items:
        names: list[str] = getattr(item, "fixturenames", [])
        fixtures = set(names)
        if "browser" in fixtures:
            item.add_marker(pytest.mark.journey)
        elif _asks_database(item, fixtures) and not any(
            item.get_closest_marker(each) for each in ("sqlite_only", "screens", "files")
        ):
            item.add_marker(pytest.mark.both_databases)
        if _asks_database(item, fixtures):
            _give_every_store(item)
            if "ground" not in fixtures:
                names.insert(0, "ground")  # before the test's transaction begins
    yield
    files: dict[str, int] = {}
    for item in items:
        files.setdefault(_file(item), len(files))
    items.sort(key=lambda item: (_turn(item), files[_file(item)], _asks_for_embassies(item)))


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _asks_for_embassies(item: pytest.Item) -> bool:
    return "raised" in getattr(item, "fixturenames", ())


def _asks_database(item: pytest.Item, fixtures: set[str]) -> bool:
    return item.get_closest_marker("django_db") is not None or "db" in fixtures


def _give_every_store(item: pytest.Item) -> None:
    """Let a test ask the stores of sealed help as well: what is due in one is due in all."""
    marker = item.get_closest_marker("django_db")
    options = {"databases": "__all__"} | dict(marker.kwargs if marker else {})
    item.add_marker(pytest.mark.django_db(**options), append=False)


def _turn(item: pytest.Item) -> int:
    """Tell when a file comes, once they are shuffled: the longest first, those in a browser last.

    The suite again on PostgreSQL keeps one worker busy while the other goes through the rest; and a
    browser keeps an event loop in its worker, beside which no other can be started.
    """
    if "test_postgresql" in item.nodeid:
        return 0
    return 2 if "tests/journeys/" in item.nodeid or "tests/sealing/" in item.nodeid else 1


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001 -- a name for each worker
) -> None:
    """Migrate once for all workers and runs: Django then finds nothing left to migrate."""
    fill_from_kept()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,  # noqa: ARG001 -- pytest-django's own, which makes the tables
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Note in the stores of sealed help, whose tables were made at once, that they are whole."""
    with django_db_blocker.unblock():
        for store in ("sealed", "keys"):
            recorder = MigrationRecorder(connections[store])
            recorder.ensure_schema()
            for app, name in MigrationLoader(None).disk_migrations:
                if app == "casework":
                    recorder.record_applied(app, name)


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path) -> Iterator[None]:
    """Give each test its own folders of files, as it has its own database."""
    folders = {"MEDIA_ROOT": "media", "EDITIONS_ROOT": "editions", "KEYS_ROOT": "keys"}
    folders |= {"PEOPLE_ROOT": "people", "SEALED_ROOT": "sealed"}
    with override_settings(**{name: tmp_path / folder for name, folder in folders.items()}):
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium once for all journeys."""
    # Playwright keeps an event loop in this thread, and Django would take any later query for
    # one made inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def requests_elsewhere() -> list[str]:
    """Collect what the pages of `open_page` ask of another machine; must be empty at the end."""
    return []


@contextlib.contextmanager
def separate_pages(browser: Browser, elsewhere: list[str]) -> Iterator[Callable[..., Page]]:
    """Open pages, each as another person with their own device, until the block ends.

    Takes the options of a Playwright context, such as `viewport`, `java_script_enabled` or
    `color_scheme`. What is asked of another machine is added to `elsewhere`.
    """
    contexts: list[BrowserContext] = []

    def note(address: str) -> None:
        parts = urlsplit(address)
        host = parts.hostname or ""
        is_here = host in {"127.0.0.1", "localhost"} or host.endswith(".localhost")
        if parts.scheme in {"http", "https", "ws", "wss"} and not is_here:
            elsewhere.append(address)

    def open_one(**options: Any) -> Page:
        context = browser.new_context(**options)
        context.on("request", lambda request: note(request.url))
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(browser: Browser, requests_elsewhere: list[str]) -> Iterator[Callable[..., Page]]:
    """Open pages of this test; a journey that leaves the site on purpose empties the list."""
    with separate_pages(browser, requests_elsewhere) as open_one:
        yield open_one
    assert requests_elsewhere == []
