"""Sealed help of an embassy that is served: one on duty, people who write, a browser to see it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError

from ambasada.lib.minisign import SecretKey
from ambasada.lib.sealing.keys import encoded
from ambasada.lib.sealing.rosters import Roster
from bench.commands import output_of
from bench.figures import Unmeasured
from bench.inside import command_for
from bench.serving import Serving
from tests.asking import Asker
from tests.casework.desks import Desk, run_at
from tests.journeys.sealed_people import Case, Said, appeal
from tests.running_site import RunningSite

MEMBER, PASSWORD = "duty-1", "a sentence only I would write"
_CHROMIUM = "/usr/bin/chromium"
_FLAGS = (
    "--no-sandbox",  # cannot start for root, as whom containers run
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE *localhost",
)
_WITHIN = 300.0


@cache
def desk_on(site: Serving) -> Desk:
    """Return the desk of an installation, with a member on duty whose keys are on paper."""
    running = _running(site)
    root = SecretKey.read(inside(site, "root()"))
    help_wire, desk_wire = (Asker(site.port, host=f"{each}.localhost") for each in ("help", "desk"))
    desk = Desk(help_wire, desk_wire, root)
    codes = run_at(running, "allow", {"names": [MEMBER], "password": PASSWORD})
    desk.add(MEMBER, PASSWORD, codes[MEMBER])
    run_at(running, "sign", {"root": root.file, "desks": {MEMBER: ["help"]}})
    baked = running.command("bake")  # signs the page anew: it names the roster’s installation
    if baked.returncode:
        raise Unmeasured(baked.stderr)
    desk.helper.sign_in()
    return desk


def inside(site: Serving, call: str) -> Any:  # noqa: ANN401 -- JSON
    """Call a function of `bench.helping` on the installation, and return what it printed."""
    environment = _running(site).environment
    environment |= {"DJANGO_SETTINGS_MODULE": "ambasada.config.settings"}
    said = output_of(command_for("helping", call), within=_WITHIN, environment=environment)
    return json.loads(said)


def sealed_case(roster: Roster, text: str) -> Case:
    """Return an appeal of somebody, as their browser seals it; its keys are made outright."""
    return appeal(Said(text, type="other", language="en"), roster)


def sent_appeal(case: Case, roster: Roster) -> dict[str, Any]:
    """Return an appeal as it is sent, but for the work."""
    first = case.rows[0]
    return {
        "embassy": roster.embassy,
        "suite": 1,
        "lookup": case.keys.lookup_sha256,
        "auth": case.keys.auth_sha256,
        "desk": case.desk,
        "class": case.urgency,
        "roster": roster.number,
        "wraps": [
            {"for": label, "wrap": encoded(each)} for label, each in case.wraps["case", 1].items()
        ],
        "header": encoded(case.header),
        "id": first.id,
        "letter": encoded(first.sealed),
    }


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """Run a browser until the block ends."""
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=[*_FLAGS, *flags])
            yield browser
            browser.close()
    except (BrowserError, AssertionError) as error:
        message = f"Chromium did not get through: {str(error).splitlines()[0]}"
        raise Unmeasured(message) from None


def _running(site: Serving) -> RunningSite:
    return RunningSite(site.home, site.port)
