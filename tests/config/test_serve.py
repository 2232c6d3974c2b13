"""`ambasada serve` started, refused, stopped and killed, as a whole and in earnest."""

import contextlib
import io
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from django.test import override_settings

from ambasada.config.cli import main
from ambasada.config.prepare import _collect_assets
from ambasada.lib.refused import Refused
from tests.asking import Asker
from tests.config.state import is_one_sentence, kept_in
from tests.running_site import AMBASADA, REPOSITORY, RunningSite, free_port, raised, served

_ORIGINS = ("127.0.0.1", "admin.localhost")
_LAST_YEAR = "2025-01-01 00:00:00"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> RunningSite:
    return raised(tmp_path_factory, "serve")


def copy_of(site: RunningSite, home: Path) -> RunningSite:
    """Return an installation with the same stores, and without its assets."""
    for folder in ("uploads", "sealed"):
        (home / folder).mkdir(parents=True, mode=0o700)
    for store in ("main.sqlite3", "sealed/store.sqlite3", "keys.sqlite3"):
        with (
            contextlib.closing(sqlite3.connect(site.home / store)) as source,
            contextlib.closing(sqlite3.connect(home / store)) as copy,
        ):
            source.backup(copy)
    shutil.copy(site.home / "secret_key", home)
    return RunningSite(home, free_port())


@pytest.fixture
def copied(site: RunningSite, tmp_path: Path) -> RunningSite:
    return copy_of(site, tmp_path / "var")


