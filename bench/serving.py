"""An embassy served as a volunteer would serve it, in a data folder of its own."""

import socket
import subprocess
import time
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.commands import ROOT, output_of, without_settings
from bench.figures import Unmeasured
from bench.statement import INVENTED_STATEMENT

READY_LINE = "Ambasada is ready:"
_STOP_WITHIN = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Serving:
    """`script/serve` from `checkout`, from the call to the ready line until the block ends.

    `seconds` is how long it took to be ready. Stopped by its process id; its children end with it.
    """

    def __init__(
        self,
        home: Path,
        *,
        checkout: Path = ROOT,
        within: float = 120,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.home = home
        self.checkout = checkout
        self.port = free_port()
        self.seconds = 0.0
        self._within = within
        self._said = home.with_suffix(".log")
        self._environment = without_settings() | (environment or {})
        self._environment |= {"AMBASADA_HOME": str(home), "AMBASADA_PORT": str(self.port)}

    def __enter__(self) -> Self:
        began = time.monotonic()
        with self._said.open("wb") as said:
            self._server = subprocess.Popen(  # noqa: S603 -- the script of a checkout of ours
                [str(self.checkout / "script" / "serve")],
                cwd=self.checkout,
                env=self._environment,
                stdout=said,
                stderr=said,
            )
        try:
            self._wait_until_ready(began + self._within)
        except BaseException:
            self._stop()
            raise
        self.seconds = time.monotonic() - began
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    @property
    def process(self) -> int:
        return self._server.pid

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> HTTPConnection:
        return connected_to(self.port)

    def import_invented_statement(self) -> None:
        file = self.home.with_suffix(".txt")
        file.write_text(INVENTED_STATEMENT, encoding="utf-8")
        command = str(self.checkout / ".venv" / "bin" / "ambasada")
        output_of(
            [command, "import", "statement", str(file)], within=60, environment=self._environment
        )

    def _wait_until_ready(self, deadline: float) -> None:
        while READY_LINE not in self._said.read_text(encoding="utf-8", errors="replace"):
            if self._server.poll() is not None or time.monotonic() > deadline:
                said = self._said.read_text(encoding="utf-8", errors="replace").strip()[-1000:]
                message = f"The server was not ready within {self._within:g} s. It said:\n{said}"
                raise Unmeasured(message)
            time.sleep(0.02)

    def _stop(self) -> None:
        """Ask the server to stop, and end it if it does not."""
        self._server.terminate()
        try:
            self._server.wait(timeout=_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait(timeout=_STOP_WITHIN)


def connected_to(port: int) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", port, timeout=20)


def fetch(connection: HTTPConnection, path: str, accept: str = "br, gzip") -> tuple[bytes, str]:
    """Return the body as it came over the wire, and its encoding; "" if it has none.

    Raises Unmeasured if the answer is anything but 200.
    """
    try:
        connection.request("GET", path, headers={"Accept-Encoding": accept})
        response = connection.getresponse()
        body = response.read()
    except (OSError, HTTPException) as error:
        message = f"{path} was not answered ({type(error).__name__})."
        raise Unmeasured(message) from None
    if response.status != HTTPStatus.OK:
        message = f"{path} answered {response.status}: the site is not whole, mend that first."
        raise Unmeasured(message)
    return body, response.getheader("Content-Encoding", "")
