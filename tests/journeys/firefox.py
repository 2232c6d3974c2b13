"""Debian's Firefox, driven by what it brings for that itself: Marionette, JSON over a socket."""

import contextlib
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from tests.running_site import free_port

PROGRAM = shutil.which("firefox-esr")
_WITHIN = 30  # seconds
# What it would ask of its maker's hosts: the tests leave this machine for nothing.
_QUIET = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.search.update": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:9/",
    "toolkit.telemetry.enabled": False,
}


class Firefox:
    """One window of it."""

    def __init__(self, line: BinaryIO, connection: socket.socket) -> None:
        self._line = line
        self._connection = connection
        self._asked = 0
        self._heard()  # who it is
        self.does("WebDriver:NewSession", capabilities={"alwaysMatch": {}})

    def does(self, command: str, **values: object) -> Any:  # noqa: ANN401 -- of each its own
        """Do what Marionette names so. Raises RuntimeError if it can't."""
        self._asked += 1
        sent = json.dumps([0, self._asked, command, values]).encode()
        self._connection.sendall(b"%d:%s" % (len(sent), sent))
        _kind, _number, error, result = self._heard()
        if error:
            raise RuntimeError(error)
        return result

    def opens(self, address: str) -> None:
        self.does("WebDriver:Navigate", url=address)

    def goes_back(self) -> None:
        self.does("WebDriver:Back")

    @property
    def title(self) -> str:
        return str(self.does("WebDriver:GetTitle")["value"])

    def asks(self, script: str) -> Any:  # noqa: ANN401 -- of each its own
        """Return what an expression is in the page."""
        return self.does("WebDriver:ExecuteScript", script=f"return {script}", args=[])["value"]

    def waits_for_title(self, title: str) -> None:
        deadline = time.monotonic() + _WITHIN
        while self.title != title:
            assert time.monotonic() < deadline, self.title
            time.sleep(0.05)

    def presses(self, name: str) -> None:
        """Press the button or link that is named so, as soon as it is there."""
        path = f"//*[self::button or self::a][normalize-space()='{name}']"
        self.does("WebDriver:ElementClick", id=self._found(path))

    def types(self, identity: str, text: str) -> None:
        element = self._found(f"//*[@id='{identity}']")
        self.does("WebDriver:ElementSendKeys", id=element, text=text)

    def sees(self, heading: str) -> None:
        self._found(f"//h1[normalize-space()='{heading}']")

    def _found(self, path: str) -> str:
        deadline = time.monotonic() + _WITHIN
        while True:
            try:
                found = self.does("WebDriver:FindElement", using="xpath", value=path)["value"]
                return str(next(iter(found.values())))
            except RuntimeError:
                assert time.monotonic() < deadline, path
                time.sleep(0.05)

    def _heard(self) -> Any:  # noqa: ANN401 -- a list, or who it is
        size = b""
        while (digit := self._line.read(1)) != b":":
            size += digit
        return json.loads(self._line.read(int(size)))


@contextlib.contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """Start it with a profile of its own, until the block ends."""
    assert PROGRAM
    port, profile = free_port(), folder / "profile"
    profile.mkdir(parents=True)
    wanted = _QUIET | {"marionette.port": port}
    lines = (f'user_pref("{name}", {json.dumps(value)});\n' for name, value in wanted.items())
    (profile / "user.js").write_text("".join(lines))
    command = [PROGRAM, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        with _connected(port, process) as connection, connection.makefile("rb") as line:
            yield Firefox(line, connection)
    finally:
        process.terminate()
        process.wait(_WITHIN)


def _connected(port: int, process: "subprocess.Popen[bytes]") -> socket.socket:
    deadline = time.monotonic() + _WITHIN
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=_WITHIN)
        except OSError:
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.1)
