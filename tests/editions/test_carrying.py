"""Mirrors and exports carry the copy to read offline, and not a byte of it that is not proved."""

import io
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from ambasada.editions.actions import bundle_all, export
from ambasada.editions.keys import KeyFolder
from ambasada.editions.offline.information import information
from ambasada.lib import bundles
from ambasada.lib.bundles import PLACE, zipped
from ambasada.lib.charters import Charter
from ambasada.lib.manifests import Manifest, sha256_of
from ambasada.lib.minisign import SecretKey
from ambasada.lib.mirroring import Pulled
from ambasada.network.models import Embassy
from tests.factories.editions import NOW, baked, folders
from tests.factories.mirrors import Site, body_is, pull, root_of, site_of, tree_of
from tests.factories.pages import news, withdraw_at_once
from tests.factories.web_servers import nginx_on

pytestmark = [pytest.mark.django_db, pytest.mark.files]
_LATER = timedelta(minutes=1)
_RESTED = timedelta(minutes=10)
_ZIP = "green/offline/information.zip"
_SIGNATURE = f"{_ZIP}.minisig"
Files = dict[str, bytes]


@pytest.fixture
def site(edition: Embassy) -> Iterator[Site]:
    """Serve Britain with its copy to read offline."""
    bundle_all(now=NOW)
    with site_of(edition) as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mirror"


@pytest.fixture
def first(site: Site, britain: Embassy, folder: Path) -> Pulled:
    """Pull the first edition and its copy, and forget what was asked for."""
    pulled = pull(site.address, folder, root=root_of(britain))
    site.asked.clear()
    return pulled


def published(embassy: Embassy, title: str = "More", *, later: timedelta = _LATER) -> None:
    news(embassy, title=title)
    baked(embassy, later=later)


def carried(folder: Path) -> tuple[bytes | None, bytes | None]:
    held = tree_of(folder)
    return held.get(_ZIP), held.get(_SIGNATURE)


def offered() -> tuple[bytes, bytes]:
    path = folders().bundle("gb")
    return path.read_bytes(), path.with_name(f"{path.name}.minisig").read_bytes()


