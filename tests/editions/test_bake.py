"""What a bake renders, keeps and serves."""

import contextlib
import errno
import json
import os
import sqlite3
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from ambasada.editions.actions import bake_all, index_all, keys_of, look_at_a_mirror
from ambasada.editions.actions.oven import Oven
from ambasada.editions.actions.release import Authority, authority_of
from ambasada.editions.books import Page, Seen, open_books
from ambasada.editions.public import public_things, without_idle
from ambasada.editions.rendering import render
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Channel, Embassy, EmergencyBlock, FairCopy
from ambasada.network.queries import Facts
from ambasada.publishing.models import NewsPage
from tests.factories.editions import NOW, baked, folders, text_at, visitor_of
from tests.factories.pages import (
    approve_at_once,
    at,
    drafted,
    news,
    statement,
    translated,
    withdraw_at_once,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]
LATER = timedelta(minutes=1)


def test_first_bake_makes_an_edition_of_everything_public(britain: Embassy, tmp_path: Path) -> None:
    with override_settings(EDITIONS_ROOT=tmp_path / "new", KEYS_ROOT=tmp_path / "new keys"):
        made = baked(britain)
        manifest = folders().current_manifest("gb")

    assert made.edition == 1
    assert made.faults == {}
    assert manifest is not None
    pages = FairCopy.objects.public(britain).filter(path__isnull=False)
    paths = {f"/{copy.language}/{copy.path}" for copy in pages}
    assert paths | {"/", "/exit/", "/robots.txt", "/sitemap.xml"} <= manifest.entries.keys()
    assert {"/en/404/", "/be/404/", "/ru/404/"} <= manifest.entries.keys()


def test_nothing_new_makes_no_edition_and_writes_nothing(britain: Embassy) -> None:
    before = {path: path.stat().st_mtime_ns for path in folders().root.joinpath("blobs").rglob("*")}

    made = baked(britain, later=LATER)
    swept = baked(britain, is_full=True, later=LATER)

    assert (made.edition, made.rendered, swept.edition) == (None, 0, None)
    assert swept.missed == frozenset()
    after = {path: path.stat().st_mtime_ns for path in folders().root.joinpath("blobs").rglob("*")}
    assert before == after


def test_two_bakes_of_one_content_hold_the_same_bytes(britain: Embassy, tmp_path: Path) -> None:
    first = folders().current_manifest("gb")

    with override_settings(EDITIONS_ROOT=tmp_path / "again"):
        baked(britain, later=timedelta(days=1))
        second = folders().current_manifest("gb")

    assert first is not None
    assert second is not None
    assert first.entries == second.entries


def test_news_item_touches_at_most_25_files(britain: Embassy) -> None:
    item = news(britain)
    translated(item, britain, "be", title="Ціхі дзень")
    translated(item, britain, "ru", title="Тихий день")

    made = baked(britain, later=LATER)

    assert made.edition == 2
    assert 0 < len(made.changed) <= 25
    assert "A quiet day" in text_at(britain, f"/en/{item.address}")
    assert "A quiet day" in text_at(britain, "/en/news/")
    assert "Ціхі дзень" in text_at(britain, "/be/")
    assert item.address in text_at(britain, "/sitemap.xml")
    assert baked(britain, is_full=True, later=LATER).missed == frozenset()


