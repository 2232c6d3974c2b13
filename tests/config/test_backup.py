"""`ambasada backup` and `ambasada restore`, as they are typed, on a folder that was served."""

import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ambasada.config.archiving.backing_up import _ErasedMeanwhile, _members
from ambasada.config.archiving.contents import Kind, kind_of
from ambasada.config.cli import main
from ambasada.lib.archives import Head, write_archive
from ambasada.lib.tarred import Member
from ambasada.lib.tombstones import Tombstone, lay
from tests.config.state import is_one_sentence, kept_in
from tests.factories.backups import (
    MOMENTS,
    NAMED,
    PASSING,
    SEALED,
    SHOWN,
    WRAP,
    Holder,
    holder,
    noted_in,
    opened,
    plant_case,
    plant_in,
    rows_in,
)
from tests.running_site import RunningSite, raised

pytestmark = pytest.mark.sqlite_only
Capture = pytest.CaptureFixture[str]


def today() -> date:
    return datetime.now(UTC).date()


def ago(days: int) -> date:
    return today() - timedelta(days=days)


@dataclass(frozen=True)
class BackedUp:
    """A site, its backup of today, and two who can open it."""

    site: RunningSite
    folder: Path
    holders: tuple[Holder, Holder]
    said: str

    @property
    def holder(self) -> Holder:
        return self.holders[0]

    @property
    def rest(self) -> Path:
        return self.folder / f"rest-{today()}.age"

    @property
    def keys(self) -> Path:
        return self.folder / f"keys-{today()}.age"

    @property
    def secret(self) -> str:
        return (self.site.home / "secret_key").read_text()


_BEFORE = {
    "keys-{}.age": (6, 7, 30),
    "rest-{}.age": (7, 13, 14, 30),
}
_FOREIGN = ("notes.txt", "keys-tomorrow.age", "keys-2020-13-45.age", "rest-2020-01-01.age.asc")


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    """Back up a folder into another in which there are archives already."""
    site = raised(tmp_path_factory, "backup")
    plant_in(site.home)
    plant_case(site)
    place = tmp_path_factory.mktemp("backups")
    folder = place / "archives"
    folder.mkdir()
    for name in (
        *(name.format(ago(days)) for name, every in _BEFORE.items() for days in every),
        *_FOREIGN,
        f"keys-{ago(1)}.age.0badcafe.draft",
    ):
        (folder / name).write_text("x")
    holders = holder(place), holder(place, "other.txt")
    wanted = [word for each in holders for word in ("--to", each.recipient)]
    done = site.command("backup", str(folder), *wanted)
    assert done.returncode == 0, done.stderr
    return BackedUp(site, folder, holders, done.stdout)


def test_archives_are_kept_for_seven_days_and_fourteen(backed_up: BackedUp) -> None:
    assert {path.name for path in backed_up.folder.iterdir()} == {
        f"keys-{today()}.age",
        f"keys-{ago(6)}.age",
        f"rest-{today()}.age",
        f"rest-{ago(7)}.age",
        f"rest-{ago(13)}.age",
        *_FOREIGN,
    }
    assert backed_up.said.splitlines() == [
        f"Written: rest-{today()}.age and keys-{today()}.age.",
        "Older archives deleted: 4.",
    ]


def test_archives_show_nothing_and_tell_a_day(backed_up: BackedUp) -> None:
    midnight = datetime.combine(today(), datetime.min.time(), UTC).timestamp()

    for file in (backed_up.rest, backed_up.keys):
        content = file.read_bytes()
        assert content.startswith(b"age-encryption.org/v1\n")
        words = (WRAP, SEALED, PASSING, "SQLite format", "secret_key", backed_up.secret)
        assert not [each for each in words if each.encode() in content]
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert file.stat().st_mtime == midnight


def test_keys_are_in_an_archive_of_their_own(backed_up: BackedUp) -> None:
    keys = opened(backed_up.keys, backed_up.holder)
    rest = opened(backed_up.rest, backed_up.holder)

    assert list(keys) == ["archive.json", "keys.sqlite3", "files.json"]
    assert WRAP.encode() in keys["keys.sqlite3"]
    assert not [name for name, content in rest.items() if WRAP.encode() in content]
    assert SEALED.encode() in rest["sealed/store.sqlite3"]


def test_minute_of_a_member_at_a_case_is_in_no_archive(backed_up: BackedUp) -> None:
    files = (backed_up.site.home / "sealed").glob("store.sqlite3*")
    there = b"".join(each.read_bytes() for each in files)
    assert all(each.encode() in there for each in MOMENTS)

    taken = opened(backed_up.rest, backed_up.holder)

    assert not [
        name for name, content in taken.items() if any(each.encode() in content for each in MOMENTS)
    ]