def test_mirror_has_the_very_copy_of_the_site_and_the_stock_tool_verifies_it(
    first: Pulled, folder: Path, tmp_path: Path
) -> None:
    assert first.remark == ""
    assert carried(folder) == offered()
    proof = folder / "current" / "green" / "edition"
    key = Charter.read((proof / "charter.json").read_bytes()).keys[0].key
    (tmp_path / "edition.pub").write_text(key.file)
    told = subprocess.run(
        ["minisign", "-V", "-p", tmp_path / "edition.pub", "-m", folder / "current" / _ZIP],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.usefixtures("first")
def test_copy_that_is_there_is_not_fetched_again(site: Site, folder: Path) -> None:
    pulled = pull(site.address, folder)

    assert not pulled.is_new
    assert f"{PLACE}.minisig" in site.asked
    assert PLACE not in site.asked


@pytest.mark.usefixtures("first")
def test_copy_made_after_its_edition_is_carried_with_the_next_pull(
    site: Site, britain: Embassy, folder: Path
) -> None:
    published(britain)
    early = pull(site.address, folder)
    older = offered()
    assert (early.manifest.number, carried(folder)) == (2, older)
    before = tree_of(folder)
    bundle_all(now=NOW + _RESTED)

    late = pull(site.address, folder)

    assert (late.is_new, late.fetched) == (True, 1)
    assert carried(folder) == offered() != older
    after = tree_of(folder)
    del before[_ZIP], before[_SIGNATURE], after[_ZIP], after[_SIGNATURE]
    assert "green/edition/delta/1.json" in after
    assert after == before


@pytest.mark.usefixtures("first")
def test_copy_the_site_does_not_offer_any_more_is_let_go(site: Site, folder: Path) -> None:
    folders().bundle("gb").unlink()
    folders().bundle("gb").with_name("information.zip.minisig").unlink()

    pulled = pull(site.address, folder)

    assert (pulled.is_new, pulled.remark) == (True, "")
    assert not list(folder.rglob("information.zip*"))


def test_copy_with_a_page_that_was_taken_back_is_not_carried(
    site: Site, britain: Embassy, folder: Path
) -> None:
    item = news(britain, title="Canary to go")
    baked(britain, later=_LATER)
    bundle_all(now=NOW + _RESTED)
    assert pull(site.address, folder, root=root_of(britain)).remark == ""
    assert carried(folder) == offered()
    withdraw_at_once(item)
    baked(britain, later=2 * _RESTED)

    pulled = pull(site.address, folder)

    assert "a page that is not there any more" in pulled.remark
    assert carried(folder) == (None, None)
    bundle_all(now=NOW + 2 * _RESTED)
    assert pull(site.address, folder).remark == ""
    assert carried(folder) == offered()


@pytest.mark.usefixtures("first")
def test_copy_that_cannot_be_had_stays_beside_its_edition_alone(
    site: Site, britain: Embassy, folder: Path
) -> None:
    site.meddling[PLACE] = lambda answer: replace(answer, status=503)

    same = pull(site.address, folder)
    stayed = carried(folder)
    published(britain)
    another = pull(site.address, folder)

    assert "503" in same.remark
    assert stayed == offered()
    assert (another.manifest.number, "503" in another.remark) == (2, True)
    assert carried(folder) == (None, None)


@pytest.mark.usefixtures("first")
def test_older_copy_than_the_one_held_is_refused(
    site: Site, britain: Embassy, folder: Path
) -> None:
    older = offered()
    published(britain)
    bundle_all(now=NOW + _RESTED)
    pull(site.address, folder)
    newer = offered()
    show(site, *older)

    pulled = pull(site.address, folder)

    assert pulled.remark == "It is older than the one that is kept here."
    assert carried(folder) == newer


@pytest.mark.usefixtures("first")
def test_damaged_copy_is_fetched_again(site: Site, folder: Path) -> None:
    (folder / "current" / _ZIP).write_bytes(b"canary")

    pull(site.address, folder)

    assert carried(folder) == offered()


@pytest.mark.usefixtures("first")
def test_copy_of_a_key_that_the_charter_names_no_more_is_let_go(
    site: Site, britain: Embassy, folder: Path
) -> None:
    keys = KeyFolder(settings.KEYS_ROOT, "gb")
    root, shown = keys.development_root, keys.charter
    assert root is not None
    assert shown is not None
    other = SecretKey.make()
    named = (replace(shown.charter.keys[0], key=other.public),)
    charter = replace(shown.charter, number=2, keys=named).canonical()
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    content = replace(manifest, number=2, charter=2).canonical()
    files = {
        "/edition/charter.json": charter,
        "/edition/charter.json.minisig": root.sign(charter, "gb").encode(),
        "/edition/manifest.json": content,
        "/edition/manifest.json.minisig": other.sign(content, "gb").encode(),
        "/edition/delta/": b"",
    }
    site.meddling = {path: body_is(files[path]) for path in sorted(files)}

    pulled = pull(site.address, folder)

    assert pulled.manifest.number == 2
    assert pulled.remark == "It was not signed with a key that the charter names today."
    assert carried(folder) == (None, None)
    assert britain.code == pulled.manifest.embassy


def show(site: Site, content: bytes, signature: bytes) -> None:
    """Let the site offer another copy."""
    site.meddling[PLACE] = body_is(content)
    site.meddling[f"{PLACE}.minisig"] = body_is(signature)


def signed(content: bytes, number: int = 1, *, by: SecretKey | None = None) -> bytes:
    """Return the signature of whoever has the edition key."""
    key = by or KeyFolder(settings.KEYS_ROOT, "gb").edition_key
    assert key is not None
    return key.sign(content, f"gb offline {number}").encode()


def in_the_zip() -> Files:
    with zipfile.ZipFile(io.BytesIO(offered()[0])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _body(files: Files) -> str:
    return next(name for name in files if name.startswith("edition/blob/"))


def _another_page(files: Files) -> bytes:
    page = files["information.html"]
    assert b"020 7946" in page
    return zipped(files | {"information.html": page.replace(b"020 7946", b"020 7946 0999", 1)})


def _another_script(files: Files) -> bytes:
    page = files["information.html"].replace(b"<script>", b"<script>location='//evil.example';", 1)
    return zipped(files | {"information.html": page})


def _altered(files: Files) -> bytes:
    return zipped(files | {_body(files): files[_body(files)][:-1] + b"!"})


def _longer(files: Files) -> bytes:
    return zipped(files | {_body(files): bytes(50_000_000)})


def _large_page(files: Files) -> bytes:
    return zipped(files | {"information.html": bytes(50_000_000)})


def _one_more(files: Files) -> bytes:
    return zipped(files | {"run me.html": b"canary"})


def _leaving(files: Files) -> bytes:
    return zipped(files | {"../../information.html": b"canary"})


def _one_less(files: Files) -> bytes:
    return zipped({name: content for name, content in files.items() if name != _body(files)})


def _other_charter(files: Files) -> bytes:
    return zipped(files | {"edition/charter.json": b"{}"})


def _another_edition(files: Files) -> bytes:
    """Return a copy of an edition that was signed, and never served."""
    manifest = replace(Manifest.read(files["edition/manifest.json"]), reason="another").canonical()
    proof = {"edition/manifest.json": manifest, "edition/manifest.json.minisig": signed(manifest)}
    return zipped(files | proof)


def _unsigned_edition(files: Files) -> bytes:
    return zipped(files | {"edition/manifest.json.minisig": signed(b"", by=SecretKey.make())})


def _before(files: Files) -> bytes:
    return b"#!/bin/sh\n" + zipped(files)


def _behind(files: Files) -> bytes:
    return zipped(files) + b"canary"


def _stored(files: Files) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def _no_zip(_files: Files) -> bytes:
    return b"canary"


_FORGED: dict[Callable[[Files], bytes], str] = {
    _another_page: "Its page is not what this version of Ambasada makes",
    _another_script: "Its page is not what this version of Ambasada makes",
    _altered: "A page in it is altered.",
    _longer: "in it is larger than it may be.",
    _large_page: "Its page is not what this version of Ambasada makes",
    _one_more: "It has files that do not belong to it.",
    _leaving: "It has files that do not belong to it.",
    _one_less: "It has files that do not belong to it.",
    _other_charter: "It was made under another charter than the one in force.",
    _another_edition: "It holds another edition of the same number.",
    _unsigned_edition: "The edition was not signed with a key of the charter.",
    _before: "It holds something besides its files.",
    _behind: "It holds something besides its files.",
    _stored: "It is packed in another way than ours.",
    _no_zip: "It is damaged, or was not made by Ambasada.",
}


@pytest.mark.parametrize("forge", _FORGED, ids=lambda each: each.__name__.strip("_"))
def test_copy_that_a_thief_of_the_edition_key_made_is_refused(
    site: Site, britain: Embassy, folder: Path, *, forge: Callable[[Files], bytes]
) -> None:
    content = forge(in_the_zip())
    show(site, content, signed(content))

    pulled = pull(site.address, folder, root=root_of(britain))

    assert _FORGED[forge] in pulled.remark
    assert pulled.manifest.number == 1
    assert carried(folder) == (None, None)
    assert not any(b"canary" in path.read_bytes() for path in _files(folder))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_copy_signed_with_another_key_is_refused_before_it_is_opened(
    site: Site, britain: Embassy, folder: Path
) -> None:
    content = b"no zip at all"
    show(site, content, signed(content, by=SecretKey.make()))

    pulled = pull(site.address, folder, root=root_of(britain))

    assert pulled.remark == "It was not signed with a key that the charter names today."
    assert carried(folder) == (None, None)


def test_copy_whose_signature_names_another_edition_is_refused(
    site: Site, britain: Embassy, folder: Path
) -> None:
    content = offered()[0]
    show(site, content, signed(content, 7))

    remark = pull(site.address, folder, root=root_of(britain)).remark

    assert remark == "Its signature names another edition than it holds."


def test_copy_of_a_newer_edition_waits_for_it(site: Site, britain: Embassy, folder: Path) -> None:
    published(britain)
    bundle_all(now=NOW + _RESTED)
    folders().point_to("gb", 1)

    pulled = pull(site.address, folder, root=root_of(britain))

    assert pulled.remark == "It is of a newer edition than the one served."
    assert carried(folder) == (None, None)


def test_copy_that_gives_a_number_the_charter_does_not_know_is_refused(
    site: Site, britain: Embassy, folder: Path
) -> None:
    """Have a thief make a whole older edition with another number to call, and a copy of it."""
    page = b'<main lang="en"><h1>Call</h1><a href="tel:02079460999">020 7946 0999</a></main>'
    files = in_the_zip()
    published(britain)
    manifest = Manifest.read(files["edition/manifest.json"])
    entry = replace(manifest.entries["/en/emergency/"], sha256=sha256_of(page), size=len(page))
    made = replace(manifest, entries={**manifest.entries, "/en/emergency/": entry})
    bodies = {each.rpartition("/")[2]: content for each, content in files.items()}
    bodies[sha256_of(page)] = page
    content = made.canonical()
    proof = {
        "manifest.json": content,
        "manifest.json.minisig": signed(content),
        "charter.json": files["edition/charter.json"],
        "charter.json.minisig": files["edition/charter.json.minisig"],
    }
    shown = information(made, bodies.__getitem__)
    copy = zipped(dict(bundles.files_of(made, proof, page=shown, read=bodies.__getitem__)))
    show(site, copy, signed(copy))

    remark = pull(site.address, folder, root=root_of(britain)).remark

    assert remark == "/en/emergency/ gives a number or mailbox that the charter does not know."


def test_copy_with_more_files_than_ours_is_refused_before_it_is_read(
    site: Site, britain: Embassy, folder: Path, *, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "_MOST_FILES", 50)

    remark = pull(site.address, folder, root=root_of(britain)).remark

    assert remark == "It has more files than we would put in."


def test_copy_whose_pages_would_fill_the_memory_is_refused(
    site: Site, britain: Embassy, folder: Path, *, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "_LARGEST_PAGES", 10_000)

    remark = pull(site.address, folder, root=root_of(britain)).remark

    assert remark == "Its pages are larger than a copy of ours would be."


def test_mirror_of_a_mirror_carries_it_too(
    britain: Embassy, first: Pulled, folder: Path, *, tmp_path: Path
) -> None:

    with nginx_on(folder, tmp_path / "nginx") as server:
        again = pull(f"http://127.0.0.1:{server.port}", tmp_path / "second", root=root_of(britain))

    assert (again.manifest, again.remark) == (first.manifest, "")
    assert carried(tmp_path / "second") == offered()


@pytest.mark.usefixtures("site")
def test_export_carries_it_and_lets_it_go(britain: Embassy, folder: Path) -> None:
    assert export(britain, folder).remark == ""
    assert carried(folder) == offered()
    folders().bundle("gb").unlink()

    assert export(britain, folder).remark == ""
    assert carried(folder)[0] is None


@pytest.mark.usefixtures("site")
def test_export_leaves_out_what_somebody_wrote_into_the_data_folder(
    britain: Embassy, folder: Path
) -> None:
    folders().bundle("gb").write_bytes(b"canary")

    assert export(britain, folder).remark.startswith("It was not signed with a key")
    assert carried(folder) == (None, None)


def test_site_that_has_none_is_mirrored_without(edition: Embassy, folder: Path) -> None:
    with site_of(edition) as site:
        pulled = pull(site.address, folder, root=root_of(edition))

    assert (pulled.remark, carried(folder)) == ("", (None, None))
