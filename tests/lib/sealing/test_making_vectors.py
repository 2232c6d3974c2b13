"""Nobody changes a vector by hand: tests/vectors/make.py would write each file as it is."""

import pytest

from tests.vectors.make import MAKERS
from tests.vectors.makers.given import FOLDER, text_of


@pytest.mark.parametrize("name", MAKERS)
def test_stored_vectors_are_those_that_are_made(name: str) -> None:
    assert text_of(MAKERS[name]()) == (FOLDER / f"{name}.json").read_text(encoding="utf-8")


def test_every_file_of_vectors_has_a_maker() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(MAKERS)