def test_no_key_that_signs_is_in_any_archive(backed_up: BackedUp) -> None:
    signing = [path.read_bytes() for path in (backed_up.site.home / "keys").rglob("*.key")]
    rest = opened(backed_up.rest, backed_up.holder)

    assert len(signing) == 3
    everything = [*rest.values(), *opened(backed_up.keys, backed_up.holder).values()]
    for key in signing:
        assert not [content for content in everything if key.splitlines()[-1] in content]
    assert "keys/gb/root.pub" in rest


def test_everything_is_in_an_archive_or_known_to_be_left_out(backed_up: BackedUp) -> None:
    home = backed_up.site.home
    there = {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}
    taken = {
        name
        for file in (backed_up.rest, backed_up.keys)
        for name in opened(file, backed_up.holder)
        if name not in {"archive.json", "files.json"}
    }

    assert taken <= there
    assert {NAMED, SHOWN, "main.sqlite3", "secret_key", "people/gb/people.key"} <= taken
    left = {name for name in there - taken if not name.startswith(("static/", "uploads/"))}
    assert "editions/gb/other.sqlite3-journal" in left
    assert {name for name in left if not name.endswith((".lock", "-wal", "-shm", "-journal"))} == {
        "editions/gb/search.sqlite3.0badcafe.draft",
        "keys/gb/edition.key",
        "keys/gb/next.key",
        "keys/gb/next.key.0badcafe.draft",
        "keys/gb/root.key",
    }


def test_nothing_is_left_beside_in_the_data_folder(backed_up: BackedUp) -> None:
    uploads = [path.name for path in (backed_up.site.home / "uploads").iterdir()]

    assert uploads == ["cut-off.upload"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("keys.sqlite3", Kind.KEYS),
        ("keys.sqlite3-wal", None),
        ("keys/gb/edition.key", None),
        ("keys/gb/root.key", None),
        ("keys/gb/edition.key.0badcafe.draft", None),
        ("keys/gb/edition.key.old", None),
        ("keys/gb/root.pub", Kind.REST),
        ("keys/gb/pages/0011", Kind.REST),
        ("keys/gb/charter.json", Kind.REST),
        ("keys/gb/charter.json.minisig", Kind.REST),
        ("main.sqlite3", Kind.REST),
        ("sealed/store.sqlite3", Kind.REST),
        ("editions/tombstones.json", Kind.REST),
        ("editions/tombstones.lock", None),
        ("static/site.css", None),
        ("archive.json", None),
        ("files.json", None),
    ],
)
def test_each_file_has_its_place(name: str, kind: Kind | None) -> None:
    assert kind_of(name) is kind


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Name a data folder that is not there yet, on SQLite whatever the run is on."""
    monkeypatch.setenv("AMBASADA_HOME", str(tmp_path / "restored"))
    monkeypatch.delenv("AMBASADA_DATABASE", raising=False)
    return tmp_path / "restored"


def restored_by(backed_up: BackedUp, home: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Restore into a folder, as it is typed."""
    elsewhere = RunningSite(home, backed_up.site.port)
    return elsewhere.command("restore", *more)


def test_restored_folder_is_what_it_was(backed_up: BackedUp, home: Path) -> None:
    other = backed_up.holders[1]

    done = restored_by(backed_up, home, str(backed_up.folder), "--identity", str(other.file))

    assert done.returncode == 0, done.stderr
    before, after = kept_in(backed_up.site.home), kept_in(home)
    taken = {
        name
        for file in (backed_up.rest, backed_up.keys)
        for name in opened(file, other)
        if name not in {"archive.json", "files.json"}
    }
    assert after.keys() - {"editions/books.sqlite3"} <= taken
    others = {"main.sqlite3", "sealed/store.sqlite3"}  # the last is without what is of a moment
    assert {name for name in taken if before[name] != after[name]} <= others
    assert rows_in(home / "sealed" / "store.sqlite3", "casework_presence") == 0
    assert noted_in(home / "keys.sqlite3") == [WRAP]
    assert noted_in(home / "sealed" / "store.sqlite3") == [SEALED]
    assert rows_in(home / "keys.sqlite3", "casework_wrap") == 1
    assert rows_in(home / "sealed" / "store.sqlite3", "casework_case") == 1
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [home, *home.rglob("*")]}
    assert modes == {0o600, 0o700}
    assert RunningSite(home, backed_up.site.port).command("check").stdout == (
        backed_up.site.command("check").stdout
    )
    assert sorted(home.parent.iterdir()) == [home]
    said = done.stdout.splitlines()
    assert said[0] == f"Restored: the site as it was on {today()}."
    assert said[2] == f"Appeals can be opened by those who could on {today()}."
    assert "keys/gb" in said[4]


