"""Sealed help of a running site: the intake that is served there, and people on duty."""

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, expect

from ambasada.lib.minisign import SecretKey
from ambasada.lib.sealing.keys import encoded
from tests.asking import Asker
from tests.casework.client import Helper, Published
from tests.casework.desks import run_at
from tests.factories.staff import PASSWORD
from tests.journeys.duty_room import WIDE, enter, unlock
from tests.journeys.person import Opening
from tests.journeys.sealed_people import Duty
from tests.running_site import REPOSITORY, RunningSite


@dataclass
class HelpOnSite:
    """The help desk of one embassy of a site; its people have their keys on paper."""

    site: RunningSite
    embassy: str = "gb"
    people: dict[str, Duty] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://help.localhost:{self.site.port}"

    @property
    def desk(self) -> str:
        return f"http://desk.localhost:{self.site.port}"

    @property
    def root(self) -> SecretKey:
        return SecretKey.read((self.site.home / "keys" / self.embassy / "root.key").read_text())

    def put_on_duty(self, **desks: list[str]) -> None:
        """Let members make keys, and sign a roster of all who ever did."""
        values = {"names": list(desks), "password": PASSWORD, "embassy": self.embassy}
        wire = Asker(self.site.port, host="desk.localhost")
        for name, code in run_at(self.site, "allow", values).items():
            duty = Duty(name, desks=tuple(desks[name]))
            published = Published(wire, self.embassy, self.root.public)
            helper = Helper(published, name, PASSWORD, keys=duty.keys)
            helper.enrol(code, paper=duty.bundles["paper"])
            duty.kid = helper.kid
            self.people[name] = duty
        self.sign()

    def sign(self, *, without: str = "") -> None:
        """Sign the next roster, and let the page of the intake be signed as well."""
        at(self.site, "settle")
        instance = self.site.home / "sealed" / f"{self.embassy}.instance"
        duties = {name: list(each.desks) for name, each in self.people.items() if name != without}
        values = {"root": self.root.file, "desks": duties, "embassy": self.embassy}
        run_at(self.site, "sign", values | {"instance": instance.read_text()})

    def sits_down(self, open_page: Opening, name: str) -> Page:
        """Sign somebody in at the desk, and unlock with the printed key."""
        page = open_page(viewport=WIDE)
        page.goto(f"{self.desk}/{self.embassy}/en/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        enter(page, name, PASSWORD)
        unlock(page, self.people[name])
        return page

    def kept(self, query: str, store: str = "sealed/store.sqlite3") -> list[tuple[object, ...]]:
        with contextlib.closing(sqlite3.connect(self.site.home / store, timeout=20)) as opened:
            return opened.execute(query).fetchall()


def at(site: RunningSite, what: str, *arguments: str) -> None:
    """Do something at a site that its clock would do."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.site_clock", what, *arguments],
        env=site.environment | {"DJANGO_SETTINGS_MODULE": "ambasada.config.settings"},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


def pack_of_testland(folder: Path) -> Path:
    """Return a pack of an embassy of the same nation in Testland, with one guide."""
    pack = folder / "xt"
    shutil.copytree(REPOSITORY / "content" / "gb", pack)
    facts = (pack / "embassy.toml").read_text("utf-8")
    changed = facts.replace('code = "gb"', 'code = "xt"').replace("Great Britain", "Testland")
    (pack / "embassy.toml").write_text(changed, "utf-8")
    return pack


def holding(folder: Path, words: list[str]) -> set[str]:
    """Return which files below a folder hold one of some words, as they are or encoded."""
    spelled = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le")]
    spelled += [encoded(word.encode()).rstrip("=")[:-1].encode() for word in words]
    files = [each for each in folder.rglob("*") if each.is_file()]
    return {
        str(each.relative_to(folder))
        for each in files
        if any(word in each.read_bytes() for word in spelled)
    }
