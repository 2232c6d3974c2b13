"""A whole case over the network: what was written is in nothing that the server has.

Not in its data folder while the case goes on or later, not in what it printed or mailed, not in
temporary folders, not in the memory of its processes, and not in anything they wrote or sent.
"""

import base64
import contextlib
import os
import secrets
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest

from ambasada.lib.sealing.contents import Content, Kind, Sender
from ambasada.lib.sealing.keys import Identity, encoded
from ambasada.lib.sealing.letters import seal_by_member
from ambasada.lib.sealing.threads import Stream
from tests.casework.client import Helper, Person, today, told
from tests.casework.desks import Desk, desk_of_site
from tests.drills.canaries import Canaries, Search, files_below
from tests.drills.test_blindness import processes_of
from tests.drills.tracing import TRACER, Trace, traced
from tests.factories.mail_server import MailServer, mail_server
from tests.factories.searching import files_with
from tests.factories.staff import PASSWORD
from tests.running_site import RunningSite, raised, served

pytestmark = pytest.mark.sqlite_only

MEMBER = "drill-on-duty"
TEMPORARY = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))  # noqa: S108 -- looked through


@dataclass(frozen=True)
class Mailing(RunningSite):
    """A site that has a mailbox and a server to send its notice through."""

    mail_port: int = 0

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {
            "AMBASADA_NOTICES_TO": "notices@example.org",
            "AMBASADA_SMTP": f"smtp://127.0.0.1:{self.mail_port}",
        }


@dataclass
class Watch:
    """Looks through the data folder again and again until it is told to stop."""

    home: Path
    search: Search
    found: set[str] = field(default_factory=set)
    looks: int = 0
    _is_over: threading.Event = field(default_factory=threading.Event)
    _read: dict[Path, tuple[int, int]] = field(default_factory=dict)

    @contextlib.contextmanager
    def kept(self) -> Iterator["Watch"]:
        thread = threading.Thread(target=self._watch)
        thread.start()
        try:
            yield self
        finally:
            self._is_over.set()
            thread.join(timeout=120)

    def _watch(self) -> None:
        while not self._is_over.wait(0.05):
            self.found |= self.search.in_files(self._changed())
            self.looks += 1

    def _changed(self) -> Iterator[Path]:
        for path in files_below(self.home):
            with contextlib.suppress(FileNotFoundError):
                stat = path.stat()
                state = (stat.st_size, stat.st_ctime_ns)
                is_log = path.suffix == "" or path.name.endswith(("-wal", "-shm"))
                if is_log or self._read.get(path) != state:
                    self._read[path] = state
                    yield path


@dataclass
class Evidence:
    """What was found of a case, and where was looked."""

    site: Mailing
    written: Search  # what was written, and keys that open it
    codes: Search  # by which the person was known on the wire
    clear: str  # an id that was sent in clear
    watch: Watch
    mail: MailServer
    begun: float
    trace: Trace
    memory: dict[int, tuple[bool, int]] = field(default_factory=dict)
    secret_in: set[int] = field(default_factory=set)  # processes that have what they must have
    unreadable: set[int] = field(default_factory=set)


def a_case(desk: Desk, canaries: Canaries) -> tuple[Person, list[str]]:
    """Go through a case with a canary in every place that has one; return all keys to it."""
    person, helper = desk.person(), desk.helper
    one = canaries.one
    person.appeal(
        one("text"),
        country=one("country"),
        type="asylum",
        language="be",
        deadline="2027-01-31",
        refer=True,
        answers={each: one(each) for each in ("question", "partner", "relative", "address")},
    )
    (row,) = helper.queue()
    ref = str(row["ref"])
    helper.header(row)
    helper.write(ref, one("reply"))
    files = [(one("name") + ".jpg", one("content").encode() * 9_000), (one("second"), b"%PDF-1.7")]
    files.append(("third", one("wide").encode("utf-16")))
    person.write(one("with files"), files=files)
    notes = helper.begin(ref, 1, of=Stream.NOTES)
    helper.write(ref, one("note"), of=Stream.NOTES, kind=Kind.NOTE)
    helper.write(ref, one("task"), of=Stream.NOTES, kind=Kind.TASK)
    second = helper.begin(ref, 2, of=Stream.CASE)
    found(helper, ref, second, text=one("status"))
    helper.write(ref, one("referral to a lawyer"), kind=Kind.REFERRAL)
    person.write(one("thanks"))
    read_all(person, helper, ref)
    keys = [each.text for each in (*_streams(person), notes, second)]
    return person, [*keys, person.keys.identity.text, helper.keys.identity.text]