def test_without_keys_appeals_of_before_are_gone_and_it_says_so(
    backed_up: BackedUp, home: Path
) -> None:
    home.mkdir()

    done = restored_by(
        backed_up, home, str(backed_up.rest), "--identity", str(backed_up.holder.file)
    )

    assert done.returncode == 0, done.stderr
    assert "nobody could open an appeal of before, and all of them are gone" in done.stdout
    assert not [
        path for path in home.rglob("*") if path.is_file() and WRAP.encode() in path.read_bytes()
    ]
    assert noted_in(home / "sealed" / "store.sqlite3") == [SEALED]
    assert rows_in(home / "sealed" / "store.sqlite3", "casework_case") == 0
    assert rows_in(home / "keys.sqlite3", "casework_wrap") == 0


def refused(capsys: Capture, home: Path, *arguments: str) -> str:
    """Restore what must be refused; return the sentence, and see that nothing was made."""
    before = {path: path.lstat().st_mtime_ns for path in home.parent.rglob("*")}

    code = main(["restore", *arguments])

    said = capsys.readouterr().err
    assert code == 1
    assert is_one_sentence(said), said
    assert {path: path.lstat().st_mtime_ns for path in home.parent.rglob("*")} == before
    return said


def made(backed_up: BackedUp, folder: Path, kind: Kind, *, day: date, secret: str = "") -> Path:
    """Make an archive of a day, of this installation unless another secret is given."""
    file = folder / f"{kind}-{day}.age"
    name = "keys.sqlite3" if kind is Kind.KEYS else "secret_key"
    content = (secret or backed_up.secret).encode()
    write_archive(
        file,
        Head(kind, day, "1", "sqlite"),
        [Member(name, len(content), [content])],
        recipients=[backed_up.holder.identity.to_public()],
        secret=secret or backed_up.secret,
    )
    return file


def test_keys_of_seven_days_ago_are_refused(
    backed_up: BackedUp, home: Path, *, tmp_path: Path, capsys: Capture
) -> None:
    identity = ["--identity", str(backed_up.holder.file)]
    keys = made(backed_up, tmp_path, Kind.KEYS, day=ago(7))
    made(backed_up, tmp_path, Kind.REST, day=ago(7))

    for given in ([str(tmp_path)], [str(backed_up.rest), str(keys)]):
        said = refused(capsys, home, *given, *identity)
        assert "seven days" in said
        assert "delete it" in said
    keys.rename(tmp_path / f"keys-{today()}.age")  # its name is not what it goes by
    assert "seven days" in refused(capsys, home, str(tmp_path), *identity)


def _keys_of_another(backed_up: BackedUp, folder: Path) -> list[str]:
    keys = made(backed_up, folder, Kind.KEYS, day=today(), secret="t" * 64)
    return [str(backed_up.rest), str(keys)]


def _rest_of_another(backed_up: BackedUp, folder: Path) -> list[str]:
    rest = made(backed_up, folder, Kind.REST, day=today(), secret="t" * 64)
    return [str(rest), str(backed_up.keys)]


