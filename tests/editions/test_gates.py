"""What keeps bytes out of an edition, asked at the gates themselves."""

from io import BytesIO
from pathlib import Path

import pytest
from django.test import override_settings
from PIL import Image, PngImagePlugin

from ambasada.editions.assets import assets_of, is_asset
from ambasada.editions.gates import Around, Reading, faults
from ambasada.editions.rendering import Rendered
from ambasada.lib.headers import HeaderClass

AROUND = Around(frozenset({"gb.localhost"}), frozenset({"/en/"}))


def picture(*, says: str = "") -> bytes:
    told = PngImagePlugin.PngInfo()
    if says:
        told.add_text("Comment", says)
    made = BytesIO()
    Image.new("RGB", (8, 8), "red").save(made, "PNG", pnginfo=told)
    return made.getvalue()


def rendered(body: bytes, kind: str) -> Rendered:
    return Rendered(
        body=body,
        type=kind,
        language="",
        headers=HeaderClass.GREEN,
        status=200,
        to="",
        slot=-1,
        tags=frozenset(),
        until=None,
        sets_cookie=False,
    )


def test_picture_goes_out_only_if_it_says_nothing_more() -> None:
    assert faults(rendered(picture(), "image/png"), None, AROUND) == []
    for body, kind in ((picture(says="Canary"), "image/png"), (b"GIF89a", "image/gif")):
        assert faults(rendered(body, kind), None, AROUND) == [
            "is a picture that says more than it shows"
        ]


def test_asset_that_says_more_is_none(tmp_path: Path) -> None:
    (tmp_path / "silent.png").write_bytes(picture())
    (tmp_path / "canary.png").write_bytes(picture(says="Canary"))

    with override_settings(STATIC_ROOT=tmp_path):
        assert is_asset("/static/silent.png")
        assert not is_asset("/static/canary.png")
        assert assets_of(["/static/silent.png", "/static/canary.png"]).keys() == {
            "/static/silent.png"
        }
        assert not is_asset("/static/../silent.png")
        assert not is_asset("/en/silent.png")


@pytest.mark.parametrize(
    "element",
    [
        '<img src="/canary.png">',
        '<img srcset="/canary.png 2x">',
        '<script src="/canary.js"></script>',
        '<link rel="stylesheet" href="/canary.css">',
        '<area href="/canary/">',
        '<svg><use href="/canary.svg#a"/></svg>',
    ],
)
def test_what_a_page_loads_must_be_there_too(element: str) -> None:
    page = rendered(f'<html lang="">{element}</html>'.encode(), "text/html; charset=utf-8")

    (fault,) = faults(page, Reading(page.body), AROUND)

    assert fault.startswith("leads to what is not there: /canary")


@pytest.mark.parametrize("rel", ["canonical", "alternate"])
def test_address_of_the_site_itself_may_be_named_in_full(rel: str) -> None:
    head = f'<link rel="{rel}" href="http://gb.localhost:8000/en/">'
    page = rendered(f'<html lang="">{head}</html>'.encode(), "text/html; charset=utf-8")

    assert faults(page, Reading(page.body), AROUND) == []
