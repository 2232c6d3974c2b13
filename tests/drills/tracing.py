"""Everything that processes hand to the kernel to be written or sent, by strace, byte for byte."""

import contextlib
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.drills.test_blindness import processes_of

TRACER = shutil.which("strace")
_WRITES = "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg"
_LONGEST = 4_000_000  # bytes of one write; more than any answer of ours has
_STRING = re.compile(rb'"((?:\\x[0-9a-f]{2})+)"(\.\.\.)?')
_WITHIN = 30  # seconds


@dataclass
class Trace:
    """What was written, piece by piece; each line of the trace is one call."""

    pieces: list[bytes] = field(default_factory=list)
    cut_off: int = 0

    def read(self, file: Path) -> None:
        with file.open("rb") as lines:
            for line in lines:
                for piece, is_cut in _STRING.findall(line):
                    self.pieces.append(bytes.fromhex(piece.replace(b"\\x", b"").decode("ascii")))
                    self.cut_off += bool(is_cut)


@contextlib.contextmanager
def traced(server: int, file: Path) -> Iterator[Trace]:
    """Trace a process with all its children and threads; what was written is there at the end."""
    assert TRACER
    trace, pids = Trace(), processes_of(server)
    command = [TRACER, "-f", "-qq", "-xx", "-s", str(_LONGEST), "-e", f"trace={_WRITES}"]
    attached = [part for pid in pids for part in ("-p", str(pid))]
    tracer = subprocess.Popen([*command, "-o", str(file), *attached])
    try:
        _wait_until_traced(pids, tracer)
        yield trace
    finally:
        tracer.terminate()
        tracer.wait(_WITHIN)
    trace.read(file)
    file.unlink()


def _wait_until_traced(pids: list[int], tracer: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _WITHIN
    while not all(_is_traced(pid, by=tracer.pid) for pid in pids):
        assert tracer.poll() is None, "nothing can be traced here"
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _is_traced(pid: int, *, by: int) -> bool:
    """Tell whether each thread of a process is traced, or the process has ended meanwhile."""
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            if f"TracerPid:\t{by}\n" not in status.read_text():
                return False
    return True
