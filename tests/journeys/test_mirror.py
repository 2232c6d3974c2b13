"""A post is published, and read from a mirror with scripts off while the site itself is gone."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ambasada.lib.minisign import PublicKey
from tests.factories.web_servers import nginx_on
from tests.journeys.desk import Desk, Reader
from tests.journeys.joining import join_as_founder, join_as_second
from tests.running_site import RunningSite, raised, served

TITLE = "An evening of letters to prisoners"


def test_post_and_the_copy_to_read_offline_are_had_from_a_mirror_when_the_site_is_gone(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    site, mirror = raised(tmp_path_factory, "mirrored"), tmp_path / "mirror"
    root = PublicKey.read((site.home / "keys" / "gb" / "root.pub").read_text())
    pull = ("mirror", "pull", site.public, str(mirror))
    for stale in (site.home / "editions" / "gb").glob("information.zip*"):
        stale.unlink()  # made while the site had another port, which is part of its address
    with served(site):
        done(site.command(*pull, "--root", root.line))
        path = publish(site, by=open_page(), yes_of=open_page())
        site.wait_until_baked()
        site.wait_until_bundled()
        told = done(site.command(*pull))
    refused = site.command(*pull)

    page = open_page(java_script_enabled=False)
    with nginx_on(mirror, tmp_path / "nginx") as server:
        read_at(f"http://127.0.0.1:{server.port}", path, page=page)
        page.goto(f"http://127.0.0.1:{server.port}/en/verify/")
        expect(page.get_by_text(root.line, exact=True)).to_be_visible()
        expect(page.get_by_text(root.fingerprint, exact=True)).to_be_visible()
        saved = server.ask("/offline/information.zip")

    assert not any("The copy to read offline" in line for line in told)
    assert saved.body == (site.home / "editions" / "gb" / "information.zip").read_bytes()
    search_in(saved.body, tmp_path, page=open_page())
    assert refused.returncode == 1
    assert "cannot be fetched" in refused.stderr
    assert "is served on" in refused.stderr


def publish(site: RunningSite, *, by: Page, yes_of: Page) -> str:
    """Let one member write a news item and another approve it; return its path."""
    join_as_founder(by, site)
    join_as_second(yes_of, site, invited_by=by)
    writer = Desk(by, site)
    writer.write_news(TITLE)
    Desk(yes_of, site).approve(writer.ask())
    return f"/en/{Reader.at(by.context.new_page(), site).link_to(TITLE, on='en/news/')}"


def read_at(address: str, path: str, *, page: Page) -> None:
    """Find the item in the list of news, and read it."""
    page.goto(f"{address}/en/news/")
    page.locator(f"a[href='{path}']").first.click()
    expect(page).to_have_url(f"{address}{path}")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert page.locator("form").count() == 0


def search_in(copy: bytes, folder: Path, *, page: Page) -> None:
    """Open a copy to read offline from a file, and find something in it."""
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        archive.extract("information.html", folder)
    page.goto(f"file://{folder}/information.html")
    # The bullet of an inline block stands on its last line.
    expect(page.locator("nav a").first).to_have_css("display", "block")
    page.get_by_label("Search in this file").first.fill("emergency")
    expect(page.get_by_role("status").first).to_have_text(re.compile(r"^Pages found: [1-9]"))


def done(command: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the lines of a command that must not be refused."""
    assert command.returncode == 0, command.stderr
    return command.stdout.splitlines()