def _flipped(backed_up: BackedUp, folder: Path) -> list[str]:
    spoilt = bytearray(backed_up.rest.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    (folder / "spoilt.age").write_bytes(spoilt)
    return [str(folder / "spoilt.age")]


def _cut(backed_up: BackedUp, folder: Path) -> list[str]:
    (folder / "cut.age").write_bytes(backed_up.rest.read_bytes()[:-1])
    return [str(folder / "cut.age")]


def _of_tomorrow(backed_up: BackedUp, folder: Path) -> list[str]:
    return [str(made(backed_up, folder, Kind.REST, day=today() + timedelta(days=1)))]


def _two(backed_up: BackedUp, folder: Path) -> list[str]:
    return [str(backed_up.rest), str(made(backed_up, folder, Kind.REST, day=ago(1)))]


def _text(_backed_up: BackedUp, folder: Path) -> list[str]:
    (folder / "letter.txt").write_text("Dear Ingrid-Test")
    return [str(folder / "letter.txt")]


_REFUSED: dict[str, tuple[Callable[[BackedUp, Path], list[str]], str]] = {
    "keys of another installation": (_keys_of_another, "of another installation"),
    "the rest of another installation": (_rest_of_another, "of another installation"),
    "a damaged byte": (_flipped, "damaged or cut short"),
    "one byte too few": (_cut, "damaged or cut short"),
    "a day that has not come": (_of_tomorrow, "has not come"),
    "two of a kind": (_two, "Two archives of one kind"),
    "keys alone": (lambda backed_up, _folder: [str(backed_up.keys)], "no archive rest-"),
    "an empty folder": (lambda _backed_up, folder: [str(folder)], "no archive rest-"),
    "a folder that is not there": (lambda _, folder: [str(folder / "no")], "Check the name"),
    "something else": (_text, "no archive of ours"),
}


@pytest.mark.parametrize("kind", _REFUSED)
def test_archives_that_cannot_be_trusted_are_refused(
    kind: str, backed_up: BackedUp, *, home: Path, tmp_path: Path, capsys: Capture
) -> None:
    make, words = _REFUSED[kind]
    given = make(backed_up, tmp_path)

    said = refused(capsys, home, *given, "--identity", str(backed_up.holder.file))

    assert words in said


def test_wrong_identity_is_refused(
    backed_up: BackedUp, home: Path, *, tmp_path: Path, capsys: Capture
) -> None:
    stranger = holder(tmp_path)

    said = refused(capsys, home, str(backed_up.folder), "--identity", str(stranger.file))

    assert "does not open" in said


def _with_a_file(home: Path) -> None:
    home.mkdir()
    (home / "secret_key").write_text("x")


def _as_a_file(home: Path) -> None:
    home.write_text("x")


def _left_over(home: Path) -> None:
    home.with_name(f".{home.name}.restoring").mkdir()


@pytest.mark.parametrize("make", [_with_a_file, _as_a_file, _left_over])
def test_folder_that_is_not_clean_is_refused(
    make: Callable[[Path], None], backed_up: BackedUp, *, home: Path, capsys: Capture
) -> None:
    make(home)

    refused(capsys, home, str(backed_up.folder), "--identity", str(backed_up.holder.file))


def test_archive_of_sqlite_is_not_put_into_postgresql(
    backed_up: BackedUp, home: Path, *, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("AMBASADA_DATABASE", "postgresql://127.0.0.1/none")

    said = refused(capsys, home, str(backed_up.folder), "--identity", str(backed_up.holder.file))

    assert "without AMBASADA_DATABASE" in said


def test_tombstones_that_are_none_are_refused(
    backed_up: BackedUp, home: Path, *, tmp_path: Path, capsys: Capture
) -> None:
    given = [str(backed_up.folder), "--identity", str(backed_up.holder.file), "--tombstones"]
    (tmp_path / "stones.json").write_text("[{}]")

    assert "is damaged" in refused(capsys, home, *given, str(tmp_path / "stones.json"))
    assert "is no file" in refused(capsys, home, *given, str(tmp_path / "nowhere"))


def test_archive_of_a_newer_version_is_refused_and_nothing_is_left(
    backed_up: BackedUp, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / f"rest-{today()}.age"
    names = opened(backed_up.rest, backed_up.holder)
    head = Head("rest", today(), "99.0", "sqlite", {"accounts": ["0001_initial", "9999_later"]})
    members = [
        Member(name, len(content), [content])
        for name, content in names.items()
        if name not in {"archive.json", "files.json"}
    ]
    recipients = [backed_up.holder.identity.to_public()]
    write_archive(file, head, members, recipients=recipients, secret=backed_up.secret)

    done = restored_by(backed_up, home, str(file), "--identity", str(backed_up.holder.file))

    assert done.returncode == 1
    assert is_one_sentence(done.stderr), done.stderr
    assert "newer version of Ambasada (99.0)" in done.stderr
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.django_db
def test_archive_is_given_up_if_something_is_erased_while_it_is_made(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "a.txt").write_text("erased meanwhile")
    stone = Tombstone(number=0, embassy="gb", day=today())
    lay(tmp_path / "editions" / "tombstones.json", stone)

    assert [each.name for each in _members(tmp_path, Kind.REST)] == [
        "editions/tombstones.json",
        "media/a.txt",
    ]
    members = _members(tmp_path, Kind.REST)
    next(members)
    lay(tmp_path / "editions" / "tombstones.json", stone)
    with pytest.raises(_ErasedMeanwhile):
        list(members)


def backup_refused(backed_up: BackedUp, *arguments: str) -> str:
    done = backed_up.site.command("backup", *arguments)
    assert done.returncode == 1
    assert is_one_sentence(done.stderr), done.stderr
    return done.stderr


def test_backup_that_cannot_be_taken_is_refused(backed_up: BackedUp, tmp_path: Path) -> None:
    to = ["--to", backed_up.holder.recipient]
    home = backed_up.site.home
    (tmp_path / "file").write_text("x")

    assert "data folder" in backup_refused(backed_up, str(home / "backups"), *to)
    assert "Not a directory" in backup_refused(backed_up, str(tmp_path / "file" / "x"), *to)
    assert "begins with age1" in backup_refused(backed_up, str(tmp_path), "--to", "bob")
    (home / "media" / "elsewhere").symlink_to(tmp_path)
    try:
        said = backup_refused(backed_up, str(tmp_path), *to)
    finally:
        (home / "media" / "elsewhere").unlink()
    assert "a link, media/elsewhere" in said
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
