"""A million inputs nobody would send by mistake: whatever reads from outside refuses, and goes on.

Changed from good ones, since noise alone is refused at its first byte.
"""

import random
import time
from collections.abc import Callable
from pathlib import Path

from ambasada.lib.refused import Refused
from ambasada.lib.sealing.canonical import NotCanonical, canonical, read_canonical
from ambasada.lib.sealing.codes import CaseCode
from ambasada.lib.sealing.contents import Content
from ambasada.lib.sealing.files import seal
from ambasada.lib.sealing.frames import framed, unframed
from ambasada.lib.sealing.keys import Identity, encoded
from ambasada.lib.sealing.letters import open_header, open_letter
from ambasada.lib.sealing.outside import check_attachment, check_letter, check_wrap
from ambasada.lib.sealing.word_lists import LANGUAGES
from bench.figures import Figure

_SEED = 20261130
_INPUTS = 1_000_000
_SLOWEST = 50.0  # milliseconds: nobody holds up a server with one input
_SIGNS = "aZж0 -–’\u0301\u200b\u0130ß１²\ud800\x00\n🕊"
_BYTES = (b"\n", b" ", b"-> ", b"--- ", b"\n---", b"=", b"\x00", b"\xff", b'"', b"{", b"\\u", b"9")

_CONTENT = (
    b'{"attachments":[],"body":{"text":"\xd1\x9e"},"case":"' + b"c" * 64 + b'","day":'
    b'"2027-03-01","epoch":1,"from":"person","kid":"","kind":"form","prev":"","roster":0,'
    b'"seq":1,"suite":1,"v":1}'
)

Reading = Callable[[], object]


def measure_fuzz(_folder: Path) -> list[Figure]:
    """Give a million changed inputs to what reads codes, frames, letters and sealed files.

    To canonical JSON as well; and one in seventeen is a header or an envelope that was changed
    before it was sealed, which takes longest to make.
    """
    chance = random.Random(_SEED)  # noqa: S311 -- the same inputs each time
    quick = [each(chance) for each in (_codes, _frames, _outside, _letters)]
    makers = [*quick * 4, _opened(chance)]
    failed: dict[str, int] = {}
    slowest = 0.0
    begun = time.perf_counter()
    for number in range(_INPUTS):
        read = makers[number % len(makers)]()
        started = time.thread_time()  # what else the machine does is not the reader's
        try:
            read()
        except (Refused, NotCanonical):
            pass
        except Exception as error:  # noqa: BLE001 -- any other is what is looked for
            name = type(error).__name__
            failed[name] = failed.get(name, 0) + 1
        slowest = max(slowest, time.thread_time() - started)
    took = time.perf_counter() - begun
    names = ", ".join(sorted(failed))
    return [
        Figure("Inputs to the readers of sealed help", _INPUTS, "", least=1_000_000, places=0),
        Figure("Inputs that broke one", sum(failed.values()), "", 0, names, places=0),
        Figure("Slowest input", slowest * 1000, "ms", _SLOWEST),
        Figure("All of them, made and read", took, "s"),
    ]


def _codes(chance: random.Random) -> Callable[[], Reading]:
    """Return what makes typed codes with a few mistakes."""
    codes = [CaseCode(chance.randbytes(10)) for _ in range(500)]
    shown = [code.words(language) for code in codes for language in LANGUAGES]
    shown += [code.digits for code in codes]

    def make() -> Reading:
        typed = chance.choice(shown)
        for _ in range(chance.randrange(4)):
            place = chance.randrange(len(typed) + 1)
            signs = "".join(chance.choices(_SIGNS, k=chance.randrange(3)))
            typed = typed[:place] + signs + typed[place + chance.randrange(3) :]
        if chance.randrange(200) == 0:
            typed *= 1000
        return lambda: CaseCode.read(typed)

    return make


def _frames(chance: random.Random) -> Callable[[], Reading]:
    """Return what makes frames with changed bytes."""
    frames = [framed(chance.randbytes(length)) for length in (0, 9, 4092, 4093, 9000)]

    def make() -> Reading:
        frame = _changed(chance.choice(frames), chance, within=8)
        return lambda: unframed(frame)

    return make


def _outside(chance: random.Random) -> Callable[[], Reading]:
    """Return what makes sealed files with changed headers."""
    reader = Identity.new().recipient
    sealed = [seal(bytes(size), to=reader) for size in (74, 4096, 4352) for _ in range(20)]
    checks = (check_letter, check_wrap, lambda file: check_attachment(file, size=2**20))

    def make() -> Reading:
        file = _changed(chance.choice(sealed), chance, within=400)
        check = chance.choice(checks)
        return lambda: check(file)

    return make


def _opened(chance: random.Random) -> Callable[[], Reading]:
    """Return what makes headers and envelopes that open and are not what they should be."""
    stream = Identity.new()
    header = b'{"deadline":"2027-03-01","language":"be","type":"passport"}'
    said = canonical({"content": _CONTENT.decode(), "proof": encoded(bytes(32))})
    open_header(seal(framed(header), to=stream.recipient), stream=stream)
    open_letter(seal(framed(said), to=stream.recipient), stream=stream)

    def make() -> Reading:
        good, read = chance.choice(((header, open_header), (said, open_letter)))
        changed = framed(_changed(good, chance, within=len(good)))
        if chance.randrange(4) == 0:
            changed = _changed(changed, chance, within=8)
        sealed = seal(changed, to=stream.recipient)
        return lambda: read(sealed, stream=stream)

    return make


def _letters(chance: random.Random) -> Callable[[], Reading]:
    """Return what makes contents of letters with changed signs."""
    Content.read(_CONTENT)

    def make() -> Reading:
        said = _changed(_CONTENT, chance, within=len(_CONTENT))
        read = chance.choice((Content.read, read_canonical))
        return lambda: read(said)

    return make


def _changed(content: bytes, chance: random.Random, *, within: int) -> bytes:
    """Return bytes with one to three places changed, most of them near the beginning."""
    for _ in range(1 + chance.randrange(3)):
        place = chance.randrange(within)
        new = (
            chance.choice(_BYTES) if chance.randrange(2) else chance.randbytes(chance.randrange(3))
        )
        content = content[:place] + new + content[place + chance.randrange(4) :]
    if chance.randrange(20) == 0:
        content = content[: chance.randrange(len(content) + 1)]
    return content
