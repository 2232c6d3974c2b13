"""What holds of the repository: its locks, its dependencies, and no nation in the code."""

import itertools
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.architecture.layers import PACKAGE, REPOSITORY

LOCKS = sorted((REPOSITORY / "requirements").glob("*.txt"))
SCRIPTS = sorted(path for path in (REPOSITORY / "script").iterdir() if path.suffix == "")
_PINNED = re.compile(r"^([a-z0-9._-]+)==([^ \n]+)", re.MULTILINE)
# Where somebody's own machine keeps things.
_MACHINE = re.compile(r"(?<![\w.$}])/(?:home|root|work|Users|tmp/bash)[/_]\w")
# The nation of our first embassy, in the languages it is likely to be written in. The names of
# its language are another matter: the code speaks that language.
_NATION = re.compile(
    r"belarus(?!ian\b|ian_)|беларус(?!с?к)|белорус(?!с?к)|бєларус|bělorus|weißruss(?!isch)"
    r"|weissruss(?!isch)|białoru[sś](?!k)|biélorussie|baltarusi|bielorrus",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"belarusian|беларусс?к\w*|белорусск\w*", re.IGNORECASE)


def _texts() -> dict[str, str]:
    """Return every text of the repository, committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    texts = {}
    for name in filter(None, listed.split("\0")):
        content = (REPOSITORY / name).read_bytes() if (REPOSITORY / name).is_file() else b""
        if b"\0" not in content:
            texts[name] = content.decode("utf-8")
    return texts


def test_repository_holds_no_link_no_secret_and_no_data() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--stage"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    links = [line for line in listed if line.startswith("120000")]
    kept = [
        line.partition("\t")[2]
        for line in listed
        if re.search(r"/(?:secret_key|[^/]+\.(?:key|sqlite3|minisig))$", f"/{line.split()[-1]}")
    ]

    assert (links, kept) == ([], [])


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_lock_has_hashes_and_names_no_place(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-z0-9][^#\n]*", text, re.MULTILINE)

    assert pinned
    assert [line for line in pinned if "==" not in line or not line.endswith("\\")] == []
    assert re.findall(r"^ *--(?!hash=sha256:).*|.*://.*|.* @ .*", text, re.MULTILINE) == []


def test_locks_agree_on_every_version() -> None:
    """A package may be there twice, for two ranges of Python; then it is so in every lock."""
    found: dict[str, set[frozenset[str]]] = {}
    for lock in LOCKS:
        versions: dict[str, set[str]] = {}
        for name, version in _PINNED.findall(lock.read_text(encoding="utf-8")):
            versions.setdefault(name, set()).add(version)
        for name, here in versions.items():
            found.setdefault(name, set()).add(frozenset(here))

    assert {name: here for name, here in found.items() if len(here) > 1} == {}


def test_front_end_lock_names_no_place() -> None:
    lock = (REPOSITORY / "frontend" / "package-lock.json").read_text(encoding="utf-8")

    assert '"resolved"' not in lock


def test_every_dependency_says_why_it_is_there() -> None:
    lines = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    project = tomllib.loads("\n".join(lines))
    asked = project["project"]["dependencies"] + [
        each for group in project["dependency-groups"].values() for each in group
    ]
    unexplained = [
        name
        for name in asked
        for before, line in itertools.pairwise(lines)
        if line.strip() == f'"{name}",' and not before.strip().startswith("# ")
    ]

    assert unexplained == []


def test_nothing_is_tied_to_one_machine() -> None:
    tied = [
        f"{name}: {found.group()}"
        for name, text in _texts().items()
        for found in _MACHINE.finditer(text)
    ]

    assert tied == []


def test_code_knows_no_nation() -> None:
    """Only content packs say whose embassy it is; the code may name a language."""
    known = [
        f"{name}:{number}: {line.strip()}"
        for name, text in _texts().items()
        if name.startswith("src/")
        for number, line in enumerate(text.splitlines(), start=1)
        if _NATION.search(line)
    ]

    assert known == []


def test_every_app_says_what_it_owns() -> None:
    silent = [
        path.parent.name
        for path in sorted(PACKAGE.glob("*/__init__.py"))
        if not path.read_text(encoding="utf-8").startswith('"""')
    ]

    assert silent == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_is_short_and_runs(script: Path) -> None:
    assert script.stat().st_mode & 0o111
    assert len(script.read_text(encoding="utf-8").splitlines()) <= 90
