import gzip
import hashlib
import os
import stat
from pathlib import Path

import brotli
import pytest

from ambasada.lib.blobs import BlobStore, SpoiltBlob, write_whole

TEXT = b"the same words again and again; " * 40


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")


def test_text_is_kept_with_two_forms_that_unpack_to_it(blobs: BlobStore) -> None:
    sha256 = blobs.put(TEXT, is_text=True)

    assert sha256 == hashlib.sha256(TEXT).hexdigest()
    assert blobs.read(sha256) == TEXT
    assert brotli.decompress(blobs.forms(sha256)["br"].read_bytes()) == TEXT
    assert gzip.decompress(blobs.forms(sha256)["gzip"].read_bytes()) == TEXT


def test_what_does_not_shrink_is_kept_as_it_is(blobs: BlobStore) -> None:
    assert blobs.forms(blobs.put(b"short", is_text=True)) == {}
    assert blobs.forms(blobs.put(TEXT, is_text=False)) == {}


def test_two_stores_hold_the_same_bytes(tmp_path: Path) -> None:
    one, other = BlobStore(tmp_path / "one"), BlobStore(tmp_path / "other")

    sha256 = one.put(TEXT, is_text=True)
    other.put(TEXT, is_text=True)

    for encoding in ("", "br", "gzip"):
        assert one.path(sha256, encoding).read_bytes() == other.path(sha256, encoding).read_bytes()


def test_only_the_owner_reads_it(blobs: BlobStore) -> None:
    path = blobs.path(blobs.put(TEXT, is_text=True))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("damage", [b"", b"no form of it", brotli.compress(b"something else")])
@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_damaged_form_is_told_and_made_again(
    blobs: BlobStore, damage: bytes, encoding: str
) -> None:
    body = b"The same words. " * 100
    sha256 = blobs.put(body, is_text=True)
    blobs.path(sha256, encoding).write_bytes(damage)

    assert not blobs.is_sound(sha256)
    assert blobs.form(body, sha256, encoding) is None
    blobs.put(body, is_text=True)
    assert blobs.is_sound(sha256)
    assert blobs.form(body, sha256, encoding)


@pytest.mark.parametrize("damage", [b"", TEXT[:-1], TEXT + b"x"])
def test_damaged_body_is_told_and_made_again(blobs: BlobStore, damage: bytes) -> None:
    sha256 = blobs.put(TEXT, is_text=True)
    blobs.path(sha256).write_bytes(damage)

    with pytest.raises(SpoiltBlob):
        blobs.read(sha256)

    assert blobs.put(TEXT, is_text=True) == sha256
    assert blobs.read(sha256) == TEXT


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "/x"])
def test_name_that_is_no_hash_leads_nowhere(blobs: BlobStore, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        blobs.path(name)


def test_longer_packing_is_smaller_and_done_once(blobs: BlobStore) -> None:
    words = " ".join(f"word{number * number % 9973}" for number in range(3000)).encode()
    sha256 = blobs.put(words, is_text=True)
    before = blobs.forms(sha256)["br"].stat().st_size

    assert blobs.repack(sha256)
    assert blobs.forms(sha256)["br"].stat().st_size < before
    assert brotli.decompress(blobs.forms(sha256)["br"].read_bytes()) == words
    assert not blobs.repack(sha256)


def test_halves_and_orphans_are_swept(blobs: BlobStore) -> None:
    sha256, other = blobs.put(TEXT, is_text=True), blobs.put(TEXT * 2, is_text=True)
    half = blobs.path(sha256).with_name(f"{sha256}.0a0a0a0a.draft")
    half.write_bytes(b"half")
    blobs.path(other).unlink()

    blobs.sweep_drafts()

    assert set(blobs.every()) == {sha256}
    assert not half.exists()
    assert blobs.forms(other) == {}


def test_file_that_could_not_be_written_leaves_the_old_one_and_no_half(tmp_path: Path) -> None:
    file = tmp_path / "current"
    file.write_bytes(b"1")

    with pytest.raises(TypeError):
        write_whole(file, "text")  # type: ignore[arg-type]  # as a fault in the middle

    assert [path.name for path in tmp_path.iterdir()] == ["current"]
    assert file.read_bytes() == b"1"


def test_absent_bodies_are_named_however_often_it_is_asked(blobs: BlobStore) -> None:
    kept = [blobs.put(str(number).encode(), is_text=False) for number in range(20)]
    missing = "0" * 64
    for each in kept:  # as if nothing had been written for long: what is listed is remembered
        os.utime(blobs.path(each).parent, (1, 1))

    assert blobs.absent([*kept, missing]) == {missing}
    assert blobs.absent(kept) == set()

    blobs.drop(kept[3])
    assert blobs.absent(kept) == {kept[3]}
    blobs.put(b"3", is_text=False)
    assert blobs.absent(kept) == set()


def test_of_an_empty_store_every_body_is_absent(tmp_path: Path) -> None:
    assert BlobStore(tmp_path / "none").absent(["0" * 64]) == {"0" * 64}
