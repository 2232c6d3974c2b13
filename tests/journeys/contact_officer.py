"""A contact officer in journeys: how one joins, what one records, and what is public for a brief.

Run as `python -m tests.journeys.contact_officer` in the environment of a site it publishes an
invented prisoner, a figure and an event of the timeline, as if two members had approved them.
"""

import re
import subprocess
import sys
from datetime import date

import django
from playwright.sync_api import Page

from tests.journeys.desk import Desk
from tests.journeys.joining import follow, use_passkey_if_asked, with_passkey
from tests.running_site import REPOSITORY, RunningSite

PRISONER = "Kastuś Bahdanovič-Test"
SOURCES = ("Test Centre", "Test Committee", "Test Newspaper")
_SETTINGS = {"DJANGO_SETTINGS_MODULE": "ambasada.config.settings"}


def add(desk: Desk, what: str, **fields: str) -> str:
    """Add something on a page of contacts; return where it is shown."""
    desk.go(f"relations/gb/{what}/add/")
    for name, value in fields.items():
        box = desk.page.locator(f"[name='{name}']").first
        kind = box.evaluate("each => each.type")
        if kind in ("radio", "checkbox"):
            desk.page.locator(f"[name='{name}'][value='{value}']").check()
        elif kind == "select-one":
            box.select_option(value)
        else:
            box.fill(value)
    desk.press("Save")
    desk.page.wait_for_url(lambda url: not url.endswith("/add/"))
    return desk.page.url.partition("/admin/")[2]


def below(path: str) -> str:
    """Return what is added below a page of contacts, as `add` names it."""
    return path.removeprefix("relations/gb/").strip("/")


def joins_as_officer(page: Page, name: str, *, first: Desk, second: Desk) -> Desk:
    """Let somebody join who writes; two coordinators then let them keep contacts."""
    link = _invite_writer(first)
    second.go("members/")
    asked = second.page.get_by_role("listitem").filter(has_text="asked for by founder")
    asked.get_by_role("link", name="Vouch", exact=True).click()
    second.press("Vouch")
    use_passkey_if_asked(second.page)
    follow(page, link, name, word=second.page.locator("#word").inner_text())
    with_passkey(page, first.site)

    first.go("members/")
    row = first.page.get_by_role("listitem").filter(has_text=name)
    row.get_by_role("link", name="Change this seat").click()
    use_passkey_if_asked(first.page)
    first.page.locator("[name=role][value=editor]").check()
    first.page.get_by_label("Keeps contacts").check()
    first.press("Ask for this change")
    second.go("members/")
    second.press("Confirm")
    use_passkey_if_asked(second.page)
    second.says("Confirmed: the seat has changed.")
    return Desk(page, first.site)


def _invite_writer(coordinator: Desk) -> str:
    """Make an invitation for somebody who writes; return its link."""
    coordinator.go("members/")
    coordinator.page.get_by_role("link", name="Invite somebody").click()
    coordinator.page.locator("[name=role][value=editor]").check()
    coordinator.press("Make the link")
    use_passkey_if_asked(coordinator.page)
    return coordinator.page.locator("#link").inner_text()


def approve_all(member: Desk) -> int:
    """Look at all that waits for a member, and say yes to it; return how many there were."""
    count = 0
    while True:
        member.go()
        panel = member.page.get_by_role("region", name="Waits for you")
        panel.wait_for()
        links = panel.locator("a").evaluate_all("all => all.map(each => each.href)")
        waiting = [each for each in links if re.search(r"/approvals/\d+/$", each)]
        if not waiting:
            return count
        member.approve(waiting[0])
        count += 1


def publish_for_brief(site: RunningSite) -> None:
    """Let the site tell the public of a prisoner, and of what stands beside them in a brief."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.contact_officer"],
        env=site.environment | _SETTINGS,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


def _publish() -> None:
    from ambasada.network.models import Embassy  # noqa: PLC0415 -- needs Django set up
    from tests.factories.figures import event, figure, said  # noqa: PLC0415 -- likewise
    from tests.factories.prisoners import person, published  # noqa: PLC0415 -- likewise

    embassy = Embassy.objects.select_related("site").get(code="gb")
    published(embassy, person(1, name="Кастусь Багдановіч-Test", name_en=PRISONER))
    figure(embassy, source=said(embassy, SOURCES[1]), as_of=date(2026, 5, 1))
    event(embassy, "2021-03", source=said(embassy, SOURCES[2]))


if __name__ == "__main__":
    django.setup()
    _publish()
