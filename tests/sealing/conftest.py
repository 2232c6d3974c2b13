import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import separate_pages
from tests.sealing.laboratory import ENTRY, Laboratory, bundle

_PAGE = """<!doctype html>
<meta charset="utf-8">
<title>.</title>
<link rel="icon" href="data:,">
<script src="laboratory.js"></script>
"""
_WORKER = """importScripts("laboratory.js");
onmessage = async ({ data }) => postMessage(await laboratory.call(...data));
"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name there
        """Say nothing: a test that fails says enough."""


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the bundle and a page that loads it."""
    folder = tmp_path_factory.mktemp("laboratory")
    bundle(ENTRY, folder / "laboratory.js", name="laboratory")
    (folder / "index.html").write_text(_PAGE, encoding="utf-8")
    (folder / "worker.js").write_text(_WORKER, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def laboratory(bench: Path, browser: Browser) -> Iterator[Laboratory]:
    """Open the page where browsers let it seal: on a host of this machine."""
    elsewhere: list[str] = []
    said: list[str] = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=bench))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with separate_pages(browser, elsewhere) as open_one:
        page = open_one()
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"http://localhost:{server.server_port}/index.html")
        yield Laboratory(page, bench)
    server.shutdown()
    server.server_close()
    assert (elsewhere, said) == ([], [])
