"""A statement goes out at its minute in three languages, and is read far away from a mirror.

Before that minute its words are nowhere; after it they are everywhere, and a wrong number in them
is put right in the open (domain.md, scenario A1).
"""

import json
import subprocess
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser
import pytest
from playwright.sync_api import Page, Request, expect

from ambasada.lib.minisign import PublicKey
from tests.factories.web_servers import nginx_on
from tests.journeys.desk import Desk, Reader
from tests.journeys.joining import join_as_founder, join_as_second
from tests.journeys.six_years import (
    CORRECTIONS,
    PATHS,
    RIGHT,
    TITLES,
    WRONG,
    correct,
    correct_translations,
    write_in_all_languages,
)
from tests.running_site import RunningSite, raised, served

LONDON = ZoneInfo("Europe/London")
# Nowhere else in the pack: the slug and the words of each language.
SLUGS = [path.split("/")[1] for path in PATHS.values()]
CANARIES = [*SLUGS, *TITLES.values(), *WRONG.values()]
PLACES = ("", "statements/", "news/", "statements/feed.atom", "statements/feed.json")
LARGEST = 60_000  # bytes that a page may weigh on the wire, with all it loads
INSIDE = {"ru": "Если вы в Беларуси"}


def test_statement_goes_out_at_its_minute_and_is_read_from_a_mirror(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    site, mirror = raised(tmp_path_factory, "embargoed"), tmp_path / "mirror"
    root = PublicKey.read((site.home / "keys" / "gb" / "root.pub").read_text())
    with served(site):
        alesia, lew = Desk(open_page(), site), Desk(open_page(), site)
        join_as_founder(alesia.page, site)
        join_as_second(lew.page, site, invited_by=alesia.page)
        page, translations = write_in_all_languages(alesia)
        moment = soon()
        approve_for_its_moment(lew, ask_for(alesia, page, moment))
        pull(site, mirror, root)
        assert datetime.now(UTC) < moment, "the journey was too slow for its moment"
        assert said_on(site) | said_in(mirror) | said_in(site.home / "editions") == set()

        appears(site, moment)
        assert len(set(editions_with(site))) == 1
        before = entry_of_a_minute(site, moment)

        correct_in_all(alesia, lew, page=page, translations=translations)
        expect_corrected(site, open_page(java_script_enabled=False), before)
        bundle_anew(site)
        pull(site, mirror, root)
        assert not any(each in site.log.read_text() for each in CANARIES)
    with nginx_on(mirror, tmp_path / "nginx") as server:
        read_far_away(f"http://127.0.0.1:{server.port}", open_page(java_script_enabled=False))
        places = ("/offline/information.zip", "/offline/information.zip.minisig")
        copy, signature = (server.ask(each).body for each in places)
    save_and_verify(copy, signature, folder=tmp_path, root=root)


def approve_for_its_moment(member: Desk, address: str) -> None:
    member.page.goto(address)
    member.press("Approve")
    member.use_passkey_if_asked()
    member.says("Approved: it goes out at its moment, and not before.")


def soon() -> datetime:
    """Return the full minute that is far enough for two members to do what they do."""
    now = datetime.now(UTC)
    return (now + timedelta(seconds=195)).replace(second=0, microsecond=0)


def ask_for(member: Desk, page: int, moment: datetime) -> str:
    """Ask for all languages together, for a moment named in the embassy's own time."""
    member.go(f"approvals/ask/page/{page}/")
    for box in member.page.locator("[name=version]").all():
        box.check()
    local = moment.astimezone(LONDON)
    member.page.get_by_label("Day").fill(f"{local:%Y-%m-%d}")
    member.page.get_by_label("Hour and minute").fill(f"{local:%H:%M}")
    member.page.get_by_label("Time zone").select_option("Europe/London")
    return member.ask()


def pull(site: RunningSite, mirror: Path, root: PublicKey) -> None:
    site.wait_until_baked()
    known = () if mirror.exists() else ("--root", root.line)
    done = site.command("mirror", "pull", site.public, str(mirror), *known)
    assert done.returncode == 0, done.stderr


def reads(site: RunningSite, path: str) -> str:
    """Return what a program gets at a path, whatever the status is."""
    answer = subprocess.run(
        ["curl", "-s", "-L", f"{site.public}/{path}"], capture_output=True, check=True, timeout=30
    )
    return answer.stdout.decode(errors="replace")


def said_on(site: RunningSite) -> set[str]:
    """Return where on the site a canary stands."""
    paths = ["", "sitemap.xml", "edition/manifest.json"]
    places = (*PLACES, *PATHS.values())
    paths += [f"{language}/{place}" for language in TITLES for place in places]
    return {path for path in paths if any(each in reads(site, path) for each in CANARIES)}


def said_in(folder: Path) -> set[str]:
    """Return which files below a folder hold a canary, in their name or in what they say."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    return {
        each.name
        for each in files
        if any(canary in str(each) or canary.encode() in each.read_bytes() for canary in CANARIES)
    }


def appears(site: RunningSite, moment: datetime) -> None:
    """Wait until all languages are there; none may be early."""
    said: set[str] = set()
    while said != set(TITLES):
        said = {each for each in TITLES if TITLES[each] in reads(site, f"{each}/{PATHS[each]}")}
        assert not said or datetime.now(UTC) >= moment, "it went out early"
        assert datetime.now(UTC) < moment + timedelta(minutes=4), "it did not go out"


def editions_with(site: RunningSite) -> list[int]:
    """Return for each language the number of the first edition that has the statement."""
    folder = site.home / "editions" / "gb"
    numbers = sorted(int(each.name) for each in folder.iterdir() if each.name.isdecimal())
    found: dict[str, int] = {}
    for number in numbers:
        entries = json.loads((folder / str(number) / "manifest.json").read_bytes())["files"]
        for language in TITLES:
            if f"/{language}/{PATHS[language]}" in entries:
                found.setdefault(language, number)
    return [found[language] for language in TITLES]


def entry_of_a_minute(site: RunningSite, moment: datetime) -> feedparser.FeedParserDict:
    """Return the entry once its minute is over: feeds tell no more than the minute."""
    entry = entry_of(site)
    while datetime.now(UTC) < moment + timedelta(minutes=1):
        time.sleep(1)
    return entry


def entry_of(site: RunningSite) -> feedparser.FeedParserDict:
    """Return the statement's entry in the Russian feed."""
    entries = feedparser.parse(reads(site, "ru/statements/feed.atom")).entries
    [entry] = [each for each in entries if each.title == TITLES["ru"]]
    return entry


def correct_in_all(alesia: Desk, lew: Desk, *, page: int, translations: dict[str, int]) -> None:
    """Put the number right where it was found, then in the other languages together."""
    correct(alesia, page)
    lew.approve(alesia.ask())
    correct_translations(alesia, page, translations)
    lew.approve(alesia.ask_in_all_languages(page))


def expect_corrected(site: RunningSite, page: Page, before: feedparser.FeedParserDict) -> None:
    reader = Reader.at(page, site)
    for language in TITLES:
        reader.reads(f"{language}/{PATHS[language]}", RIGHT[language])
        reader.reads(f"{language}/{PATHS[language]}", CORRECTIONS[language])
        own = reader.page.url.removeprefix(f"{site.public}/")
        reader.reads(f"{own}versions/1/", WRONG[language])
    after = entry_of(site)
    assert after.id == before.id
    assert after.updated > before.updated
    assert CORRECTIONS["ru"] in after.content[0].value


def bundle_anew(site: RunningSite) -> None:
    """Wait for a copy of now: one that is there rests ten minutes, a lost one is made at once."""
    for stale in (site.home / "editions" / "gb").glob("information.zip*"):
        stale.unlink()
    site.wait_until_bundled()


def read_far_away(mirror: str, page: Page) -> None:
    """Read the Russian text from a mirror: light, silent, with the warning above the words."""
    asked: list[Request] = []
    page.on("request", lambda each: asked.append(each))  # noqa: PLW0108 -- Playwright marks it as its own
    page.goto(f"{mirror}/ru/{PATHS['ru']}")
    sizes = [each.sizes() for each in asked]
    weight = sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sizes)
    assert weight <= LARGEST
    assert {each.url.split("/")[2] for each in asked} == {mirror.split("/")[2]}
    assert page.context.cookies() == []
    said = page.locator("main").inner_text()
    assert said.index(INSIDE["ru"]) < said.index(RIGHT["ru"])
    expect(page.locator("form")).to_have_count(0)
    expect(page.locator("a.exit")).to_have_attribute("href", "/exit/")


def save_and_verify(copy: bytes, signature: bytes, *, folder: Path, root: PublicKey) -> None:
    """Look into the copy to read offline: it is signed, and no form is inside."""
    saved = folder / "information.zip"
    saved.write_bytes(copy)
    saved.with_name("information.zip.minisig").write_bytes(signature)
    with zipfile.ZipFile(saved) as archive:
        charter = archive.read("edition/charter.json")
        proof = archive.read("edition/charter.json.minisig").decode()
        said = archive.read("information.html")
    root.verify(charter, proof)
    assert b"<form" not in said
    assert RIGHT["ru"].encode() in said
    keys = [each["key"] for each in json.loads(charter)["keys"]]
    told = [
        subprocess.run(["minisign", "-V", "-m", str(saved), "-P", key], check=False).returncode
        for key in keys
    ]
    assert 0 in told