def test_news_item_touches_the_page_of_its_month_alone(
    britain: Embassy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ambasada.publishing.models.months.ON_ONE_PAGE", 0)
    news(britain, published_on=date(2026, 3, 1))
    baked(britain, later=LATER)
    item = news(britain, title="A loud day")

    made = baked(britain, later=LATER)

    assert item.address in text_at(britain, "/be/news/2026-05/")
    assert "/be/news/2026-03/" not in made.changed
    assert text_at(britain, "/be/news/2026-03/")
    assert baked(britain, is_full=True, later=LATER).missed == frozenset()

    withdraw_at_once(item)
    baked(britain, later=LATER)

    assert item.address not in text_at(britain, "/be/news/2026-05/")
    assert baked(britain, is_full=True, later=LATER).missed == frozenset()


def test_fact_that_is_approved_while_a_bake_begins_is_on_every_page(
    britain: Embassy, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = Channel.objects.get(embassy=britain, address="press@example.org")

    def approved_meanwhile(facts: Facts, *, now: datetime) -> Authority:
        if channel.purpose["en"] != "Canary":
            channel.purpose = dict.fromkeys(britain.languages, "Canary")
            channel.save_revision()
            approve_at_once(channel)
        return authority_of(facts, now=now)

    module = import_module("ambasada.editions.actions.bake")  # beside it a function has its name
    monkeypatch.setattr(module, "authority_of", approved_meanwhile)
    baked(britain, later=LATER)

    assert "Canary" in text_at(britain, "/en/contact/")
    assert baked(britain, is_full=True, later=LATER).missed == frozenset()


def test_charter_that_is_signed_while_a_bake_begins_is_that_of_its_edition(
    britain: Embassy, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = keys_of(britain)
    assert keys.charter is not None
    assert keys.development_root is not None
    root, number = keys.development_root, keys.charter.charter.number + 1
    content = replace(keys.charter.charter, number=number).canonical()

    def signed_meanwhile(embassy: Embassy, before: dict[str, Seen]) -> dict[str, Seen]:
        keys.install(content, root.sign(content, f"gb charter {number}"))
        return public_things(embassy, before)

    module = import_module("ambasada.editions.actions.bake")
    monkeypatch.setattr(module, "public_things", signed_meanwhile)
    baked(britain, later=LATER)

    manifest = folders().current_manifest("gb")
    assert manifest is not None
    assert manifest.charter == number


def test_of_what_idle_hours_made_the_few_go_before_the_papers() -> None:
    names = ["paper:/en/", "paper:/be/", "words of copies", "offline", "offline:7"]
    seen = {name: Seen("1", frozenset()) for name in names}

    taken = without_idle(seen, {}, most=2)

    assert taken.keys() == {"words of copies", "offline", "offline:7"}
    assert without_idle(seen, {}, most=3).keys() == {*taken, "paper:/be/"}


def test_draft_changes_no_byte(britain: Embassy) -> None:
    drafted(NewsPage(title="Not yet"), at(britain, "en", "news/"))

    assert baked(britain, is_full=True, later=LATER).edition is None


def test_copy_marked_public_without_an_approval_is_not_baked(britain: Embassy) -> None:
    page = drafted(NewsPage(title="Canary by hand"), at(britain, "en", "news/"))
    copy = FairCopy.of(page)
    copy.approval = Approval.objects.create(embassy=britain, asked_at=NOW, sha256="0" * 64)
    copy.is_public = True
    copy.save()

    made = baked(britain, is_full=True, later=LATER)

    assert made.edition is None
    assert text_at(britain, f"/en/{page.address}") == ""


def test_page_taken_back_is_gone_and_leaves_every_list(britain: Embassy) -> None:
    item = news(britain, title="Canary to go")
    baked(britain)
    withdraw_at_once(item)

    made = baked(britain, later=LATER)

    manifest = folders().current_manifest("gb")
    assert manifest is not None
    assert manifest.entries[f"/en/{item.address}"].status == 410
    named = {folders().blobs.read(each).decode("utf-8", "replace") for each in manifest.hashes}
    assert not any("Canary to go" in text for text in named)
    assert f"/be/{item.address}" in made.changed
    assert baked(britain, is_full=True, later=LATER).missed == frozenset()


def test_page_that_moved_leads_on_and_is_read_where_it_is(britain: Embassy) -> None:
    item = news(britain)
    was = item.address
    baked(britain)
    item.slug = "2026-05-01-a-loud-day"
    item.save_revision()
    approve_at_once(item)

    baked(britain, later=LATER)

    manifest = folders().current_manifest("gb")
    assert manifest is not None
    assert manifest.entries[f"/ru/{was}"].to == "/ru/news/2026-05-01-a-loud-day/"
    assert "A quiet day" in text_at(britain, "/ru/news/2026-05-01-a-loud-day/")


def test_page_the_charter_guards_leads_nowhere_else(britain: Embassy) -> None:
    page = at(britain, "en", "help/")
    before = text_at(britain, "/en/help/")
    page.slug = "support"
    page.save_revision()
    approve_at_once(page)

    made = baked(britain, later=LATER)

    manifest = folders().current_manifest("gb")
    assert manifest is not None
    assert made.faults["/en/help/"] == "leads elsewhere, and mirrors take no such page there"
    assert text_at(britain, "/en/help/") == before
    assert text_at(britain, "/en/support/")
    page.refresh_from_db()
    withdraw_at_once(page)
    baked(britain, later=2 * LATER)
    assert text_at(britain, "/en/help/") != before


def test_changed_number_is_on_every_page(britain: Embassy) -> None:
    block = EmergencyBlock.objects.get(embassy=britain)
    number = block.numbers.first()
    number.number = "07700 900112"
    block.numbers = [number]
    block.save_revision()
    approve_at_once(block)

    baked(britain, later=LATER)

    manifest = folders().current_manifest("gb")
    assert manifest is not None
    pages = [path for path, each in manifest.entries.items() if each.type.startswith("text/html")]
    without = {path for path in pages if "07700900112" not in text_at(britain, path)}
    assert without == {"/exit/"}
    assert baked(britain, is_full=True, later=LATER).missed == frozenset()


def test_changed_channel_touches_only_pages_that_show_channels(britain: Embassy) -> None:
    channel = Channel.objects.filter(embassy=britain, kind="email").first()
    assert channel is not None
    channel.purpose = dict.fromkeys(britain.languages, "Canary purpose")
    channel.save_revision()
    approve_at_once(channel)

    made = baked(britain, later=LATER)

    pages = {f"/{code}/contact/" for code in ("en", "be", "ru")}
    assert made.changed == pages | {f"{each}information.txt" for each in pages}
    assert baked(britain, is_full=True, later=LATER).missed == frozenset()


def test_page_that_fails_keeps_its_bytes_and_the_others_go_out(
    britain: Embassy, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = news(britain)
    baked(britain)
    item.title = "A loud day"
    item.save_revision()
    approve_at_once(item)
    other = statement(britain)

    def failing(facts: object, path: str) -> object:
        if path == f"/en/{item.address}":
            message = "canary"
            raise ZeroDivisionError(message)
        return render(facts, path)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr("ambasada.editions.actions.oven.render", failing)
    made = baked(britain, later=LATER)

    assert made.faults == {f"/en/{item.address}": "could not be rendered"}
    assert "A quiet day" in text_at(britain, f"/en/{item.address}")
    assert "A loud day" in text_at(britain, "/en/news/")
    assert "Statement on a quiet day" in text_at(britain, f"/en/{other.address}")

    monkeypatch.undo()
    mended = baked(britain, later=LATER)

    assert mended.faults == {}
    assert "A loud day" in text_at(britain, f"/en/{item.address}")


def test_lost_books_are_made_anew_and_no_byte_differs(britain: Embassy) -> None:
    folders().books.write_bytes(b"no database")

    made = baked(britain, later=LATER)

    assert made.edition is None
    assert made.rendered > 40
    with open_books(folders().books, "gb") as books:
        assert len(books.pages()) >= made.rendered


def test_damaged_body_is_made_again(britain: Embassy) -> None:
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    folders().blobs.path(manifest.entries["/en/"].sha256).unlink()

    made = baked(britain, later=LATER)

    assert made.edition is None
    assert 'lang="en"' in text_at(britain, "/en/")


def test_edition_is_renewed_before_it_runs_out(britain: Embassy) -> None:
    assert baked(britain, later=timedelta(days=14)).edition is None
    assert baked(britain, later=timedelta(days=16)).edition == 2
    renewed = folders().current_manifest("gb")
    assert renewed is not None
    assert renewed.expires == NOW + timedelta(days=46)


def test_each_embassy_has_an_edition_of_its_own(
    britain: Embassy,
    norland: Embassy,  # noqa: ARG001 -- there beside Britain
) -> None:
    item = news(britain, title="Canary of Britain")

    made = bake_all(now=NOW)

    assert [(each.embassy, each.edition) for each in made] == [("gb", 2), ("norland", None)]
    norlands = folders().current_manifest("norland")
    assert norlands is not None
    assert f"/en/{item.address}" not in norlands.entries
    bodies = {folders().blobs.read(each) for each in norlands.hashes}
    assert not any(b"Canary of Britain" in body for body in bodies)


def test_asset_that_no_page_loads_any_more_stays_a_day(britain: Embassy) -> None:
    path = "/static/ambasada/of-last-year.css"
    with open_books(folders().books, "gb") as books:
        books.write(path, books.pages()["/static/ambasada/site.css"])
        books.write_links("/en/", books.links("/en/") | {path})

    for item, later in ((1, timedelta(hours=1)), (2, timedelta(hours=20))):
        news(britain, title=f"Item {item}")
        baked(britain, later=later)
        manifest = folders().current_manifest("gb")
        assert manifest is not None
        assert path in manifest.entries
    news(britain, title="Item 3")
    baked(britain, later=timedelta(hours=26))
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    assert path not in manifest.entries


def test_sweep_finds_an_asset_that_nothing_loads(britain: Embassy) -> None:
    path = "/static/ambasada/of-last-year.css"
    with open_books(folders().books, "gb") as books:
        books.write(path, books.pages()["/static/ambasada/site.css"])

    for hours, is_there in ((1, True), (20, True), (26, False)):
        baked(britain, later=timedelta(hours=hours), is_full=True)
        manifest = folders().current_manifest("gb")
        assert manifest is not None
        assert (path in manifest.entries) is is_there


def test_sweep_gives_way_to_what_is_published_and_goes_on(
    britain: Embassy, monkeypatch: pytest.MonkeyPatch
) -> None:
    bake_one, order = Oven.bake, list[str]()

    def publishing(oven: Oven, path: str) -> Page:
        order.append(path)
        if len(order) == 17:
            news(britain, title="Pressing")
        return bake_one(oven, path)

    monkeypatch.setattr(Oven, "bake", publishing)
    made = bake_all(now=NOW + LATER, is_full=True)

    item = next(path for path in order if path.endswith("-pressing/"))
    everything = folders().current_manifest("gb")
    assert everything is not None
    pages = {path for path, entry in everything.entries.items() if not path.startswith("/static/")}
    assert order.index(item) < len(pages) - 10
    assert pages <= set(order)
    assert next(each.edition for each in made if each.edition) == 2
    assert made[0].cut is not None
    assert all(each.cut is None for each in made[1:])
    with open_books(folders().books, "gb") as books:
        newest = books.sweeps()[0]
    assert newest[1] >= len(pages) - 5
    assert newest[2] == []


def test_full_disk_is_told_and_what_is_served_stays(
    britain: Embassy, monkeypatch: pytest.MonkeyPatch
) -> None:
    news(britain)

    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("ambasada.editions.actions.release.write_whole", full)
    with pytest.raises(Refused, match="cannot be written; what is served stays"):
        baked(britain, later=LATER)
    monkeypatch.undo()

    assert folders().current("gb") == 1
    assert baked(britain, later=LATER).edition is not None


def test_one_embassy_without_a_key_keeps_none_from_baking(
    britain: Embassy, norland: Embassy, tmp_path: Path
) -> None:
    news(britain)
    keys = Path(settings.KEYS_ROOT)
    (keys / "norland").rename(tmp_path / "away")
    (keys / "norland").mkdir()
    (keys / "norland" / "root.pub").write_bytes((tmp_path / "away" / "root.pub").read_bytes())
    (keys / "norland" / "edition.key").write_text("untrusted comment: x\n????\n")

    with pytest.raises(Refused, match=r"edition\.key is damaged"):
        bake_all(now=NOW + LATER)

    assert (folders().current("gb"), folders().current("norland")) == (2, 1)
    hosts = json.loads(folders().hosts.read_bytes())
    assert hosts[norland.site.hostname] == "norland"


def test_embassy_whose_facts_cannot_be_read_keeps_none_from_baking(
    britain: Embassy, norland: Embassy
) -> None:
    item = news(norland)
    before = folders().named_hosts()
    emergency = FairCopy.objects.public(britain).filter(kind="network.emergencyblock")
    emergency.update(source="{}")  # it is baked first, and nothing of it can be told

    with pytest.raises(Refused, match="could not be baked; what it serves stays"):
        bake_all(now=NOW + LATER)

    assert text_at(norland, f"/en/{item.address}")
    assert folders().current("gb") == 1
    assert folders().named_hosts() == before
    assert look_at_a_mirror(now=NOW + LATER) is None
    while index_all():
        pass
    assert visitor_of(norland).finds("quiet") == [f"/en/{item.address}"]


def test_books_that_are_in_use_are_not_made_anew(
    britain: Embassy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ambasada.editions.books_file.WAITS", 0.1)
    before = folders().books.stat().st_ino
    with contextlib.closing(sqlite3.connect(folders().books, isolation_level=None)) as held:
        held.execute("BEGIN EXCLUSIVE")

        with pytest.raises(Refused, match="cannot be written; what is served stays"):
            baked(britain, later=LATER)

    assert folders().books.stat().st_ino == before
    assert baked(britain, later=LATER).edition is None
