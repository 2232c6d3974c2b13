import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambasada.lib.sealing.canonical import NotCanonical, canonical, read_canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,9}", fullmatch=True)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_value_is_what_it_was_after_writing_and_reading(value: dict[str, Any]) -> None:
    assert read_canonical(canonical(value)) == value


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=4))
def test_any_other_spelling_of_a_value_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(NotCanonical):
        read_canonical(json.dumps(value, sort_keys=True, indent=1).encode())


@settings(max_examples=1000, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        value = read_canonical(content)
    except NotCanonical:
        return
    assert canonical(value) == content


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a":' * 100_000, b'{"a":' + b"9" * 10_000])
def test_what_is_made_to_exhaust_a_reader_is_refused(content: bytes) -> None:
    with pytest.raises(NotCanonical):
        read_canonical(content)


@pytest.mark.parametrize("value", [{"a": 1.5}, {"a": b"x"}, {"a": "\ud800"}, {1: 1}, {"a": {2, 3}}])
def test_value_without_a_form_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)
