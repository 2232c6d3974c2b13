"""`ambasada serve`: check the stores once, then run web server, worker, clock and baker."""

import argparse
import errno
import fcntl
import logging
import os
import socket
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import IO, Any

from ambasada.config.environment import Environment, read_environment
from ambasada.config.processes import fork, has_ended, stop_together, wait_for
from ambasada.lib.refused import Refused

# A member's slow upload in one process must not keep readers waiting.
_WORKERS = 2
PLAIN_ADDRESS = "127.0.0.1"  # where Tor hands over what comes to the onion address
_PAUSE = 2  # seconds until the task worker asks the database again
_ANSWER_WITHIN = 5  # seconds a worker has, when stopping, for requests it has begun
# The worker that renders pages loads Django in about 3 s on two old cores.
_READY_WITHIN = 60.0


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command."""
    parser = commands.add_parser("serve", help="Prepare the data folder and serve the site.")
    parser.set_defaults(run=run, needs_django=False)


def run(options: argparse.Namespace) -> None:  # noqa: ARG001
    """Serve until stopped; refuse before anything is changed if it can't be done."""
    environment = read_environment()
    _ = (
        environment.mailbox,
        environment.mail_server,
        environment.looks_at_links,
        environment.desk_url,
        environment.plain_host,
    )  # refused before anything is changed
    _require_free_port(environment.host, environment.port_number, name="AMBASADA_PORT")
    if environment.plain_host:
        _require_free_port(PLAIN_ADDRESS, environment.plain_port_number, name="AMBASADA_PLAIN_PORT")
    lock = _lock(environment.home_folder)
    address, invitation = _prepare(environment)
    children = [
        fork(lambda: _web(environment)),
        fork(_worker),
        fork(lambda: _clock(environment)),
        fork(_baker),
    ]
    if environment.plain_host:
        children.append(fork(lambda: _plain(environment)))
    stop_together(children)
    if _is_ready(environment, children):
        if invitation:
            print(f"Founder's invitation (24 h, once): {invitation}")  # noqa: T201
        print(f"Ambasada is ready: {address}/")  # noqa: T201
        print(f"Staff: {environment.staff_url.geturl()}/admin/", flush=True)  # noqa: T201
    wait_for(children)
    lock.close()


def _require_free_port(host: str, port: int, *, name: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                message = f"Ports below 1024 need more rights. Choose another one in {name}."
                raise Refused(message) from None
            if error.errno != errno.EADDRINUSE:
                message = "AMBASADA_HOST names no address of this machine. 127.0.0.1 always works."
                raise Refused(message) from None
            message = (
                f"Port {port} on {host} is not free. Stop the program that uses it, or choose "
                f"another one in {name}."
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


def _prepare(environment: Environment) -> tuple[str, str | None]:
    """Bring the stores to this version.

    Returns the origin of the first embassy and, until somebody has joined, the founder's link.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ambasada.config.settings")
    import django  # noqa: PLC0415 -- only after the refusals that need no Django

    django.setup()
    from django.db import connections  # noqa: PLC0415 -- needs Django set up

    from ambasada.config.prepare import founders_link, prepare  # noqa: PLC0415 -- likewise

    address = prepare(environment)
    invitation = founders_link()
    connections.close_all()  # children must not share a connection
    return address, invitation


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
        workers=_WORKERS,
        workers_kill_timeout=_ANSWER_WITHIN,
    ).serve()


def _worker() -> None:
    from django.core.management import call_command  # noqa: PLC0415 -- needs Django set up
    from django.db import DatabaseError, close_old_connections  # noqa: PLC0415 -- likewise

    os.nice(5)  # like the clock's: an import of thousands of pages leaves as many tasks
    while True:
        try:
            call_command("db_worker", verbosity=0)
        except DatabaseError:  # in use by another program, or away: readers must not notice
            logging.getLogger(__name__).exception("the task worker lost the database")
            close_old_connections()
            time.sleep(_PAUSE)
        else:
            return


def _clock(environment: Environment) -> None:
    from ambasada.config.clock import run_clock  # noqa: PLC0415 -- needs Django set up

    run_clock(environment)


def _baker() -> None:
    from ambasada.config.baker import run_baker  # noqa: PLC0415 -- needs Django set up

    run_baker()


def _plain(environment: Environment) -> None:
    from ambasada.config.plain import run_plain  # noqa: PLC0415 -- needs Django set up

    run_plain(environment)


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
            if has_ended(children[0]):
                return False
            time.sleep(0.1)
        finally:
            connection.close()
    return False
