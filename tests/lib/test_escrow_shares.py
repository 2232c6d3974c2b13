"""Shares on paper: enough of them make the key again, and what is mistyped is told."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic.wordlist import WORDLIST

from ambasada.lib.escrow.schemes import SCHEMES, Scheme
from ambasada.lib.escrow.shares import (
    WORDS,
    NotAShare,
    join,
    read_share,
    require_belongs,
    split,
)
from ambasada.lib.sealing.keys import Identity

KNOWN = Identity.of_scalar(bytes(range(32))).text


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=str)
def test_any_as_many_as_are_needed_make_the_identity(scheme: Scheme) -> None:
    identity = Identity.new().text
    shares = [read_share(each) for each in split(identity, scheme)]

    joined = {join(some) for some in combinations(shares, scheme.needed)}

    assert joined == {identity}
    assert [each.number for each in shares] == list(range(1, scheme.made + 1))


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=str)
def test_fewer_than_are_needed_make_nothing(scheme: Scheme) -> None:
    shares = [read_share(each) for each in split(KNOWN, scheme)]

    for some in combinations(shares, scheme.needed - 1):
        with pytest.raises(NotAShare, match="do not make a key"):
            join(some)


@given(st.binary(min_size=32, max_size=32))
@settings(max_examples=30, deadline=None)
def test_every_identity_comes_back_as_it_was(scalar: bytes) -> None:
    identity = Identity.of_scalar(scalar).text
    first, _second, third = split(identity, SCHEMES["2/3"])

    assert join([read_share(first), read_share(third)]) == identity


def test_share_is_read_as_people_type() -> None:
    words = split(KNOWN, SCHEMES["2/3"])[0].split()
    numbered = "\n".join(f"{place:>2}. {word.upper()}" for place, word in enumerate(words, 1))
    cut = " ".join(word[:4] for word in words)

    assert read_share(numbered) == read_share(cut) == read_share(" ".join(words))


def test_each_wrong_word_is_told() -> None:
    words = split(KNOWN, SCHEMES["2/3"])[1].split()

    for place in range(WORDS):
        other = next(each for each in WORDLIST if each != words[place])
        typed = " ".join([*words[:place], other, *words[place + 1 :]])
        with pytest.raises(NotAShare, match="do not belong together"):
            read_share(typed)


def test_swapped_words_are_told() -> None:
    words = split(KNOWN, SCHEMES["3/5"])[4].split()
    words[10], words[20] = words[20], words[10]

    with pytest.raises(NotAShare):
        read_share(" ".join(words) if words[10] != words[20] else "")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "has 33 words, and this has 0"),
        ("academic " * 32, "has 33 words, and this has 32"),
        ("acad " * 34, "has 33 words, and this has 34"),
        ("aca " * 33, "“aca” is not a word of the list"),
        ("academik " * 33, "“academik” is not a word of the list"),
    ],
)
def test_what_is_no_share_is_told(typed: str, told: str) -> None:
    with pytest.raises(NotAShare, match=told):
        read_share(typed)


def test_share_of_another_ceremony_is_told_before_it_is_joined() -> None:
    mine, *rest = (read_share(split(KNOWN, SCHEMES["2/3"])[0]) for _time in range(4))
    others = next(each for each in rest if each.set_name != mine.set_name)  # one of 32,768

    with pytest.raises(NotAShare, match="another ceremony"):
        require_belongs(others, [mine])


def test_share_that_was_typed_already_is_told() -> None:
    share = read_share(split(KNOWN, SCHEMES["2/3"])[2])

    with pytest.raises(NotAShare, match="Share 3 was typed already"):
        require_belongs(share, [share])


@pytest.mark.parametrize("text", ["", "AGE-SECRET-KEY-1", KNOWN[:-1], "age1qqqq"])
def test_what_is_no_identity_is_not_split(text: str) -> None:
    with pytest.raises(NotAShare, match="not an identity of age"):
        split(text, SCHEMES["2/3"])
