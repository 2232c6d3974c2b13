"""What holds of every template: nothing inline, short enough to see, sentences trimmed."""

import re
from pathlib import Path

import pytest

from tests.architecture.layers import PACKAGE

LONGEST = 120
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
_INLINE = re.compile(
    # A script without an address; JSON is data, which no browser runs.
    r"<script(?![^>]*\s(?:src=|type=\"application/json\"))"
    r"|<style\b"
    r"|<[a-z][^>]*\s(?:style|on[a-z]+)\s*=",
    re.IGNORECASE,
)
_UNTRIMMED = re.compile(r"{%\s*blocktrans(?:late)?\b(?![^%]*\btrimmed\b)")


@pytest.fixture(params=TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def template(request: pytest.FixtureRequest) -> str:
    path: Path = request.param
    return path.read_text(encoding="utf-8")


def test_template_holds_nothing_inline(template: str) -> None:
    assert [found.group() for found in _INLINE.finditer(template)] == []


def test_template_can_be_seen_whole(template: str) -> None:
    assert len(template.splitlines()) <= LONGEST


def test_template_trims_its_sentences(template: str) -> None:
    assert _UNTRIMMED.findall(template) == []


@pytest.mark.parametrize(
    "line",
    [
        "<script>x</script>",
        '<script type="module">x</script>',
        "<style>",
        '<p class="a" style="color:red">',
        "<a onclick='x()'>",
    ],
)
def test_the_search_sees_what_is_inline(line: str) -> None:
    assert _INLINE.search(line)


@pytest.mark.parametrize(
    "line",
    [
        '<script src="/a.js" defer></script>',
        '<script type="application/json">{}</script>',
        '<meta content="on x=1">',
        "<p>style = a</p>",
    ],
)
def test_the_search_leaves_the_rest_alone(line: str) -> None:
    assert not _INLINE.search(line)
