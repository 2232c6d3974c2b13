"""Cut the title face down to the letters our languages use.

One weight of Literata (SIL Open Font License 1.1, its text is laid beside the result) carries
titles and numbers; text is set in the reader's system face. The same input gives the same bytes.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FRONTEND = Path(__file__).resolve().parent
FAMILY = FRONTEND / "node_modules" / "@expo-google-fonts" / "literata"
SOURCE = FAMILY / "600SemiBold" / "Literata_600SemiBold.ttf"
LICENCE = FAMILY / "LICENSE_FONT"
# What one weight may cost a reader on a slow line.
LIMIT_BYTES = 25_000

LATIN = "".join(map(chr, range(0x20, 0x7F)))
# Belarusian and Russian with the Ukrainian letter ґ, which classical Belarusian writes too.
CYRILLIC = "".join(map(chr, range(0x410, 0x450))) + "ЁёІіЎўҐґ"
# Łacinka, and the Polish letters its place names and neighbours bring along.
LACINKA = "ĆćČčŁłŃńŚśŠšŬŭŹźŽžĄąĘęÓóŻżĒēĖė"
SIGNS = (
    "\u00a0\u00ab\u00bb\u2018\u2019\u201a\u201c\u201d\u201e\u02bc\u2013\u2014\u2026\u2116§·×\u2212"
)
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "lnum", "pnum", "tnum"]


def subset(source: Path, target: Path) -> int:
    """Write the subset as WOFF2 and return its size in bytes."""
    options = Options()
    options.flavor = "woff2"
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.notdef_outline = True
    # The face's own date stays: a build must not depend on the day it ran.
    font = TTFont(source, recalcTimestamp=False)
    cutter = Subsetter(options)
    cutter.populate(text=LATIN + CYRILLIC + LACINKA + SIGNS)
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(target)
    return target.stat().st_size


def build(folder: Path) -> int:
    """Write title.woff2 and its licence into the folder; return the size of the face."""
    folder.mkdir(parents=True, exist_ok=True)
    size = subset(SOURCE, folder / "title.woff2")
    if size > LIMIT_BYTES:
        message = f"the title face is {size} bytes, more than {LIMIT_BYTES}: cut its letters"
        raise SystemExit(message)
    shutil.copyfile(LICENCE, folder / "title.OFL.txt")
    return size


if __name__ == "__main__":
    sys.stdout.write(f"{build(Path(sys.argv[1]))} bytes\n")
