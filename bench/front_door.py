"""How fast the front door serves a page, beside nginx and beside Django, one process each."""

import gzip
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from bench.commands import ROOT, output_of, without_settings
from bench.figures import Figure, Unmeasured
from bench.serving import Serving, free_port

_PAGE = "/en/about/"
_CONNECTIONS = 32
_SECONDS = 6
_ROUNDS = 3  # taken in turn, so that another load on the machine weighs on all of them
_GRANIAN = (
    "from granian.server import Server; from granian.constants import Interfaces; import sys;"
    "Server(sys.argv[1], address='127.0.0.1', port=int(sys.argv[2]), interface=Interfaces.ASGI,"
    " websockets=False, log_enabled=False, workers=1, workers_kill_timeout=5).serve()"
)
_NGINX = """
worker_processes 1;
pid {folder}/nginx.pid;
error_log /dev/null crit;
events {{ worker_connections 256; }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 100000000;
    gzip_static always;
    default_type "text/html; charset=utf-8";
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/site;
        {headers}
    }}
}}
"""


def measure_front_door(site: Serving) -> list[Figure]:
    """Ask for one page over 32 connections, in turn of nginx, the front door and Django."""
    for tool in ("wrk", "nginx"):
        if shutil.which(tool) is None:
            message = f"{tool} is not here: install Debian’s packages wrk and nginx-light."
            raise Unmeasured(message)
    folder = site.home.with_suffix(".nginx")
    folder.mkdir()
    _copy_page(site, folder)
    environment = without_settings() | {"AMBASADA_HOME": str(site.home)}
    with (
        _nginx(folder) as nginx,
        _granian("ambasada.config.asgi:application", environment) as door,
        _granian("bench.django_public:application", environment) as django,
    ):
        ports = {"nginx": nginx, "front door": door, "Django": django}
        rounds = [{name: _load(port) for name, port in ports.items()} for _ in range(_ROUNDS)]
    return list(_figures(rounds))


def _figures(rounds: list[dict[str, tuple[float, float]]]) -> Iterator[Figure]:
    def best(name: str) -> float:
        return max(each[name][0] for each in rounds)

    slowest = min(each["front door"][1] for each in rounds)
    door, nginx, django = (best(name) for name in ("front door", "nginx", "Django"))
    note = f"{_PAGE}, gzip, {_CONNECTIONS} connections, best of {_ROUNDS}, {_SECONDS} s each"
    yield Figure("nginx, the same bytes", nginx, "/s", note=note, places=0)
    yield Figure("Front door, one process", door, "/s", places=0)
    yield Figure("Front door as a part of nginx", door / nginx, "", least=0.4, places=2)
    yield Figure("99 of 100 answers of the front door within", slowest, "ms", 30)
    yield Figure("The same page rendered for each request", django, "/s", places=0)
    yield Figure("Front door faster than rendering", door / django, "times", least=100, places=0)


def _copy_page(site: Serving, folder: Path) -> None:
    """Put the very bytes the front door sends where nginx finds them."""
    connection = site.connect()
    connection.request("GET", _PAGE, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    place = folder / "site" / _PAGE.strip("/")
    place.mkdir(parents=True)
    (place / "index.html.gz").write_bytes(body)
    (place / "index.html").write_bytes(gzip.decompress(body))  # without it nginx lists the folder
    skipped = {"content-length", "content-type", "content-encoding", "server", "date", "etag"}
    lines = [
        f'add_header {name} "{value}" always;'
        for name, value in answer.getheaders()
        if name.lower() not in skipped
    ]
    (folder / "headers").write_text("\n        ".join(lines), encoding="ascii")


@contextmanager
def _nginx(folder: Path) -> Iterator[int]:
    port = free_port()
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)  # its worker is another user
    os.chmod(folder.parent, 0o755)  # noqa: S103, PTH101 -- a folder of the benchmark's own
    file = folder / "nginx.conf"
    headers = (folder / "headers").read_text(encoding="ascii")
    file.write_text(_NGINX.format(folder=folder, port=port, headers=headers), encoding="ascii")
    command = ["nginx", "-c", str(file), "-g", "daemon off;"]
    with _running(command, without_settings(), port):
        yield port


@contextmanager
def running_front_door(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Run the front door alone until the block ends; yield its port and its process."""
    port = free_port()
    command = [sys.executable, "-c", _GRANIAN, "ambasada.config.asgi:application", str(port)]
    with _running(command, environment, port) as process:
        yield port, process


@contextmanager
def _granian(application: str, environment: dict[str, str]) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-c", _GRANIAN, application, str(port)]
    with _running(command, environment, port):
        yield port


@contextmanager
def _running(command: list[str], environment: dict[str, str], port: int) -> Iterator[int]:
    server = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603 -- written out here
    try:
        _wait_for(port)
        yield server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", _PAGE, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
        except OSError:
            time.sleep(0.2)
        else:
            if answer.status == 200:  # noqa: PLR2004 -- HTTP
                return
            message = f"The page answered {answer.status}: the site is not whole, mend that first."
            raise Unmeasured(message)
        finally:
            connection.close()
    message = "A server to compare with did not answer within a minute."
    raise Unmeasured(message)


def _load(port: int) -> tuple[float, float]:
    """Return requests a second, and within how many milliseconds 99 of 100 were answered."""
    said = output_of(
        [
            "wrk",
            "--threads=1",
            f"--connections={_CONNECTIONS}",
            f"--duration={_SECONDS}s",
            "--latency",
            "--header=Accept-Encoding: gzip",
            f"http://127.0.0.1:{port}{_PAGE}",
        ],
        within=_SECONDS + 30,
    )
    if "Non-2xx" in said or "Socket errors" in said:
        message = "Some requests failed: the figures would mean nothing."
        raise Unmeasured(message)
    rate = re.search(r"Requests/sec:\s+([0-9.]+)", said)
    late = re.search(r"99%\s+([0-9.]+)(us|ms|s)", said)
    if rate is None or late is None:
        message = "wrk printed no figures."
        raise Unmeasured(message)
    scale = {"us": 0.001, "ms": 1.0, "s": 1000.0}[late[2]]
    return float(rate[1]), float(late[1]) * scale
