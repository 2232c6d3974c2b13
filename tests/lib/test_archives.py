"""Archives: sealed, in order, whole or refused, and readable with the stock tools."""

import hashlib
import json
import resource
import shutil
import stat
import subprocess
import tarfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pyrage
import pytest
from pyrage.x25519 import Identity, Recipient

from ambasada.lib.archives import (
    LIST,
    Head,
    is_sealed_by,
    padded_size,
    sealed_list,
    write_archive,
)
from ambasada.lib.refused import Refused
from ambasada.lib.tarred import Member, ShrankMeanwhile, tarred
from ambasada.lib.unpacking import Unpacked, head_of, identities_in, recipients_of, unpack

CANARY = b"Qanary-Test waits in Leeds"
SECRET = "s" * 64
DAY = date(2026, 11, 30)
HEAD = Head("rest", DAY, "1.2", "sqlite", {"accounts": ["0001_initial"]}, ["gb"])
FILES = {"secret_key": SECRET.encode(), "media/a.txt": CANARY * 9000, "editions/empty": b""}


@pytest.fixture
def identity() -> Identity:
    return Identity.generate()


def members(files: dict[str, bytes]) -> list[Member]:
    return [Member(name, len(content), [content]) for name, content in files.items()]


def archived(folder: Path, *identities: Identity, files: dict[str, bytes] = FILES) -> Path:
    file = folder / "rest-2026-11-30.age"
    recipients = [each.to_public() for each in identities]
    write_archive(file, HEAD, members(files), recipients=recipients, secret=SECRET)
    return file


def unpacked(file: Path, identity: Identity, into: Path) -> Unpacked:
    into.mkdir(exist_ok=True)
    return unpack(file, [identity], into, is_ours=lambda name: name in FILES)


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_what_was_sealed_is_unpacked(identity: Identity, tmp_path: Path) -> None:
    done = unpacked(archived(tmp_path, identity), identity, tmp_path / "out")

    assert files_in(tmp_path / "out") == FILES
    assert done.head == HEAD
    assert done.files == FILES.keys()
    assert all(is_sealed_by(each, SECRET) for each in done.lists)
    assert not any(is_sealed_by(each, SECRET + "x") for each in done.lists)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").rglob("*")}
    assert modes == {0o600, 0o700}


def test_each_of_two_recipients_opens_it(identity: Identity, tmp_path: Path) -> None:
    other = Identity.generate()
    file = archived(tmp_path, identity, other)

    for number, each in enumerate((identity, other)):
        assert head_of(file, [each])[0] == HEAD
        unpacked(file, each, tmp_path / str(number))
        assert files_in(tmp_path / str(number)) == FILES


def test_stock_tools_read_it(identity: Identity, tmp_path: Path) -> None:
    file = archived(tmp_path, identity)
    (tmp_path / "identity.txt").write_text(f"# a key\n{identity}\n")

    opened = subprocess.run(
        ["age", "-d", "-i", tmp_path / "identity.txt", file], capture_output=True, check=True
    ).stdout
    listed = subprocess.run(
        ["tar", "-t"], input=opened, capture_output=True, check=True
    ).stdout.decode()

    assert listed.split() == ["archive.json", *FILES, "files.json"]


def test_archive_has_no_clear_byte_and_tells_a_day(identity: Identity, tmp_path: Path) -> None:
    file = archived(tmp_path, identity)

    content = file.read_bytes()
    assert CANARY not in content
    assert b"secret_key" not in content
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert datetime.fromtimestamp(file.stat().st_mtime, UTC) == datetime(2026, 11, 30, tzinfo=UTC)
    assert list(tmp_path.iterdir()) == [file]


def test_size_is_that_of_many_others(identity: Identity, tmp_path: Path) -> None:
    few = archived(tmp_path, identity).stat().st_size
    more = archived(tmp_path, identity, files=FILES | {"b": bytes(300_000)}).stat().st_size

    assert abs(few - more) < 1000  # age puts lines into its header that mean nothing
    sizes = {1: 2**20, 2**20: 2**20, 2**20 + 1: 2**21, 2**26: 2**26, 2**26 + 1: 2**26 + 2**21}
    assert {each: padded_size(each) for each in sizes} == sizes


def test_same_day_again_replaces_it(identity: Identity, tmp_path: Path) -> None:
    archived(tmp_path, identity)
    file = archived(tmp_path, identity, files=FILES | {"secret_key": b"another"})

    unpacked(file, identity, tmp_path / "out")
    assert files_in(tmp_path / "out")["secret_key"] == b"another"


