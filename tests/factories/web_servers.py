"""Debian's nginx on a folder, as somebody with a mirror would run it."""

import contextlib
import http.client
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.running_site import free_port

NGINX = "/usr/sbin/nginx"
_CONFIGURATION = """\
daemon off;
worker_processes 1;
user root;
pid {here}/nginx.pid;
error_log {here}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {here}/body;
    proxy_temp_path {here}/proxy;
    fastcgi_temp_path {here}/fastcgi;
    uwsgi_temp_path {here}/uwsgi;
    scgi_temp_path {here}/scgi;
    server {{
        listen 127.0.0.1:{port};
        include {folder}/current/nginx.conf;
    }}
}}
"""


@dataclass(frozen=True)
class Said:
    """What a web server answers."""

    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes


@dataclass(frozen=True)
class WebServer:
    port: int

    def ask(self, path: str, **headers: str) -> Said:
        """Ask for a path; headers by name, with _ for -."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        asked = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers={"Host": "mirror.example.org", **asked})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Said(answer.status, told, body)


@contextlib.contextmanager
def nginx_on(folder: Path, here: Path) -> Iterator[WebServer]:
    """Serve a copy until the block ends; nginx keeps its own files in `here`."""
    port = free_port()
    here.mkdir()
    configuration = here / "nginx.conf"
    configuration.write_text(_CONFIGURATION.format(here=here, port=port, folder=folder))
    server = subprocess.Popen(
        [NGINX, "-p", str(here), "-c", str(configuration), "-e", str(here / "error.log")],
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 20
        while not _answers(port):
            assert server.poll() is None, (here / "error.log").read_text()
            assert time.monotonic() < deadline, "nginx does not answer"
            time.sleep(0.05)
        yield WebServer(port)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
