"""Rich text from CommonMark: what a page may hold, and nothing else."""

import pytest

from ambasada.front.markdown import rich_text


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("One\nline.\n\nTwo.", "<p>One line.</p> <p>Two.</p>"),
        ("## A heading\n\n### Below it", "<h2>A heading</h2> <h3>Below it</h3>"),
        ("**Bold** and *aslant*", "<p><b>Bold</b> and <i>aslant</i></p>"),
        ("- a\n- b", "<ul> <li>a</li> <li>b</li> </ul>"),
        ("1. a\n2. b", "<ol> <li>a</li> <li>b</li> </ol>"),
        ("> Said.", "<blockquote> <p>Said.</p> </blockquote>"),
        ("[Out](https://example.org/a?b=1)", '<p><a href="https://example.org/a?b=1">Out</a></p>'),
        ("[Mail](mailto:a@example.org)", '<p><a href="mailto:a@example.org">Mail</a></p>'),
        ("[News](page:news)", '<p><a linktype="page" id="7">News</a></p>'),
        ("[Lost](page:nowhere)", "<p><a>Lost</a></p>"),
        ("«Сям’я» — гэта ўсё", "<p>«Сям’я» — гэта ўсё</p>"),
    ],
)
def test_rich_text_of(markdown: str, html: str) -> None:
    assert rich_text(markdown, pages={"news": 7}) == html


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        '<img src="https://example.org/x.png">',
        "![a picture](https://example.org/x.png)",
        "[run](javascript:alert)",
        "[plain](http://example.org/)",
        "[data](data:text/html,x)",
        '<b onclick="x">b</b>',
        "<style>p{}</style>",
    ],
)
def test_rich_text_leaves_out_what_a_page_may_not_hold_when_it_is_there(markdown: str) -> None:
    html = rich_text(markdown, pages={})

    assert [bad for bad in ("<script", "<img", "href=", "<b ", "<style") if bad in html] == []
