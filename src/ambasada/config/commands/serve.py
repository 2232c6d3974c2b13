"""`ambasada serve`: check the stores once, then run the web server and the task worker."""

import argparse
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from types import FrameType
from typing import IO, Any

from ambasada.config.environment import Environment, read_environment
from ambasada.lib.refused import Refused

# The worker that renders pages loads Django in about 3 s on two old cores.
_READY_WITHIN = 60.0
_STOP_WITHIN = 10.0


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command."""
    parser = commands.add_parser("serve", help="Prepare the data folder and serve the site.")
    parser.set_defaults(run=run, needs_django=False)


def run(options: argparse.Namespace) -> None:  # noqa: ARG001
    """Serve until stopped; refuse before anything is changed if it can't be done."""
    environment = read_environment()
    _require_free_port(environment)
    lock = _lock(environment.home_folder)
    _prepare(environment)
    children = [_fork(_web, environment), _fork(_worker, environment)]
    _stop_with(children)
    if _is_ready(environment, children):
        print(f"Ambasada is ready: http://{environment.host}:{environment.port_number}/")  # noqa: T201
        print(f"Staff: {environment.staff_url.geturl()}/admin/", flush=True)  # noqa: T201
    _wait(children)
    lock.close()


def _require_free_port(environment: Environment) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((environment.host, environment.port_number))
        except OSError:
            message = (
                f"Port {environment.port_number} on {environment.host} is not free. Stop the "
                "program that uses it, or choose another one in AMBASADA_PORT."
            )
            raise Refused(message) from None


def _lock(home: Path) -> IO[str]:
    """Hold the data folder for one server at a time; the lock goes with the process."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = (home / "serve.lock").open("w")
    except OSError as error:
        message = (
            f"The data folder cannot be used ({error.strerror}). Give this user the right to "
            "write to it, or name another one in AMBASADA_HOME."
        )
        raise Refused(message) from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        message = (
            "Another `ambasada serve` uses this data folder. Stop it first, or name another "
            "folder in AMBASADA_HOME."
        )
        raise Refused(message) from None
    return file


def _prepare(environment: Environment) -> None:
    """Bring the stores to this version and load the content pack into empty ones."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ambasada.config.settings")
    import django  # noqa: PLC0415 -- only after the refusals that need no Django

    django.setup()
    from django.db import connections  # noqa: PLC0415 -- needs Django set up

    from ambasada.config.prepare import prepare  # noqa: PLC0415 -- needs Django set up

    prepare(environment)
    connections.close_all()  # children must not share a connection


def _fork(work: Callable[[Environment], None], environment: Environment) -> int:
    """Run work in a child process that starts with everything loaded; return its id."""
    child = os.fork()
    if child:
        return child
    try:
        work(environment)
    except SystemExit as leaving:
        os._exit(int(leaving.code or 0))
    except BaseException:  # noqa: BLE001 -- the child's last line; the parent says the sentence
        os._exit(1)
    os._exit(0)


def _web(environment: Environment) -> None:
    from granian.constants import Interfaces  # noqa: PLC0415 -- slow import, web process only
    from granian.server import Server  # noqa: PLC0415 -- slow import, web process only

    Server(
        "ambasada.config.asgi:application",
        address=environment.host,
        port=environment.port_number,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()


def _worker(environment: Environment) -> None:  # noqa: ARG001
    from django.core.management import call_command  # noqa: PLC0415 -- needs Django set up

    call_command("db_worker", verbosity=0)


def _stop_with(children: list[int]) -> None:
    """Pass a stop signal on to the children, so that none outlives this process."""

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        for child in children:
            _signal(child, signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def _signal(child: int, number: int) -> None:
    try:
        os.kill(child, number)
    except ProcessLookupError:
        pass


def _is_ready(environment: Environment, children: list[int]) -> bool:
    """Wait until the server answers; False if it was told to stop meanwhile."""
    deadline = time.monotonic() + _READY_WITHIN
    host = "127.0.0.1" if environment.host == "0.0.0.0" else environment.host  # noqa: S104
    while time.monotonic() < deadline:
        connection = HTTPConnection(host, environment.port_number, timeout=1)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status:
                return True
        except OSError:
            if os.waitpid(children[0], os.WNOHANG)[0]:
                return False
            time.sleep(0.1)
        finally:
            connection.close()
    return False


def _wait(children: list[int]) -> None:
    """Wait for the first child to end, end the others, and fail unless all ended well."""
    codes = []
    left = set(children)
    deadline = float("inf")
    while left:
        for child in list(left):
            try:
                ended, status = os.waitpid(child, os.WNOHANG)
            except ChildProcessError:
                ended, status = child, 0
            if ended:
                left.discard(child)
                codes.append(os.waitstatus_to_exitcode(status))
                deadline = min(deadline, time.monotonic() + _STOP_WITHIN)
                for other in left:
                    _signal(other, signal.SIGTERM)
        if time.monotonic() > deadline:
            for child in left:
                _signal(child, signal.SIGKILL)
        time.sleep(0.2)
    if any(code not in {0, -signal.SIGTERM, -signal.SIGINT} for code in codes):
        message = "The server stopped by itself. Start it again; if it stops again, run `ambasada check`."
        raise Refused(message)
    sys.stdout.flush()
