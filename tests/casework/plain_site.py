"""A running site with an onion address where the server seals, asked past Tor."""

import contextlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from ambasada.lib.minisign import SecretKey
from tests.asking import Answer, Asker
from tests.casework.desks import Desk, desk_of_site, run_at
from tests.factories.onions import onion_of
from tests.factories.staff import PASSWORD
from tests.running_site import RunningSite, served

ONION = onion_of(7)
HERE, BOX = "/gb/en/plain/", "/gb/en/plain/box/"


@dataclass(frozen=True)
class PlainSite(RunningSite):
    """A site whose operator turned the path without scripts on."""

    plain_port: int = 0

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {
            "AMBASADA_PLAIN_ORIGIN": ONION,
            "AMBASADA_PLAIN_PORT": str(self.plain_port),
        }

    def asks(self, path: str, **fields: str) -> Answer:
        """Ask as somebody without scripts does; with fields, a form is sent."""
        asker = Asker(self.plain_port, host=ONION.removeprefix("http://"))
        return asker.ask_form(path, urlencode(fields)) if fields else asker.ask(path)


@contextlib.contextmanager
def plain_served(site: PlainSite, member: str) -> Iterator[tuple[subprocess.Popen[bytes], Desk]]:
    """Serve a site, with one member on duty who opened the path."""
    with served(site) as server:
        root = SecretKey.read((site.home / "keys" / "gb" / "root.key").read_text())
        desk = desk_of_site(site, [member], password=PASSWORD, root=root)
        run_at(site, "plain", {"by": member})
        yield server, desk
