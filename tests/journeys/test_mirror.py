"""A post is published, and read from a mirror with scripts off while the site itself is gone."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ambasada.lib.minisign import PublicKey
from tests.factories.web_servers import nginx_on
from tests.running_site import REPOSITORY, raised, served

_STATEMENT = str(REPOSITORY / "tests" / "statements" / "examples" / "en-pasted-page.txt")


def test_post_is_read_from_a_mirror_when_the_site_is_gone(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    site, mirror = raised(tmp_path_factory, "mirrored"), tmp_path / "mirror"
    root = PublicKey.read((site.home / "keys" / "gb" / "root.pub").read_text())
    pull = ("mirror", "pull", site.public, str(mirror))
    with served(site):
        done(site.command(*pull, "--root", root.line))
        path = done(site.command("import", "statement", _STATEMENT))[-1]
        site.wait_until_baked()
        done(site.command(*pull))
    refused = site.command(*pull)

    page = open_page(java_script_enabled=False)
    with nginx_on(mirror, tmp_path / "nginx") as server:
        page.goto(f"http://127.0.0.1:{server.port}/en/statements/")
        page.locator(f"a[href='{path}']").first.click()
        expect(page).to_have_url(f"http://127.0.0.1:{server.port}{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.locator("form").count() == 0
        page.goto(f"http://127.0.0.1:{server.port}/en/verify/")
        expect(page.get_by_text(root.line, exact=True)).to_be_visible()
        expect(page.get_by_text(root.fingerprint, exact=True)).to_be_visible()

    assert refused.returncode == 1
    assert "cannot be fetched" in refused.stderr
    assert "is served on" in refused.stderr


def done(command: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the lines of a command that must not be refused."""
    assert command.returncode == 0, command.stderr
    return command.stdout.splitlines()
