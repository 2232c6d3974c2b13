"""What must hold for whatever is put in: each runs thousands of times in the browser."""

from tests.sealing.laboratory import Laboratory

# A list as ours are: 2,048 words that their first four letters tell apart.
_CONSONANTS, _VOWELS = "bdfgklmnprstvwxz", "aeio"
WORDS = [
    f"{first}{second}{third}{fourth}rest"
    for first in _CONSONANTS
    for second in _VOWELS
    for third in _CONSONANTS[:8]
    for fourth in _VOWELS
]
TIMES = 10_000


def test_codes_come_back_in_every_form(laboratory: Laboratory) -> None:
    met = laboratory("codesComeBack", WORDS, TIMES)

    # One byte checks a code: of those with another word, one in 256 is taken for right; and one in
    # 2,048 had the same word before.
    assert TIMES * (1 - 2 / 256) < met["wrong"] < TIMES


def test_frames_come_back(laboratory: Laboratory) -> None:
    met = laboratory("framesComeBack", TIMES)

    assert met["sizes"] > 30


def test_sizes_are_few_and_hold_what_they_should(laboratory: Laboratory) -> None:
    largest = 20 * 2**20

    met = laboratory("sizesAreSound", largest)

    assert met["sizes"] < 400


def test_letters_come_back_and_prove_who_wrote_them(laboratory: Laboratory) -> None:
    assert laboratory("lettersComeBack", 400) == {"kept": 400}
