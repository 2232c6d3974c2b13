"""Whose origin a request is for, and that no response leaves without the headers of a class."""

import pytest

from ambasada.lib.headers import HeaderClass, headers_for
from ambasada.network.models import Embassy
from tests.factories.reader import Reader


@pytest.mark.parametrize("host", ["nobody.example.org", "127.0.0.2", "admin.localhost.evil.org"])
@pytest.mark.usefixtures("britain")
def test_nothing_is_told_when_the_host_is_nobodys(host: str) -> None:
    shown = Reader(host).get("/en/")

    assert (shown.status, shown.body) == (404, "There is no site under this name.\n")
    assert shown.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["gb.localhost", "GB.localhost:8000", "gb.localhost."])
@pytest.mark.usefixtures("britain")
def test_embassy_answers_however_its_host_is_written(host: str) -> None:
    assert Reader(host).get("/en/").status == 200


def test_two_embassies_answer_side_by_side(britain: Embassy, norland: Embassy) -> None:
    shown = {host: Reader(host).get("/").title for host in ("gb.localhost", "norland.localhost")}

    assert shown == {"gb.localhost": britain.name["en"], "norland.localhost": norland.name["en"]}


@pytest.mark.parametrize(
    ("path", "header_class"),
    [
        ("/", HeaderClass.GREEN),
        ("/en/about/", HeaderClass.GREEN),
        ("/en/about", HeaderClass.GREEN),
        ("/en/help/", HeaderClass.YELLOW),
        ("/en/nowhere/", HeaderClass.YELLOW),
        ("/healthz", HeaderClass.GREEN),
        ("/robots.txt", HeaderClass.GREEN),
        ("/sitemap.xml", HeaderClass.GREEN),
        ("/exit/", HeaderClass.EXIT),
    ],
)
def test_response_carries_the_headers_of_its_class(
    reader_in_britain: Reader, path: str, header_class: HeaderClass
) -> None:
    headers = reader_in_britain.get(path).headers

    wanted = headers_for(header_class)
    assert {name: headers.get(name) for name in wanted} == wanted
    assert "Set-Cookie" not in headers


def test_admin_is_not_on_the_public_origin(reader_in_britain: Reader) -> None:
    paths = ("/admin/", "/account/login/", "/admin/login/", "/documents/", "/api/v2/pages/")

    assert [reader_in_britain.get(path).status for path in paths] == [404] * 5


@pytest.mark.usefixtures("britain")
def test_public_pages_are_not_on_the_staff_origin() -> None:
    staff = Reader("admin.localhost")

    assert [staff.get(path).status for path in ("/en/", "/exit/", "/sitemap.xml")] == [404] * 3
