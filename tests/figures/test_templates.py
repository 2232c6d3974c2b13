"""A text knows whose it is: otherwise it could not tell which figures are its embassy's."""

import re

from tests.architecture.layers import PACKAGE

_SHOWS = re.compile(r'{%\s*include "components/prose\.html"[^%]*%}')


def test_every_template_that_shows_a_text_says_of_which_page() -> None:
    shown = {
        f"{path.relative_to(PACKAGE)}: {found}"
        for path in PACKAGE.glob("*/templates/**/*.html")
        for found in _SHOWS.findall(path.read_text(encoding="utf-8"))
    }

    assert len(shown) > 10
    assert {each for each in shown if " page=page " not in each} == set()