def _broken() -> Iterator[Member]:
    yield Member("secret_key", 3, [b"abc"])
    yield Member("media/a.txt", 5, [b"abc"])


def _interrupted() -> Iterator[Member]:
    yield Member("secret_key", 3, [b"abc"])
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("given", "fault"), [(_broken, ShrankMeanwhile), (_interrupted, KeyboardInterrupt)]
)
def test_nothing_is_left_of_an_archive_that_was_not_done(
    given: Callable[[], Iterable[Member]],
    fault: type[BaseException],
    *,
    identity: Identity,
    tmp_path: Path,
) -> None:
    before = archived(tmp_path, identity).read_bytes()

    with pytest.raises(fault):
        write_archive(
            tmp_path / "rest-2026-11-30.age",
            HEAD,
            given(),
            recipients=[identity.to_public()],
            secret=SECRET,
        )

    assert [path.read_bytes() for path in tmp_path.iterdir()] == [before]


def test_full_disk_leaves_nothing_and_is_told_as_one(identity: Identity, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            archived(tmp_path, identity)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert list(tmp_path.iterdir()) == []


def refusal_of(file: Path, identity: Identity, folder: Path) -> str:
    """Unpack what must be refused, and return the one sentence that says so."""
    with pytest.raises(Refused) as refused:
        unpacked(file, identity, folder / "out")
    said = str(refused.value)
    assert said.startswith((file.name, "This identity"))
    assert said.endswith(".")
    assert "\n" not in said
    return said


def test_wrong_identity_is_told_from_damage(identity: Identity, tmp_path: Path) -> None:
    file = archived(tmp_path, identity)

    assert "does not open" in refusal_of(file, Identity.generate(), tmp_path)
    with pytest.raises(Refused, match="does not open"):
        head_of(file, [Identity.generate()])


def test_damage_anywhere_is_found(identity: Identity, tmp_path: Path) -> None:
    file = archived(tmp_path, identity)
    whole = file.read_bytes()

    for place in (0, 30, 80, 150, 200, 300, 70_000, len(whole) // 2, len(whole) - 1):
        spoilt = bytearray(whole)
        spoilt[place] ^= 1
        file.write_bytes(spoilt)
        refusal_of(file, identity, tmp_path)
        shutil.rmtree(tmp_path / "out")


def test_what_is_cut_short_or_longer_is_refused(identity: Identity, tmp_path: Path) -> None:
    file = archived(tmp_path, identity)
    whole = file.read_bytes()

    for content in (b"", whole[:100], whole[:66_000], whole[:-1], whole + b"x", whole + whole):
        file.write_bytes(content)
        refusal_of(file, identity, tmp_path)
        shutil.rmtree(tmp_path / "out")


def sealed(folder: Path, content: bytes, identity: Identity) -> Path:
    """Seal something that is no archive of ours to somebody who opens it."""
    file = folder / "rest-2026-11-30.age"
    file.write_bytes(pyrage.encrypt(content, [identity.to_public()]))
    return file


def tar_of(files: dict[str, bytes]) -> bytes:
    return b"".join(tarred(members(files), at=0))


def lists_of(files: dict[str, bytes], **said: object) -> dict[str, bytes]:
    """Return an archive’s files with its lists around them, as if it were ours."""
    first = sealed_list(HEAD.written() | said, secret=SECRET)
    noted = {
        name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
    }
    values = {"archive": hashlib.sha256(first).hexdigest(), "files": noted}
    return {"archive.json": first, **files, LIST: sealed_list(values, secret=SECRET)}


def _with(name: str, content: bytes) -> Callable[[], bytes]:
    return lambda: tar_of(lists_of(FILES) | {name: content})


def _without(name: str) -> Callable[[], bytes]:
    return lambda: tar_of({key: each for key, each in lists_of(FILES).items() if key != name})


def _other_file() -> bytes:
    listed = lists_of(FILES)
    return tar_of({**listed, "media/a.txt": b"another", LIST: listed[LIST]})


def _other_head() -> bytes:
    return tar_of(
        lists_of(FILES) | {"archive.json": lists_of({}, day="2026-11-29")["archive.json"]}
    )


def _link() -> bytes:
    info = tarfile.TarInfo("media/a.txt")
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    first = tar_of({"archive.json": lists_of({})["archive.json"]})[:-1024]
    return first + info.tobuf(tarfile.GNU_FORMAT) + bytes(1024)


_FOREIGN: dict[str, Callable[[], bytes]] = {
    "no tar": lambda: b"a letter to somebody",
    "another tar": lambda: tar_of({"a": b"b"}),
    "a file more than listed": _with("editions/more", b""),
    "a file that is not listed": _without("media/a.txt"),
    "no first list": _without("archive.json"),
    "no last list": _without(LIST),
    "another file than listed": _other_file,
    "another first list": _other_head,
    "a list that is none": _with(LIST, b"[]"),
    "a list of something else": _with(LIST, b'{"archive": 1, "files": 2}'),
    "a head that is none": _with("archive.json", b"{}"),
    "a head of words": _with("archive.json", b"[" * 100_000),
    "a head of another kind of thing": lambda: tar_of(lists_of({}, format="ambasada edition 1")),
    "a head without a day": lambda: tar_of(lists_of({}, day="Tuesday")),
    "a path above": lambda: tar_of(lists_of(FILES | {"../above": b"x"})),
    "a path of the machine": lambda: tar_of(lists_of(FILES | {"/etc/passwd": b"x"})),
    "a file no backup has": lambda: tar_of(lists_of(FILES | {"keys/gb/edition.key": b"x"})),
    "a file below a file": lambda: tar_of(lists_of({"secret_key": b"", "secret_key/x": b""})),
    "a link": _link,
    "a head that does not end": _with("archive.json", bytes(2_000_000)),
}


@pytest.mark.parametrize("kind", _FOREIGN)
def test_what_is_no_archive_of_ours_is_refused(
    kind: str, identity: Identity, tmp_path: Path
) -> None:
    file = sealed(tmp_path, _FOREIGN[kind](), identity)

    refusal_of(file, identity, tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {file.name, "out"}
    assert files_in(tmp_path / "out").keys() <= FILES.keys()


def test_archive_made_like_ours_is_taken(identity: Identity, tmp_path: Path) -> None:
    file = sealed(tmp_path, tar_of(lists_of(FILES)), identity)

    assert unpacked(file, identity, tmp_path / "out").head == HEAD


def test_file_twice_is_refused(identity: Identity, tmp_path: Path) -> None:
    listed = lists_of(FILES)
    twice = [*members(listed)[:2], *members(listed)[1:]]
    file = sealed(tmp_path, b"".join(tarred(twice, at=0)), identity)

    assert "two files under one name" in refusal_of(file, identity, tmp_path)


def test_archive_of_a_newer_format_says_so(identity: Identity, tmp_path: Path) -> None:
    file = sealed(tmp_path, tar_of(lists_of(FILES, format="ambasada backup 2")), identity)

    assert "newer version" in refusal_of(file, identity, tmp_path)
    with pytest.raises(Refused, match="newer version"):
        head_of(file, [identity])


def test_changed_list_loses_its_seal() -> None:
    sealed_one = sealed_list(HEAD.written(), secret=SECRET)
    later = json.loads(sealed_one) | {"day": "2026-12-30"}

    assert is_sealed_by(sealed_one, SECRET)
    assert not is_sealed_by(json.dumps(later).encode(), SECRET)
    for content in (b"", b"[]", b"{}", b'{"seal": null}', b"\xff"):
        assert not is_sealed_by(content, SECRET)


@pytest.mark.parametrize("word", ["", "age1", "bob@example.org", "ssh-ed25519 AAAA", "-"])
def test_what_is_no_recipient_is_refused(word: str) -> None:
    with pytest.raises(Refused, match="begins with age1"):
        recipients_of([word])


def test_secret_half_is_not_taken_for_a_recipient(identity: Identity) -> None:
    with pytest.raises(Refused, match="secret half"):
        recipients_of([str(identity)])


def test_identities_are_read_as_age_writes_them(identity: Identity, tmp_path: Path) -> None:
    other = Identity.generate()
    file = tmp_path / "identity.txt"
    file.write_text(f"# created: some day\n# public key: x\n{identity}\n\n{other}\n")

    assert [str(each) for each in identities_in(file)] == [str(identity), str(other)]
    assert [type(each) for each in recipients_of([str(other.to_public())])] == [Recipient]


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"age1xyz\n", b"\xff\xfe", b"AGE-SECRET"])
def test_what_is_no_identity_file_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "identity.txt"
    file.write_bytes(content)

    with pytest.raises(Refused, match="no identity file"):
        identities_in(file)
    with pytest.raises(Refused, match="cannot be read"):
        identities_in(tmp_path / "nowhere")
