"""How fast a search answers over 10,000 pages, and how many forms of a word find one another."""

import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from statistics import quantiles

from ambasada.editions.searching.asked import results
from ambasada.editions.searching.texts import PageText
from ambasada.editions.searching.written import Maker, open_index
from ambasada.lib.searching import Lexicon, folded, stem
from bench.figures import Figure
from bench.paradigms import paradigms

_SEED = 20261129  # another one splits the dictionary anew: rules were tuned on its first half
_LOOKED_AT = 8_000  # entries, as in the measurement that the rules are compared with
_PAGES = 10_000
_WORDS = 300  # on a page, as on ours
_ASKED = 300
_LANGUAGES = ("be", "ru", "en")
_ENDINGS = {
    "be": ("", "а", "ы", "у", "ам", "ах"),
    "ru": ("", "а", "ы", "ов", "ам", "ах"),
    "en": ("", "s", "ed", "ing"),
}
_LETTERS = {
    "be": ("бвгдзклмнпрст", "аоуэі"),
    "ru": ("бвгджзклмнпрст", "аоуеи"),
    "en": ("bcdfgklmnprst", "aeiou"),
}


def measure_search(folder: Path) -> list[Figure]:
    """Look for words in 10,000 invented pages; then try the rules on a dictionary."""
    folder.mkdir(parents=True, exist_ok=True)
    return [*_speed(folder / "search.sqlite3"), *_forms()]


def _speed(file: Path) -> Iterator[Figure]:
    chance = random.Random(_SEED)  # noqa: S311 -- nothing secret
    stems = {each: _invented(chance, each) for each in _LANGUAGES}
    maker = Maker(Lexicon(), dict.fromkeys(_LANGUAGES, _LANGUAGES))
    begun = time.perf_counter()
    with open_index(file, maker) as index:
        for number in range(_PAGES):
            language = _LANGUAGES[number % len(_LANGUAGES)]
            words = _text(chance, stems, language, length=_WORDS)
            page = PageText(language, words[:60], words[:150], words)
            index.write(f"/{language}/page-{number}/", str(number), page)
        index.finish()
    written = time.perf_counter() - begun
    took = []
    for number in range(_ASKED):
        language = _LANGUAGES[number % len(_LANGUAGES)]
        asked = _text(chance, stems, language, length=1 + number % 3)
        started = time.perf_counter()
        results(file, asked, language=language, is_shown=lambda _path: True)
        took.append(1000 * (time.perf_counter() - started))
    note = f"{_PAGES} pages of {_WORDS} words in three languages, {_ASKED} questions"
    yield Figure("Search, 95 of 100 answers within", quantiles(took, n=20)[18], "ms", 50, note=note)
    yield Figure("Search, the median", quantiles(took, n=2)[0], "ms")
    yield Figure("The file that is searched", file.stat().st_size / 1_000_000, "MB")
    yield Figure("Writing it down anew", written, "s")
    yield _one_page(file, maker, stems)


def _one_page(file: Path, maker: Maker, stems: dict[str, list[str]]) -> Figure:
    chance = random.Random(1)  # noqa: S311 -- nothing secret
    words = _text(chance, stems, "be", length=_WORDS)
    begun = time.perf_counter()
    with open_index(file, maker) as index:
        index.write("/be/page-0/", "other", PageText("be", words[:60], words[:150], words))
        index.finish()
    return Figure("One changed page in it", 1000 * (time.perf_counter() - begun), "ms")


def _invented(chance: random.Random, language: str) -> list[str]:
    hard, open_ = _LETTERS[language]
    return [
        "".join(chance.choice(hard) + chance.choice(open_) for _ in range(chance.randint(1, 3)))
        + chance.choice(hard)
        for _ in range(6_000)
    ]


def _text(chance: random.Random, stems: dict[str, list[str]], language: str, *, length: int) -> str:
    """Return words of which a few are in most pages, as words are."""
    known = stems[language]
    places = (min(int(chance.paretovariate(0.7)), len(known)) - 1 for _ in range(length))
    return " ".join(known[place] + chance.choice(_ENDINGS[language]) for place in places)


def _forms() -> Iterator[Figure]:
    """Try the stemmer on the half of the dictionary that its rules were not tuned on."""
    entries = sorted(paradigms(), key=sorted)
    random.Random(_SEED).shuffle(entries)  # noqa: S311 -- nothing secret
    held_out = [each for each in entries[len(entries) // 2 :] if len(each) > 1][:_LOOKED_AT]
    together, pairs, under = 0, 0, defaultdict[str, list[int]](list)
    for number, forms in enumerate(held_out):
        stems = Counter(stem(folded(each), "be") for each in forms)
        together += sum(count * (count - 1) // 2 for count in stems.values())
        pairs += len(forms) * (len(forms) - 1) // 2
        for each in stems:
            under[each].append(number)
    merged = sum(_is_merged([held_out[each] for each in numbers]) for numbers in under.values())
    shared = sum(len(numbers) > 1 for numbers in under.values())
    note = f"{len(held_out)} entries of hunspell-be, of the half the rules were not tuned on"
    yield Figure("Pairs of forms with one stem", 100 * together / pairs, "%", least=70, note=note)
    yield Figure(
        "Stems with entries that share no form", 100 * merged / len(under), "%", 2, places=2
    )
    yield Figure("Stems with two entries at all", 100 * shared / len(under), "%", 2, places=2)


def _is_merged(entries: list[frozenset[str]]) -> bool:
    """Tell whether a stem brings entries together that the language keeps apart."""
    return any(one.isdisjoint(other) for one, other in combinations(entries, 2))
