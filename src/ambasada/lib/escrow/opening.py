"""Opening one case offline, with shares from paper and the stock age tool.

The escrow's key meets nothing but the stock tool, which opens the wraps. What is opened is written
in clear beside the export: keep both in memory, so that they go when the machine is switched off.
Every letter is checked as at the desk, and what is wrong with one is said.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ambasada.lib.blobs import write_whole
from ambasada.lib.escrow import age_tool
from ambasada.lib.escrow.ceremonies import Talk, join_from_paper
from ambasada.lib.escrow.exports import SIGNATURE, Index, read_export
from ambasada.lib.minisign import PublicKey
from ambasada.lib.refused import Refused
from ambasada.lib.sealing.attachments import NotComplete, open_file
from ambasada.lib.sealing.contents import Attachment
from ambasada.lib.sealing.files import CannotBeOpened
from ambasada.lib.sealing.keys import Identity, NotAKey
from ambasada.lib.sealing.letters import Opened
from ambasada.lib.sealing.rosters import NotARoster, Roster
from ambasada.lib.sealing.threads import Found, Stream, check_thread

OPENED = "opened"
_WRAP = re.compile(r"wraps/(case|notes)-([1-9][0-9]*)\.age")
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 80
Streams = Mapping[Stream, Mapping[int, Identity]]


@dataclass(frozen=True)
class Result:
    """What was opened."""

    letters: int
    files: int
    remarks: tuple[str, ...]  # what is wrong or missing, in sentences
    folder: Path


def open_export(folder: Path, *, root: PublicKey, talk: Talk) -> Result:
    """Open an export with shares typed from paper; write what is in it into `opened/`.

    Raises Refused if the export is not the embassy's, or the shares are of another escrow.
    """
    age_tool.require_tools()
    index = read_export(folder, root=root)
    streams = _streams(folder, index, join_from_paper(index.escrow, talk=talk))
    rosters = list(_rosters(folder, index, root))
    place = folder / OPENED
    place.mkdir(mode=0o700, exist_ok=True)
    letters = files = 0
    remarks: list[str] = []
    for of in Stream:
        names = [each for each in index.named("letters") if each.startswith(f"letters/{of}-")]
        thread = check_thread(
            [(folder / each).read_bytes() for each in names],
            case=index.case,
            streams=streams[of],
            rosters=rosters,
            of=of,
        )
        text = "\n".join(_said(each) for each in thread.letters)
        write_whole(place / f"{of}.txt", text.encode("utf-8"))
        letters += len(thread.letters)
        remarks += [_amiss(of, each, names) for each in thread.problems]
        for opened in thread.letters:
            written, missing = _write_files(folder, place, opened)
            files, remarks = files + written, remarks + missing
    return Result(letters, files, tuple(remarks), place)


def _streams(folder: Path, index: Index, identity: str) -> Streams:
    """Return the case's identities by stream and epoch, each from its wrap."""
    found: dict[Stream, dict[int, Identity]] = {each: {} for each in Stream}
    for name in index.named("wraps"):
        named = _WRAP.fullmatch(name)
        try:
            text = age_tool.unseal(folder / name, identity).decode("ascii", "replace")
            if named is not None:
                found[Stream(named[1])][int(named[2])] = Identity.read(text)
        except (age_tool.NotOpened, NotAKey):
            continue  # of before there was this escrow; its letters are then said not to open
    if not any(found.values()):
        message = "No wrap of this case was made for this escrow: it cannot open the case."
        raise Refused(message)
    return found


def _rosters(folder: Path, index: Index, root: PublicKey) -> Iterator[Roster]:
    for name in index.named("rosters"):
        if name.endswith(SIGNATURE) or f"{name}{SIGNATURE}" not in index.files:
            continue
        signature = (folder / f"{name}{SIGNATURE}").read_text(encoding="utf-8", errors="replace")
        try:
            yield Roster.read_old(
                (folder / name).read_bytes(), signature, root=root, embassy=index.embassy
            )
        except NotARoster:
            continue  # its members' letters are then said to be of nobody known


def _said(opened: Opened) -> str:
    """Return a letter as text."""
    content = opened.content
    who = f"member {content.kid}" if content.kid else "person"
    head = f"{content.seq}. {content.day.isoformat()}, {who}, {content.kind}"
    body = json.dumps(content.body, ensure_ascii=False, indent=2, sort_keys=True)
    names = [f"file: {_name(each)}" for each in content.attachments]
    return "\n".join([head, body, *names, ""])


def _amiss(of: Stream, found: Found, names: list[str]) -> str:
    where = names[found.place] if found.place is not None else f"{of} {found.seq} to {found.to}"
    return f"{where}: {found.problem.value}."


def _write_files(folder: Path, place: Path, opened: Opened) -> tuple[int, list[str]]:
    """Write the files of a letter; return how many, and which could not be opened."""
    written, missing = 0, []
    for each in opened.content.attachments:
        try:
            sealed = (folder / "files" / f"{each.blob}.age").read_bytes()
            write_whole(place / _name(each), open_file(sealed, stream=opened.stream, named=each))
            written += 1
        except (OSError, CannotBeOpened, NotComplete):
            missing.append(f"files/{each.blob}.age: not there, or not the file that was named.")
    return written, missing


def _name(attachment: Attachment) -> str:
    """Return a name that leads nowhere else, and is no other file's."""
    plain = _UNSAFE.sub("_", attachment.name).lstrip(".")[-_LONGEST_NAME:]
    return f"file-{attachment.blob[:8]}-{plain}"