def found(helper: Helper, ref: str, stream: Identity, *, text: str) -> None:
    """Write the first letter in the second epoch of a case."""
    last = helper.read(ref).letters[-1]
    content = Content(
        case=last.content.case,
        epoch=2,
        sender=Sender.MEMBER,
        seq=last.content.seq + 1,
        prev=last.sha256,
        day=today(),
        kind=Kind.STATUS,
        body={"text": text},
        kid=helper.kid,
        roster=helper.published.roster().number,
    )
    letter = encoded(seal_by_member(content, stream=stream, member=helper.keys))
    values: dict[str, object] = {
        "id": secrets.token_hex(16),
        "stream": "case",
        "epoch": 2,
        "letter": letter,
    }
    values["after"] = last.content.seq
    told(helper.ask(f"/s/case/{ref}/letter", method="POST", values=values))


def read_all(person: Person, helper: Helper, ref: str) -> None:
    thread = person.read()
    assert len(thread.letters) == 6
    assert (thread.problems, helper.read(ref).problems) == ((), ())
    for opened in thread.letters:
        for named in opened.content.attachments:
            assert person.fetch(named, opened.stream) == helper.fetch(named, opened.stream)


def _streams(person: Person) -> list[Identity]:
    return list(person.streams(person.box()).values())


def look_at_memory(evidence: Evidence, server: int) -> None:
    secret = Search.of((), plain=[(evidence.site.home / "secret_key").read_text().strip()])
    for pid in processes_of(server):
        try:
            evidence.memory[pid] = evidence.written.in_memory(pid)
            if secret.in_memory(pid)[0]:
                evidence.secret_in.add(pid)
        except PermissionError:
            evidence.unreadable.add(pid)
        except (FileNotFoundError, ProcessLookupError):
            evidence.memory.pop(pid, None)  # a child that baked, and has ended meanwhile


def alarm(site: RunningSite) -> None:
    """Let an appeal have waited so long that coordinators are told."""
    with contextlib.closing(sqlite3.connect(site.home / "sealed" / "store.sqlite3")) as store:
        store.execute("UPDATE casework_case SET alarms = 1, state = 'new'")
        store.commit()


def serve_again_until_mailed(site: Mailing, mail: MailServer) -> None:
    alarm(site)
    with served(site):
        deadline = time.monotonic() + 150
        while not mail.mails:
            assert time.monotonic() < deadline, "no notice was sent"
            time.sleep(0.2)


@contextlib.contextmanager
def tracing(server: int, file: Path) -> Iterator[Trace]:
    """Trace what the server writes, where there is what traces."""
    with traced(server, file) if TRACER else contextlib.nullcontext(Trace()) as trace:
        yield trace


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    first = raised(tmp_path_factory, "blind")
    canaries, begun = Canaries.new(), time.time()
    with mail_server() as mail:
        site = Mailing(first.home, first.port, mail_port=mail.port)
        with served(site) as server:
            desk = desk_of_site(site, [MEMBER], password=PASSWORD)
            watch = Watch(site.home, Search.of(canaries.stems))
            with watch.kept(), tracing(server.pid, site.log.with_name("trace")) as trace:
                person, keys = a_case(desk, canaries)
            code = person.code
            digits = [code.digits, code.digits.replace(" ", "")]
            written = Search.of(canaries.stems, plain=[*keys, *digits, *_spoken(person)])
            known_by = Search.of([person.keys.lookup.hex(), person.keys.auth.hex()])
            clear = str(person.box()["letters"][0]["id"])
            evidence = Evidence(site, written, known_by, clear, watch, mail, begun, trace)
            look_at_memory(evidence, server.pid)
            evidence.watch.found |= written.in_files([*files_below(site.home), site.log])
        serve_again_until_mailed(site, mail)
        yield evidence


def _spoken(person: Person) -> list[str]:
    return [person.code.words(language) for language in ("en", "be", "ru")]


