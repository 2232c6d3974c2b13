"""Where the server itself seals: afterwards it has nothing of it, as if it had never seen it.

Not in its data folder, meanwhile or later, not in what it printed, not in temporary folders, and
not in the memory of any process that is left. While it is asked, one child has it.
"""

import contextlib
import os
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from ambasada.lib.sealing.codes import CaseCode
from ambasada.lib.sealing.keys import derive
from tests.asking import Asker
from tests.casework.desks import Desk
from tests.casework.plain_site import BOX, HERE, ONION, PlainSite, plain_served
from tests.casework.plainly import FORM, codes_in, said_in
from tests.drills.canaries import Canaries, Search, files_below
from tests.drills.test_blind_server import TEMPORARY, Watch
from tests.drills.test_blindness import processes_of
from tests.running_site import free_port, raised

pytestmark = pytest.mark.sqlite_only

MEMBER = "drill-without-script"


@dataclass
class Evidence:
    """What was found of a case that was sealed at the server."""

    site: PlainSite
    server: int
    search: Search
    watch: Watch
    begun: float
    shown: str  # the last page of the conversation


def a_case(site: PlainSite, desk: Desk, canaries: Canaries) -> tuple[list[str], str]:
    """Go through a case with a canary in every text; return its code in both forms, and a page."""
    one = canaries.one
    written = site.asks(HERE, text=one("text"), **FORM)
    codes = codes_in(written.body.decode())
    (row,) = desk.helper.queue()
    desk.helper.write(str(row["ref"]), one("reply"))
    site.asks(BOX, code=codes[0], act="read")
    shown = site.asks(BOX, code=codes[1], act="answer", text=one("answer"))
    site.asks(BOX, code=one("no code"), act="answer", text=one("lost"))
    site.asks(HERE, text=one("refused"), **FORM | {"class": "soon"})
    site.asks(f"/gb/en/{canaries.latin}/plain/")
    return codes, said_in(shown.body)


def memory_of(pid: int, search: Search) -> tuple[bool, int]:
    """Search a process; one that baked something, and has ended meanwhile, has no memory."""
    try:
        return search.in_memory(pid)
    except (FileNotFoundError, ProcessLookupError):
        return False, 0


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    first = raised(tmp_path_factory, "plain")
    site = PlainSite(first.home, first.port, plain_port=free_port())
    canaries, begun = Canaries.new(), time.time()
    with plain_served(site, MEMBER) as (server, desk):
        watch = Watch(site.home, Search.of(canaries.stems))
        with watch.kept():
            codes, shown = a_case(site, desk, canaries)
        code = CaseCode.read(codes[0])
        keys = derive(code, instance=desk.person().published.roster().instance)
        plain = [*codes, codes[1].replace(" ", ""), keys.identity.text, keys.lookup.hex()]
        search = Search.of(canaries.stems, plain=[*plain, *map(code.words, ("en", "be", "ru"))])
        yield Evidence(site, server.pid, search, watch, begun, shown)


def test_whole_case_went_through(evidence: Evidence) -> None:
    for about in ("text", "reply", "answer"):
        assert f" {about}" in evidence.shown


def test_nothing_of_it_is_or_was_in_the_data_folder(evidence: Evidence) -> None:
    assert evidence.watch.looks > 10
    assert evidence.watch.found == set()
    assert evidence.search.in_files([*files_below(evidence.site.home), evidence.site.log]) == set()


def test_nothing_of_it_is_in_temporary_folders(evidence: Evidence) -> None:
    folders = {*TEMPORARY, Path(tempfile.gettempdir())}
    files = []
    for path in files_below(*(each for each in folders if each.is_dir())):
        with contextlib.suppress(OSError):
            if path.stat().st_ctime >= evidence.begun and os.access(path, os.R_OK):
                files.append(path)

    assert files != []
    assert evidence.search.in_files(files) == set()


def test_no_process_that_is_left_has_any_of_it_in_memory(evidence: Evidence) -> None:
    read = [memory_of(pid, evidence.search) for pid in processes_of(evidence.server)]

    assert sum(size > 1_000_000 for _is_found, size in read) >= 7  # the listener is among them
    assert not any(is_found for is_found, _size in read)


def test_a_child_has_it_while_it_is_asked_and_nobody_else(evidence: Evidence) -> None:
    """Half a form is sent: the child that waits for the rest is the one process with a canary."""
    canaries = Canaries.new()
    body = urlencode({"text": canaries.latin, **FORM}).encode()
    head = (
        f"POST {HERE} HTTP/1.1\r\nHost: {ONION.removeprefix('http://')}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body) + 5}\r\n\r\n"
    )
    before = set(processes_of(evidence.server))
    search = Search.of(canaries.stems)
    with socket.create_connection(("127.0.0.1", evidence.site.plain_port)) as line:
        line.sendall(head.encode() + body)
        (child,) = _new_beside(before, evidence.server)
        _wait_until(lambda: memory_of(child, search)[0])
        limits = Path(f"/proc/{child}/limits").read_text()
        holding = {pid for pid in before if memory_of(pid, search)[0]}
    _wait_until(lambda: not Path(f"/proc/{child}/mem").exists())

    assert holding == set()
    assert "Max core file size        0                    0" in limits
    assert not any(memory_of(pid, search)[0] for pid in processes_of(evidence.server))


@pytest.mark.parametrize("host", ["127.0.0.1", "help.localhost", "a" * 56 + ".onion"])
def test_no_other_name_is_answered(evidence: Evidence, host: str) -> None:
    answer = Asker(evidence.site.plain_port, host=host).ask(HERE)

    assert (answer.status, answer.body) == (404, b"There is nothing here.\n")


@pytest.mark.parametrize("host", [ONION.removeprefix("http://"), "help.localhost", "127.0.0.1"])
def test_web_server_has_no_such_page(evidence: Evidence, host: str) -> None:
    for method in ("GET", "POST"):
        answer = Asker(evidence.site.port, host=host).ask(HERE, method=method, body=b"text=x")
        assert answer.status in {404, 405}


def test_what_is_too_large_is_refused_before_it_is_read(evidence: Evidence) -> None:
    answer = evidence.site.asks(HERE, text="x" * 70_000, **FORM)

    assert (answer.status, answer.header("Cache-Control")) == (413, "no-store")


def test_what_is_no_form_is_not_taken(evidence: Evidence) -> None:
    asker = Asker(evidence.site.plain_port, host=ONION.removeprefix("http://"))
    for kind in ("multipart/form-data; boundary=x", "text/plain", "application/json"):
        headers = [("Content-Type", kind)]
        assert asker.ask(HERE, method="POST", headers=headers, body=b"text=x").status == 404
    assert asker.ask(HERE, method="PUT", body=b"text=x").status == 404


def test_pages_keep_nothing_and_run_nothing(evidence: Evidence) -> None:
    answer = evidence.site.asks(HERE)

    names = {name.lower() for name, _value in answer.headers}
    assert not names & {"set-cookie", "server", "date", "etag", "last-modified"}
    assert answer.header("Cache-Control") == "no-store"
    policy = answer.header("Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def _new_beside(before: set[int], server: int) -> set[int]:
    deadline = time.monotonic() + 20
    while not (new := set(processes_of(server)) - before):
        assert time.monotonic() < deadline, "no child came"
        time.sleep(0.05)
    return new


def _wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