@pytest.fixture(scope="module", autouse=True)
def locked_out(
    site: RunningSite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[subprocess.Popen[str]]:
    """Run a command on a database that another program holds; it waits long, so start it first."""
    home = tmp_path_factory.mktemp("locked") / "var"
    locked = copy_of(site, home)
    with contextlib.closing(sqlite3.connect(home / "main.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        command = subprocess.Popen(
            [*AMBASADA, "member", "invite"],
            env=locked.environment,
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        yield command
        if command.poll() is None:
            command.kill()
        command.communicate(timeout=10)


def refused(site: RunningSite, **more: str) -> str:
    """Serve what must be refused and change nothing; return its sentence."""
    before = kept_in(site.home)

    said = sentence_of(site, **more)

    assert kept_in(site.home) == before
    return said


def sentence_of(site: RunningSite, **more: str) -> str:
    """Serve what must be refused; return its sentence."""
    ran = subprocess.run(
        [*AMBASADA, "serve"],
        env=site.environment | more,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    assert ran.returncode == 1, ran.stderr
    assert is_one_sentence(ran.stderr), ran.stderr
    return ran.stderr


def family_of(pid: int) -> set[int]:
    """Return the children of a process, theirs, and so on."""
    with contextlib.suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return {int(each) for each in children}.union(*(family_of(int(each)) for each in children))
    return set()


def wait_until_gone(family: set[int], seconds: float) -> set[int]:
    """Return who of a family is alive after so many seconds; a zombie is not."""
    deadline = time.monotonic() + seconds
    while (alive := {pid for pid in family if _lives(pid)}) and time.monotonic() < deadline:
        time.sleep(0.1)
    return alive


def _lives(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@contextlib.contextmanager
def idle_visitor(port: int) -> Iterator[None]:
    """Hold a connection open after its answer, as every browser does."""
    with socket.create_connection(("127.0.0.1", port), 5) as idle:
        idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert idle.recv(4096).startswith(b"HTTP/1.1 200")
        yield


@contextlib.contextmanager
def slow_visitor(port: int) -> Iterator[None]:
    """Hold a connection open in the middle of a request that never ends."""
    with socket.create_connection(("127.0.0.1", port), 5) as slow:
        slow.sendall(b"GET /en/ HTTP/1.1\r\nHost: 127.")
        time.sleep(0.2)
        yield


def put_down(alive: set[int]) -> None:
    """End what a failed test left running."""
    for pid in alive:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_answers_on_both_origins_and_has_forgotten_old_sessions(site: RunningSite) -> None:
    """Also: meanwhile nobody else serves from this folder or port; Ctrl-C ends all of it."""
    with contextlib.closing(sqlite3.connect(site.home / "main.sqlite3")) as database:
        database.execute("INSERT INTO django_session VALUES ('old', 'a member', ?)", [_LAST_YEAR])
        database.commit()

    with served(site) as server:
        family = family_of(server.pid)
        answers = [Asker(site.port, host=host).ask("/healthz") for host in _ORIGINS]
        in_use = [sentence_of(RunningSite(site.home, free_port())), sentence_of(site)]
        with idle_visitor(site.port):
            began = time.monotonic()
            server.send_signal(signal.SIGINT)
            code = server.wait(timeout=30)
        took = time.monotonic() - began
    with contextlib.closing(sqlite3.connect(site.home / "main.sqlite3")) as database:
        sessions = database.execute("SELECT session_key FROM django_session").fetchall()

    assert [answer.body for answer in answers] == [b"ok\n", b"ok\n"]
    assert in_use[0].startswith("Another `ambasada serve` uses this data folder.")
    assert in_use[1].startswith(f"Port {site.port} on 127.0.0.1 is not free.")
    assert (code, took < 10) == (0, True)
    assert len(family) >= 3
    assert wait_until_gone(family, 2) == set()
    assert sessions == []


def test_editors_have_the_rights_of_this_version(copied: RunningSite) -> None:
    """A data folder of an earlier one has facts in it that its editors may not change yet."""
    rights = "SELECT group_id, permission_id FROM auth_group_permissions ORDER BY 1, 2"
    with contextlib.closing(sqlite3.connect(copied.home / "main.sqlite3")) as database:
        before = database.execute(rights).fetchall()
        database.execute("DELETE FROM auth_group_permissions")
        database.commit()

    with served(copied):
        pass
    with contextlib.closing(sqlite3.connect(copied.home / "main.sqlite3")) as database:
        after = database.execute(rights).fetchall()

    assert after == before != []


def test_stops_when_told_to_though_a_visitor_never_ends_asking(site: RunningSite) -> None:
    with served(site) as server:
        family = family_of(server.pid)
        with slow_visitor(site.port):
            began = time.monotonic()
            server.send_signal(signal.SIGTERM)
            code = server.wait(timeout=30)
            took = time.monotonic() - began
            alive = wait_until_gone(family, 2)

    put_down(alive)
    assert alive == set()
    assert (code, took < 10) == (0, True)


@pytest.mark.parametrize("visitor", [idle_visitor, slow_visitor])
def test_leaves_no_child_when_it_is_killed(
    site: RunningSite, visitor: Callable[[int], contextlib.AbstractContextManager[None]]
) -> None:
    with served(site) as server:
        family = family_of(server.pid)
        with visitor(site.port):
            server.kill()
            server.wait(timeout=10)
            alive = wait_until_gone(family, 10)

    put_down(alive)
    assert alive == set()


def test_ends_as_a_whole_when_its_web_process_is_killed(site: RunningSite) -> None:
    with served(site) as server:
        family = family_of(server.pid)
        web = next(pid for pid in sorted(family) if family_of(pid))
        os.kill(web, signal.SIGKILL)
        code = server.wait(timeout=30)
        alive = wait_until_gone(family, 10)

    put_down(alive)
    assert alive == set()
    assert code == 1
    assert is_one_sentence(site.log.read_text().splitlines()[-1] + "\n")


def test_database_of_a_newer_version_is_refused(copied: RunningSite) -> None:
    with contextlib.closing(sqlite3.connect(copied.home / "main.sqlite3")) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('network', '9999_x', ?)",
            [_LAST_YEAR],
        )
        database.commit()

    assert "newer version" in refused(copied)


def test_debug_refuses_to_serve(copied: RunningSite, tmp_path: Path) -> None:
    (tmp_path / "debugging.py").write_text(
        "from ambasada.config.settings import *\nDEBUG = True\n", encoding="ascii"
    )

    said = refused(copied, DJANGO_SETTINGS_MODULE="debugging", PYTHONPATH=str(tmp_path))

    assert said.startswith("DEBUG is on")


def test_file_that_is_no_database_is_refused_and_kept(copied: RunningSite) -> None:
    (copied.home / "main.sqlite3").write_bytes(b"not a database, but somebody's only copy" * 100)

    assert "database cannot be opened" in refused(copied)


def test_folder_of_before_sealed_help_gets_its_stores(copied: RunningSite) -> None:
    shutil.rmtree(copied.home / "sealed")
    (copied.home / "keys.sqlite3").unlink()
    assert "not prepared for this version" in copied.command("check").stderr

    with served(copied):
        pass

    assert _tables(copied.home / "keys.sqlite3") == {"casework_wrap", "django_migrations"}
    sealed = _tables(copied.home / "sealed" / "store.sqlite3")
    assert {"casework_case", "casework_letter"} < sealed
    assert {each for each in sealed if not each.startswith("casework_")} == {"django_migrations"}
    main = {each for each in _tables(copied.home / "main.sqlite3") if "casework" in each}
    assert main == {f"casework_{each}" for each in ("breach", "rota", "shift", "wiping")}


def _tables(file: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(file)) as store:
        names = store.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%'")
        return {name for (name,) in names if not name.startswith("sqlite_")}


@pytest.mark.parametrize("store", ["sealed/store.sqlite3", "keys.sqlite3"])
def test_one_store_of_sealed_help_without_the_other_is_refused(
    copied: RunningSite, store: str
) -> None:
    (copied.home / store).unlink()

    refused = copied.command("serve")

    assert refused.returncode == 1
    assert "one is gone" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert not (copied.home / store).exists()


def test_origins_that_share_a_name_refuse_to_serve(copied: RunningSite) -> None:
    shared = {"AMBASADA_DESK_ORIGIN": f"http://help.localhost:{copied.port}"}

    refused = subprocess.run(
        [*AMBASADA, "serve"],
        env=copied.environment | shared,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert refused.returncode == 1
    assert "three different host names" in refused.stderr


def test_setting_that_does_not_exist_is_refused(copied: RunningSite) -> None:
    said = refused(copied, AMBASADA_PROT="8001")

    assert "There is no setting AMBASADA_PROT" in said


def test_address_of_another_machine_is_refused(copied: RunningSite) -> None:
    said = refused(copied, AMBASADA_HOST="192.0.2.1")

    assert "AMBASADA_HOST" in said


def test_broken_pack_is_refused_before_an_empty_folder_is_filled(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "embassy.toml").write_text("name = [broken", encoding="ascii")
    fresh = RunningSite(tmp_path / "var", free_port(), content=str(pack))
    fresh.home.mkdir()

    said = sentence_of(fresh)

    assert "embassy.toml" in said
    assert not (fresh.home / "main.sqlite3").exists()


def test_database_another_program_holds_is_refused_in_a_sentence(
    locked_out: subprocess.Popen[str],
) -> None:
    said, refusal = locked_out.communicate(timeout=60)

    assert locked_out.returncode == 1
    assert is_one_sentence(refusal), refusal
    assert said == ""


@pytest.mark.parametrize("place", ["/proc/ambasada", "/dev/null", "/dev/null/var"])
def test_folder_that_cannot_be_is_refused(
    place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AMBASADA_HOME", place)
    monkeypatch.setenv("AMBASADA_PORT", str(free_port()))

    assert main(["serve"]) == 1

    said = capsys.readouterr().err
    assert said.startswith("The data folder cannot be used")
    assert is_one_sentence(said)


def _serve_as_nobody(home: str, port: int, told: Path) -> None:
    """Be a user without rights, in a process of its own; everything needed is loaded already."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    os.environ |= {"AMBASADA_HOME": home, "AMBASADA_PORT": str(port)}
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        code = main(["serve"])
    os.write(int(told.name), f"{code} {said.getvalue()}".encode())


@pytest.mark.parametrize("mode", [0o500, 0o000])
def test_locked_data_folder_is_refused(mode: int, tmp_path: Path) -> None:
    home = tmp_path / "var"
    home.mkdir(mode=mode)
    receive, send = os.pipe()

    child = get_context("fork").Process(
        target=_serve_as_nobody, args=(str(home), free_port(), Path(str(send)))
    )
    child.start()
    child.join(timeout=20)
    os.close(send)
    with os.fdopen(receive, "rb") as pipe:
        code, _, said = pipe.read().decode().partition(" ")
    home.chmod(0o700)

    assert (code, child.exitcode) == ("1", 0)
    assert said.startswith("The data folder cannot be used")
    assert is_one_sentence(said)
    assert list(home.iterdir()) == []


def test_start_without_style_sheets_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("ambasada.config.prepare.find", lambda _name: None)

    with override_settings(STATIC_ROOT=tmp_path), pytest.raises(Refused, match="script/serve"):
        _collect_assets()

    assert list(tmp_path.iterdir()) == []
