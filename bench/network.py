"""What Chromium recorded of its network: what the pages of a site asked for, and of whom."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from bench.figures import Unmeasured

_SCHEMES = {"http", "https", "ws", "wss"}


@dataclass(frozen=True)
class Network:
    """The requests of a browser that read one site, sorted by who wanted them.

    The browser's own errands (updates, its maker's accounts) are told apart by what it writes
    down for each request: the page that wanted it, or none.
    """

    here: int
    elsewhere: list[str]
    looked_up: list[str]
    errands: int

    @property
    def described(self) -> str:
        return f"of {self.here}; {self.errands} errands of Chromium itself left out"

    @classmethod
    def read(cls, record: Path, address: str) -> Self:
        """Sort the events of a net log; raises Unmeasured if the site is not even in it."""
        kept = json.loads(record.read_text(encoding="utf-8"))
        types: dict[str, int] = kept["constants"]["logEventTypes"]
        requests = _events(kept, types["URL_REQUEST_START_JOB"])
        addresses = [(each.get("url", ""), each.get("initiator", "")) for each in requests]
        asked = [(url, by) for url, by in addresses if urlsplit(url).scheme in _SCHEMES]
        here = sum(url.startswith(f"{address}/") for url, _ in asked)
        if not here:
            message = "Chromium recorded no request to the site: its record cannot be trusted."
            raise Unmeasured(message)
        others = [(url, by) for url, by in asked if not url.startswith(f"{address}/")]
        elsewhere = [url for url, by in others if by == address]
        looked_up = [
            each["host"]
            for each in _events(kept, types["HOST_RESOLVER_MANAGER_REQUEST"])
            if _is_of(each, address) and each.get("host") not in {address, urlsplit(address).netloc}
        ]
        return cls(here, elsewhere, looked_up, len(others) - len(elsewhere))


def _events(kept: dict[str, Any], kind: int) -> list[dict[str, Any]]:
    return [each["params"] for each in kept["events"] if each["type"] == kind and "params" in each]


def _is_of(look_up: dict[str, Any], address: str) -> bool:
    """Tell whether a page of the site wanted a name; the record has its host without a port."""
    origin = f"{urlsplit(address).scheme}://{urlsplit(address).hostname} "
    return str(look_up.get("network_anonymization_key", "")).startswith(origin)
