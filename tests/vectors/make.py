"""`python tests/vectors/make.py`: write the vectors that both implementations run.

What is sealed differs each time it is sealed, so that stored files are kept for as long as they
hold what they should: a second run changes nothing. README.md beside this tells the format.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.vectors.makers import (
    attachments,
    canonical,
    codes,
    derivation,
    fingerprints,
    frames,
    rosters,
    threads,
    wraps,
)
from tests.vectors.makers.given import FOLDER, text_of

MAKERS = {
    "canonical": canonical.make,
    "codes": codes.make,
    "derivation": derivation.make,
    "fingerprints": fingerprints.make,
    "frames": frames.make,
    "wraps": wraps.make,
    "letters": threads.make,
    "rosters": rosters.make,
    "attachments": attachments.make,
}


def main() -> int:
    """Write all files, or those that are named."""
    for name in sys.argv[1:] or MAKERS:
        path = FOLDER / f"{name}.json"
        path.write_text(text_of(MAKERS[name]()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