def test_nothing_written_is_in_the_data_folder(evidence: Evidence) -> None:
    files = files_below(evidence.site.home)

    assert {each.name for each in files} >= {"store.sqlite3", "keys.sqlite3", "main.sqlite3"}
    assert len(list((evidence.site.home / "sealed" / "blobs").glob("??/*"))) >= 4
    assert evidence.written.in_files(files) == set()
    assert evidence.codes.in_files(files) == set()


def test_nothing_written_was_in_the_data_folder_meanwhile(evidence: Evidence) -> None:
    """Several times a second, and once more before the server was stopped."""
    assert evidence.watch.looks > 10
    assert evidence.watch.found == set()


def test_same_search_finds_what_is_sent_in_clear(evidence: Evidence) -> None:
    """Without this nothing here would show that a canary would be found."""
    search = Search.of([evidence.clear])
    found = {Path(each).name for each in search.in_files(files_below(evidence.site.home))}

    assert found == {"store.sqlite3"}
    assert files_with(MEMBER, evidence.site.home) >= {"main.sqlite3"}


@pytest.mark.parametrize("about", ["plain", "utf-16-le", "utf-16-be", "base64", "hex", "url"])
def test_search_finds_a_canary_in_every_form(tmp_path: Path, about: str) -> None:
    canaries = Canaries.new()
    text = "before " + canaries.one("it")
    forms = {
        "plain": text.encode(),
        "utf-16-le": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        "base64": b"\0".join(base64.b64encode(bytes(shift) + text.encode()) for shift in range(3)),
        "hex": text.encode().hex().encode(),
        "url": quote(text).encode(),
    }
    file = tmp_path / "file"
    file.write_bytes(secrets.token_bytes(5_000) + forms[about] + secrets.token_bytes(5_000))

    for stem in canaries.stems:
        assert Search.of([stem]).in_files([file]) == {str(file)}
    assert Search.of(Canaries.new().stems).in_files([file]) == set()


@pytest.mark.skipif(TRACER is None, reason="this machine has no strace")
def test_nothing_of_it_is_in_any_write_of_the_server(evidence: Evidence) -> None:
    """To a file, a log, a pipe or a line: all that its processes handed over during the case."""
    pieces = evidence.trace.pieces

    assert evidence.trace.cut_off == 0
    assert Search.of([evidence.clear]).within(pieces)  # what is sent in clear is in it
    assert sum(b"age-encryption.org/v1" in each for each in pieces) > 20
    assert not any(evidence.written.within([each]) for each in pieces)
    assert not any(evidence.codes.within([each]) for each in pieces)


def test_server_printed_nothing_of_it(evidence: Evidence) -> None:
    assert "Staff: " in evidence.site.log.read_text()
    assert evidence.written.in_files([evidence.site.log]) == set()
    assert evidence.codes.in_files([evidence.site.log]) == set()
    assert evidence.clear not in evidence.site.log.read_text()


def test_mail_says_one_sentence_and_nothing_of_it(evidence: Evidence) -> None:
    sent = [each.encode() for each in (*evidence.mail.mails, *evidence.mail.said)]

    assert len(evidence.mail.mails) == 1
    assert "Something waits" in evidence.mail.mails[0]
    assert not evidence.written.within(sent)
    assert not evidence.codes.within(sent)


def test_temporary_folders_have_nothing_of_it(evidence: Evidence) -> None:
    """What changed since the case began; the data folder of this drill is among it."""
    folders = {*TEMPORARY, Path(tempfile.gettempdir())}
    files = []
    for path in files_below(*(each for each in folders if each.is_dir())):
        with contextlib.suppress(OSError):
            stat = path.stat()
            if stat.st_ctime >= evidence.begun and os.access(path, os.R_OK):
                files.append(path)

    assert files != []
    assert evidence.written.in_files(files) == set()


def test_no_process_of_the_server_has_any_of_it_in_memory(evidence: Evidence) -> None:
    """Each of them is read whole; that it can be is shown by a secret that it must have."""
    if evidence.unreadable:
        pytest.skip(f"the memory of {len(evidence.unreadable)} processes may not be read here")
    assert len(evidence.memory) >= 6
    assert min(read for _is_found, read in evidence.memory.values()) > 1_000_000
    assert len(evidence.secret_in) >= 5
    assert {pid for pid, (is_found, _read) in evidence.memory.items() if is_found} == set()
