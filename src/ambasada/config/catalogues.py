"""Catalogues of translations: from the text people edit to the form Django reads.

Written in Python so that a fresh machine needs no gettext. The build calls it before
Django starts: a running process keeps the catalogue it has read.
"""

from pathlib import Path

import polib

from ambasada.lib.refused import Refused


def compile_catalogues(locale_dir: Path) -> list[Path]:
    """Compile every `*.po` below locale_dir and return the `*.mo` files written.

    A `.mo` newer than its `.po` is left alone. The same `.po` gives the same bytes each
    time, and a reader sees the old file or the whole new one. Fuzzy and unfinished
    entries are left out, so a reader gets the fallback and not a guess.

    Raises Refused if a catalogue cannot be read; those compiled before it stay.
    """
    written = []
    for source in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not _is_newer(target, source):
            _replace(target, _compiled(source))
            written.append(target)
    return written


def _is_newer(target: Path, source: Path) -> bool:
    return target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns


def _compiled(source: Path) -> bytes:
    try:
        catalogue = polib.pofile(str(source), encoding="utf-8", check_for_duplicates=True)
        return bytes(catalogue.to_binary())
    except (OSError, ValueError) as error:
        sentence = f"{source} is no readable catalogue ({error}): correct that line"
        raise Refused(sentence) from error


def _replace(target: Path, content: bytes) -> None:
    unfinished = target.with_suffix(".mo.part")
    unfinished.write_bytes(content)
    unfinished.replace(target)


if __name__ == "__main__":
    compile_catalogues(Path(__file__).resolve().parents[1] / "locale")
