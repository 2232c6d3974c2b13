"""A mirror takes what the root key proves, in one step, and says what it refuses."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings

from ambasada.accounts.models import Actor
from ambasada.editions.actions import rotate
from ambasada.editions.keys import KeyFolder
from ambasada.editions.replies import Answer
from ambasada.lib.blobs import BlobStore
from ambasada.lib.charters import Charter
from ambasada.lib.manifests import Entry, Manifest, sha256_of
from ambasada.lib.minisign import SecretKey
from ambasada.lib.mirroring import Pulled
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from tests.factories.editions import NOW, baked, folders
from tests.factories.mirrors import Site, body_is, pull, root_of, site_of, tree_of
from tests.factories.pages import news, withdraw_at_once
from tests.running_site import AMBASADA, REPOSITORY

pytestmark = [pytest.mark.django_db, pytest.mark.files]
_LATER = timedelta(minutes=1)


@pytest.fixture
def site(edition: Embassy) -> Iterator[Site]:
    with site_of(edition) as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mirror"


@pytest.fixture
def first(site: Site, britain: Embassy, folder: Path) -> Pulled:
    """Pull the first edition into the folder, and forget what was asked for."""
    pulled = pull(site.address, folder, root=root_of(britain))
    site.asked.clear()
    site.sent = 0
    return pulled


def refusal(site: Site, folder: Path) -> str:
    """Pull what must be refused; return why, and see that the folder serves what it served."""
    before = tree_of(folder)
    with pytest.raises(Refused) as refused:
        pull(site.address, folder, root="")
    assert tree_of(folder) == before
    return str(refused.value)


def signed(manifest: Manifest, *, by: SecretKey | None = None) -> dict[str, bytes]:
    """Return a manifest and its signature, by path; with the edition key, as a thief would."""
    key = by or KeyFolder(settings.KEYS_ROOT, "gb").edition_key
    assert key is not None
    content = manifest.canonical()
    return {
        "/edition/manifest.json.minisig": key.sign(content, "gb").encode(),
        "/edition/manifest.json": content,
        "/edition/delta/": b"",
    }


def show(site: Site, files: dict[str, bytes]) -> None:
    """Let the site show other files; a path that begins another one comes first."""
    site.meddling = {path: body_is(files[path]) for path in sorted(files)}


def current() -> Manifest:
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    return manifest


def test_mirror_holds_every_byte_and_the_stock_tool_verifies_it(
    first: Pulled, folder: Path, tmp_path: Path
) -> None:
    held = tree_of(folder)

    assert first.manifest == current()
    assert first.fetched == len(current().hashes)
    for sha256 in current().hashes:
        assert held[f"kept/edition/blob/{sha256}"] == folders().blobs.read(sha256)
    proof = folder / "current" / "green" / "edition"
    key = Charter.read((proof / "charter.json").read_bytes()).keys[0].key
    (tmp_path / "edition.pub").write_text(key.file)
    for name, public in (
        ("manifest.json", tmp_path / "edition.pub"),
        ("charter.json", folder / "root.pub"),
    ):
        told = subprocess.run(
            ["minisign", "-V", "-p", str(public), "-m", str(proof / name)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr


def test_first_pull_needs_the_root_key_and_later_ones_keep_it(
    site: Site, britain: Embassy, folder: Path
) -> None:
    with pytest.raises(Refused, match="Give the embassy's root key with --root"):
        pull(site.address, folder, root="")
    with pytest.raises(Refused, match="not the public line"):
        pull(site.address, folder, root="RWnonsense")
    with pytest.raises(Refused, match="not signed with the root key"):
        pull(site.address, folder, root=SecretKey.make().public.line)
    assert tree_of(folder) == {}

    assert pull(site.address, folder, root=root_of(britain)).is_new

    with pytest.raises(Refused, match="keeps another root key"):
        pull(site.address, folder, root=SecretKey.make().public.line)


@pytest.mark.usefixtures("first")
def test_nothing_new_asks_for_nothing_but_the_proofs(site: Site, folder: Path) -> None:
    pulled = pull(site.address, folder, root="")

    assert (pulled.is_new, pulled.fetched, pulled.must_reload) == (False, 0, False)
    assert site.asked == [
        "/edition/charter.json",
        "/edition/charter.json.minisig",
        "/edition/manifest.json.minisig",
        "/offline/information.zip.minisig",
    ]


@pytest.mark.usefixtures("first")
def test_published_post_costs_at_most_three_times_what_changed(
    site: Site, britain: Embassy, folder: Path
) -> None:
    before = current()
    news(britain)
    baked(britain, later=_LATER)

    pull(site.address, folder, root="")

    new = current().hashes - before.hashes
    blobs = folders().blobs
    changed = sum(blobs.forms(each).get("br", blobs.path(each)).stat().st_size for each in new)
    assert 0 < site.sent <= 3 * changed
    assert "/edition/manifest.json" not in site.asked


@pytest.mark.usefixtures("first")
def test_several_editions_are_caught_up_by_what_changed(
    site: Site, britain: Embassy, folder: Path
) -> None:
    for number in (1, 2):
        news(britain, title=f"Item {number}")
        baked(britain, later=number * _LATER)
    # As a bake that was killed leaves it: the next number, and never served.
    shutil.copytree(folders().edition("gb", 3), folders().edition("gb", 4))
    news(britain, title="Item 3")
    baked(britain, later=3 * _LATER)

    pulled = pull(site.address, folder, root="")

    assert pulled.manifest == current()
    assert pulled.manifest.number == 5
    deltas = [path for path in site.asked if path.startswith("/edition/delta/")]
    assert deltas == [f"/edition/delta/{number}.json" for number in (1, 2, 3)]
    assert "/edition/manifest.json" not in site.asked


@pytest.mark.usefixtures("first")
def test_edition_whose_deltas_are_gone_is_fetched_whole(
    site: Site, britain: Embassy, folder: Path
) -> None:
    news(britain)
    baked(britain, later=_LATER)
    (folders().edition("gb", 2) / "delta.json").unlink()

    assert pull(site.address, folder, root="").manifest == current()
    assert "/edition/manifest.json" in site.asked


@pytest.mark.usefixtures("first")
def test_what_is_taken_back_leaves_the_folder(site: Site, britain: Embassy, folder: Path) -> None:
    item = news(britain, title="Canary to go")
    baked(britain, later=_LATER)
    pull(site.address, folder, root="")
    assert any(b"Canary to go" in body for body in _every_body(folder))
    withdraw_at_once(item)
    baked(britain, later=2 * _LATER)

    pull(site.address, folder, root="")

    assert not any(b"Canary to go" in body for body in _every_body(folder))
    assert set(BlobStore(folder / "blobs").every()) == current().hashes


def _every_body(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


@pytest.mark.usefixtures("first")
def test_mirror_can_be_mirrored(site: Site, britain: Embassy, folder: Path) -> None:
    news(britain)
    baked(britain, later=_LATER)
    before = {f"delta/{current().number - 1}.json"}

    pull(site.address, folder, root="")

    names = {path.removeprefix("green/edition/") for path in tree_of(folder)}
    assert before <= names


@pytest.mark.usefixtures("first")
def test_older_edition_is_refused(site: Site, britain: Embassy, folder: Path) -> None:
    old = signed(current())
    news(britain)
    baked(britain, later=_LATER)
    pull(site.address, folder, root="")
    show(site, old)

    said = refusal(site, folder)

    assert said.startswith("The site offers edition 1, and this folder holds 2: an older edition")
    assert said.endswith("Edition 2 of 2026-11-24 is served on; it is good until 2026-12-24.")


@pytest.mark.usefixtures("first")
def test_number_a_thief_made_goes_with_the_stolen_key(
    site: Site, britain: Embassy, folder: Path
) -> None:
    stolen = KeyFolder(settings.KEYS_ROOT, "gb").edition_key
    theirs = replace(current(), number=10**15)
    show(site, signed(theirs))
    assert pull(site.address, folder, root="").manifest.number == 10**15
    site.meddling.clear()
    news(britain)
    baked(britain, later=_LATER)
    assert "an older edition is not taken" in refusal(site, folder)

    rotate(britain, by=Actor.FOUNDER, now=NOW)
    baked(britain, later=2 * _LATER)

    assert pull(site.address, folder, root="").manifest == current()
    assert (current().number, current().charter) == (3, 2)
    show(site, signed(theirs, by=stolen))
    assert "not signed with a key of the charter" in refusal(site, folder)
    show(site, signed(replace(theirs, charter=2), by=stolen))
    assert "not signed with a key of the charter" in refusal(site, folder)


@pytest.mark.usefixtures("first")
def test_older_edition_is_refused_under_a_newer_charter_too(
    site: Site, britain: Embassy, folder: Path
) -> None:
    before = replace(current(), number=10**15)
    rotate(britain, by=Actor.FOUNDER, now=NOW)
    baked(britain, later=_LATER)
    first = current()
    news(britain)
    baked(britain, later=2 * _LATER)
    assert pull(site.address, folder, root="").manifest.charter == 2

    show(site, signed(first))
    assert refusal(site, folder).startswith("The site offers edition 2, and this folder holds 3:")
    show(site, signed(before))
    assert refusal(site, folder).startswith("The edition was made under charter 1, and the site")


@pytest.mark.usefixtures("first")
def test_second_edition_of_one_number_is_refused(site: Site, folder: Path) -> None:
    show(site, signed(replace(current(), reason="another")))

    assert refusal(site, folder).startswith("There are two editions with the number 1.")


@pytest.mark.usefixtures("first")
def test_older_charter_is_refused(site: Site, folder: Path) -> None:
    root = KeyFolder(settings.KEYS_ROOT, "gb").development_root
    charter = KeyFolder(settings.KEYS_ROOT, "gb").charter
    assert root is not None
    assert charter is not None
    older = replace(charter.charter, number=0).canonical()
    files = {"/edition/charter.json": older}
    show(site, files | {"/edition/charter.json.minisig": root.sign(older, "gb").encode()})

    assert refusal(site, folder).startswith("The site shows charter 0, and this folder holds 1:")


@pytest.mark.usefixtures("first")
def test_charter_of_another_root_key_is_refused(site: Site, folder: Path) -> None:
    charter = KeyFolder(settings.KEYS_ROOT, "gb").charter
    assert charter is not None
    forged = SecretKey.make().sign(charter.content, "gb").encode()
    show(site, {"/edition/charter.json.minisig": forged})

    assert refusal(site, folder).startswith("The charter was not signed with the root key")


@pytest.mark.usefixtures("first")
def test_edition_signed_with_another_key_is_refused(site: Site, folder: Path) -> None:
    show(site, signed(replace(current(), number=2), by=SecretKey.make()))

    assert refusal(site, folder).startswith("The edition was not signed with a key of the charter.")


@pytest.mark.usefixtures("first")
def test_altered_manifest_is_refused(site: Site, folder: Path) -> None:
    altered = replace(current(), number=2).canonical()
    show(site, signed(current()) | {"/edition/manifest.json": altered})
    site.meddling["/edition/manifest.json.minisig"] = body_is(
        signed(replace(current(), number=2, reason="true"))["/edition/manifest.json.minisig"]
    )

    assert refusal(site, folder).startswith("The edition was not signed with a key of the charter.")


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("path", ["/../secret_key", "/en/../../x", "//evil.example/", "/en/\x00"])
def test_path_that_leaves_the_folder_is_refused_and_named(
    site: Site, path: str, folder: Path
) -> None:
    values = json.loads(replace(current(), number=2).canonical())
    values["files"][path] = values["files"]["/en/"]
    content = json.dumps(values).encode()
    key = KeyFolder(settings.KEYS_ROOT, "gb").edition_key
    assert key is not None
    show(
        site,
        {
            "/edition/manifest.json": content,
            "/edition/manifest.json.minisig": key.sign(content, "gb").encode(),
            "/edition/delta/": b"",
        },
    )

    said = refusal(site, folder)

    assert said.startswith(
        f"The manifest is refused: It names a path that leaves the site: {path!a}."
    )


_DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "another": lambda _body: b"canary",
    "truncated": lambda body: body[:-1],
    "altered": lambda body: bytes([body[0] ^ 1]) + body[1:],
    "empty": lambda _body: b"",
    "longer": lambda body: body + b" ",
}


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("kind", _DAMAGES)
def test_body_that_is_another_one_is_refused_and_named(
    britain: Embassy, folder: Path, site: Site, *, kind: str
) -> None:
    item = news(britain)
    baked(britain, later=_LATER)
    path = f"/en/{item.address}"
    sha256 = current().entries[path].sha256
    body = folders().blobs.read(sha256)
    site.meddling[f"/edition/blob/{sha256}"] = body_is(_DAMAGES[kind](body))

    said = refusal(site, folder)

    assert said.startswith(f"{path} is refused: ")
    assert ("is too large" if kind == "longer" else "is altered or cut short") in said
    assert f"/edition/blob/{sha256}" in said


@pytest.mark.usefixtures("first")
def test_packed_body_that_unpacks_to_more_is_refused(
    site: Site, britain: Embassy, folder: Path
) -> None:
    item = news(britain)
    baked(britain, later=_LATER)
    sha256 = current().entries[f"/en/{item.address}"].sha256
    site.meddling[f"/edition/blob/{sha256}"] = _bomb

    assert f"/en/{item.address} is refused" in refusal(site, folder)


def _bomb(answer: Answer) -> Answer:
    packed = body_is(brotli.compress(bytes(50_000_000)))(answer)
    return replace(packed, headers=[*packed.headers, (b"content-encoding", b"br")])


@pytest.mark.usefixtures("first")
def test_edition_that_gives_another_number_to_call_is_refused(site: Site, folder: Path) -> None:
    page = b'<html lang="en"><a href="tel:020 7946 0999">Call</a></html>'
    entries = dict(current().entries)
    emergency = entries["/en/emergency/"]
    entries["/en/emergency/"] = replace(emergency, sha256=sha256_of(page), size=len(page))
    show(site, signed(replace(current(), number=2, entries=entries)))
    site.meddling[f"/edition/blob/{sha256_of(page)}"] = _page(page)

    said = refusal(site, folder)

    assert said.startswith("/en/emergency/ gives a number or mailbox")


def _page(content: bytes) -> Callable[[Answer], Answer]:
    return lambda answer: replace(body_is(content)(answer), status=200)


@pytest.mark.usefixtures("first")
def test_number_in_place_of_a_page_that_went_is_refused(site: Site, folder: Path) -> None:
    page = b'<html lang="en"><a href=tel:666>Call</a></html>'
    entries = dict(current().entries)
    del entries["/en/emergency/"]
    absent = replace(entries["/en/404/"], sha256=sha256_of(page), size=len(page))
    show(site, signed(replace(current(), number=2, entries=entries | {"/en/404/": absent})))
    site.meddling[f"/edition/blob/{sha256_of(page)}"] = _page(page)

    assert refusal(site, folder).startswith("/en/404/ gives a number or mailbox")


@pytest.mark.usefixtures("first")
def test_guarded_page_that_leads_elsewhere_is_refused(site: Site, folder: Path) -> None:
    entries = {**current().entries, "/en/emergency/": Entry(to="/en/news/", status=301)}
    show(site, signed(replace(current(), number=2, entries=entries)))

    assert refusal(site, folder).startswith("/en/emergency/ is no page of its own")


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("path", ["/en/emergency/index.html.gz", "/edition/manifest.json"])
def test_page_where_no_page_may_stand_is_refused(site: Site, folder: Path, path: str) -> None:
    entries = {**current().entries, path: current().entries["/en/news/"]}
    show(site, signed(replace(current(), number=2, entries=entries)))

    assert f"It names a path where no page may stand: {path}." in refusal(site, folder)


_LIES: dict[str, Callable[[dict[str, Any]], None]] = {
    "another edition": lambda values: values["head"].update(number=99),
    "a number without end": lambda values: values["head"].update(number=float("inf")),
    "a ledger of pairs": lambda values: values["head"].update(ledger=[[1, 2], ["a", 3]]),
    "much": lambda values: values.update(more=["x" * 100] * 30_000),
}


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("kind", _LIES)
def test_delta_that_lies_is_left_for_the_whole_manifest(
    site: Site, britain: Embassy, folder: Path, *, kind: str
) -> None:
    news(britain)
    baked(britain, later=_LATER)
    change = json.loads((folders().edition("gb", 2) / "delta.json").read_bytes())
    _LIES[kind](change)
    said = json.dumps(change).replace("Infinity", "1e999").encode()
    site.meddling = {"/edition/delta/1.json": _page(said)}

    assert pull(site.address, folder, root="").manifest == current()
    assert "/edition/manifest.json" in site.asked


@pytest.mark.usefixtures("first")
def test_edition_that_gives_another_address_is_refused(site: Site, folder: Path) -> None:
    show(site, signed(replace(current(), number=2, origin="https://evil.example")))

    assert refusal(site, folder).startswith("The edition gives an address that the charter")


@pytest.mark.usefixtures("first")
def test_body_larger_than_a_mirror_takes_is_refused(site: Site, folder: Path) -> None:
    entries = dict(current().entries)
    entries["/en/large/"] = Entry(sha256="a" * 64, size=200_000_000, type="text/html")
    show(site, signed(replace(current(), number=2, entries=entries)))

    assert "/en/large/" in refusal(site, folder)


@pytest.mark.usefixtures("first")
def test_site_that_swaps_meanwhile_is_read_again(
    site: Site, britain: Embassy, folder: Path
) -> None:
    item = news(britain)
    baked(britain, later=_LATER)
    withdraw_at_once(item)
    baked(britain, later=2 * _LATER)
    folders().point_to("gb", 2)

    def swap(_answer: Answer) -> Answer:
        del site.meddling["/edition/blob/"]
        folders().point_to("gb", 3)
        return Answer(404, [(b"content-length", b"0")])

    site.meddling["/edition/blob/"] = swap

    assert pull(site.address, folder, root="").manifest.number == 3


@pytest.mark.usefixtures("first")
def test_site_without_a_body_is_asked_three_times_and_refused(
    site: Site, britain: Embassy, folder: Path
) -> None:
    item = news(britain)
    baked(britain, later=_LATER)
    sha256 = current().entries[f"/en/{item.address}"].sha256
    site.meddling[f"/edition/blob/{sha256}"] = lambda _answer: Answer(
        404, [(b"content-length", b"0")]
    )

    said = refusal(site, folder)

    assert said.startswith(f"The site has no body for /en/{item.address} (/edition/blob/{sha256}).")
    assert site.asked.count(f"/edition/blob/{sha256}") == 3


@pytest.mark.usefixtures("first")
def test_damaged_body_of_the_folder_is_fetched_again(site: Site, folder: Path) -> None:
    sha256 = current().entries["/en/"].sha256
    (folder / "current" / "green" / "en" / "index.html").write_bytes(b"canary")

    pulled = pull(site.address, folder, root="")

    assert pulled.fetched == 1
    assert tree_of(folder)["green/en/index.html"] == folders().blobs.read(sha256)


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("asked", [1, 3, 4, 5, 12, "last"])
def test_pull_that_is_killed_leaves_the_last_good_copy(
    britain: Embassy, folder: Path, site: Site, *, asked: int | str
) -> None:
    before = tree_of(folder)
    news(britain)
    baked(britain, later=_LATER)
    new = len(current().hashes - _hashes(before))
    dies_at = 4 + new if asked == "last" else asked
    killed: list[subprocess.Popen[bytes]] = []

    def kill(answer: Answer) -> Answer:
        if len(site.asked) + 1 == dies_at:
            os.kill(killed[0].pid, signal.SIGKILL)
        return answer

    site.meddling["/"] = kill
    killed.append(
        subprocess.Popen(
            [*AMBASADA, "mirror", "pull", site.address, str(folder)],
            cwd=REPOSITORY,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    )

    assert killed[0].wait(timeout=60) == -signal.SIGKILL
    assert tree_of(folder) == before

    site.meddling.clear()
    assert pull(site.address, folder, root="").manifest == current()
    assert not list(folder.rglob("*.draft"))
    assert len(list((folder / "editions").iterdir())) == 1


def _hashes(tree: dict[str, bytes]) -> set[str]:
    return {Path(path).name for path in tree if path.startswith("kept/edition/blob/")}
