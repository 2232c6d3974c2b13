"""The whole conversation on a running site: two web processes, real sockets, a clock."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ambasada.lib.sealing.threads import Stream
from tests.asking import Asker
from tests.casework.client import JSON, told
from tests.casework.desks import Desk, desk_of_site
from tests.factories.staff import PASSWORD
from tests.running_site import RunningSite, raised, served


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    running = raised(tmp_path_factory, "casework")
    with served(running):
        yield running


@pytest.fixture(scope="module")
def desk(site: RunningSite) -> Desk:
    return desk_of_site(site, password=PASSWORD)


def kept(site: RunningSite, store: str, query: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(site.home / store, timeout=20)) as opened:
        return opened.execute(query).fetchall()


def test_conversation_goes_through_the_door_and_both_processes(
    desk: Desk, site: RunningSite
) -> None:
    person = desk.person()
    person.appeal("Help.", urgency="danger")
    (ref,) = [each["ref"] for each in desk.helper.queue() if each["class"] == "danger"]

    desk.helper.begin(ref, 1, of=Stream.NOTES)
    desk.helper.write(ref, "Note.", of=Stream.NOTES)
    desk.helper.write(ref, "Yes.")
    person.write("See this.", files=[("a.bin", os.urandom(600_000))])

    thread = desk.helper.read(ref)
    assert thread.problems == person.read().problems == ()
    assert len(thread.letters) == 3
    letter = thread.letters[-1]
    assert len(desk.helper.fetch(letter.content.attachments[0], letter.stream)) == 600_000
    person.delete()
    wrapped = kept(site, "keys.sqlite3", "SELECT ref FROM casework_wrap")
    assert ref not in {each for (each,) in wrapped}
    assert not [path for path in (site.home / "sealed" / "blobs").rglob("*") if path.is_file()]


def test_desk_of_the_only_embassy_is_at_the_root_of_its_origin(desk: Desk) -> None:
    page = desk.desk_wire.ask("/be/")

    assert page.status == 200
    assert page.body == desk.desk_wire.ask(f"/{desk.embassy}/be/").body


def test_one_solution_is_good_once_whichever_process_is_asked(desk: Desk) -> None:
    proof = desk.person().published.work()
    people = [desk.person() for _person in range(6)]
    sent = [each.prepared("Help.") | {"proof": proof} for each in people]

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda pair: pair[0].send(pair[1]), zip(people, sent, strict=True)))

    assert sorted(each.status for each in answers) == [201, 403, 403, 403, 403, 403]


def test_same_appeal_at_the_same_time_is_kept_once(desk: Desk, site: RunningSite) -> None:
    person = desk.person()
    sent = person.prepared("Help.") | {"proof": person.published.work()}

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _time: person.send(sent), range(6)))

    assert {each.status for each in answers} == {201}
    query = f"SELECT ref FROM casework_case WHERE lookup_sha256 = '{person.keys.lookup_sha256}'"  # noqa: S608
    assert len(kept(site, "sealed/store.sqlite3", query)) == 1
    (refs,) = kept(site, "keys.sqlite3", "SELECT count(*) % 18 FROM casework_wrap")
    assert refs == (0,)


def test_what_is_too_large_is_not_even_read(desk: Desk, site: RunningSite) -> None:
    asker = Asker(site.port, host="help.localhost")
    body = b'{"embassy": "' + b"x" * 900_000 + b'"}'

    with contextlib.suppress(OSError):  # the line may be cut before all was sent
        answer = asker.ask("/i/case", method="POST", headers=[JSON], body=body)
        assert answer.status >= 400

    assert told(desk.help_wire.ask("/gb/challenge"))["parameters"]


@pytest.mark.parametrize("host", ["help.localhost", "desk.localhost"])
@pytest.mark.parametrize(
    "path",
    [
        *("/gb/", "/admin/", "/account/login/", "/sitemap.xml", "/exit/"),
        *("/static/ambasada/site.css", "/edition/manifest.json", "/i/box?x=1"),
    ],
)
def test_addresses_of_other_origins_are_not_there(site: RunningSite, host: str, path: str) -> None:
    answer = Asker(site.port, host=host).ask(path)

    assert (answer.status, len(answer.body)) == (404, 1_024)
    assert answer.header("Set-Cookie") == ""
    assert answer.header("Cache-Control") == "no-store"


@pytest.mark.parametrize("host", ["127.0.0.1", "admin.localhost"])
@pytest.mark.parametrize("path", ["/i/box", "/i/case", "/s/enter", "/gb/roster.json", "/s/queue"])
def test_wires_are_on_no_other_origin(site: RunningSite, host: str, path: str) -> None:
    asker = Asker(site.port, host=host)

    assert asker.ask(path).status == 404
    assert asker.ask(path, method="POST", headers=[JSON], body=b"{}").status in {403, 404, 405}


def test_both_origins_say_that_they_are_there(site: RunningSite) -> None:
    bodies = {
        Asker(site.port, host=host).ask("/healthz").body
        for host in ("help.localhost", "desk.localhost")
    }

    assert bodies == {b"ok\n"}


def test_times_of_files_tell_when_the_clock_beat_and_nothing_else(
    desk: Desk, site: RunningSite
) -> None:
    person = desk.person()
    person.appeal("Help.")
    person.write("See this.", files=[("a.bin", b"x" * 300_000)])

    deadline = time.monotonic() + 150
    while not _are_level(site.home):
        assert time.monotonic() < deadline, "the clock did not beat"
        time.sleep(1)

    spare = {path for path in _files(site.home) if path.parent.name == "spare"}
    for files in (spare, {*_files(site.home)} - spare):
        changed = {path.stat().st_ctime for path in files}
        # All at the beat, the part of an hour ago as well; what waits for a part, when it was made.
        assert max(changed) - min(changed) < 10
    person.delete()


def _files(home: Path) -> list[Path]:
    return [*(home / "sealed").rglob("*"), *home.glob("keys.sqlite3*")]


def _are_level(home: Path) -> bool:
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    return {path.stat().st_mtime for path in _files(home)} == {midnight}
