"""What was planted and never published is on no page a reader can reach."""

import re
from collections.abc import Iterator

import pytest

from tests.asking import Asker
from tests.drills.addresses import READERS
from tests.drills.conftest import Drill
from tests.drills.planting import FOREIGN, NORLAND_HOST, PRIVATE, SECRETS, UNUSED, WITHDRAWN

_LINK = re.compile(r'(?:href="|<loc>)(?:http://[^/"<]+)?(/[^"#<]*)')


def everything(asker: Asker) -> dict[str, str]:
    """Return the text of every address there is: those known, and what they link to."""
    read: dict[str, str] = {}
    unread = list(READERS)
    while unread and len(read) < 300:
        path = unread.pop()
        answer = asker.ask(path)
        read[path] = answer.body.decode("utf-8", "replace")
        if "text/html" in answer.header("Content-Type") or path == "/sitemap.xml":
            unread += {link for link in _links(read[path]) if link not in read}
    assert not unread, "the walk did not end"
    return read


def _links(text: str) -> Iterator[str]:
    return (match[1] for match in _LINK.finditer(text))


@pytest.fixture(scope="module")
def british(drill: Drill) -> dict[str, str]:
    return everything(drill.reader)


@pytest.mark.parametrize("secret", SECRETS)
def test_what_is_not_public_is_on_no_page(british: dict[str, str], secret: str) -> None:
    assert {path for path, text in british.items() if secret in text} == set()


def test_walk_reaches_what_is_public(drill: Drill, british: dict[str, str]) -> None:
    norland = Asker(drill.site.port, host=NORLAND_HOST)

    assert FOREIGN in norland.ask("/en/news/").body.decode()
    assert norland.ask(drill.planted["foreign"]).status == 200
    assert len(british) > len(READERS)
    assert "A written question" in british[drill.planted["row"]]
    assert "A written question" in british["/en/partners/meetings/register.json"]


def test_one_embassy_shows_nothing_of_another(drill: Drill, british: dict[str, str]) -> None:
    assert {path for path, text in british.items() if FOREIGN in text or "Norland" in text} == set()
    for code in ("en", "be", "ru"):
        path = drill.planted["foreign"].replace("/en/", f"/{code}/")
        assert drill.reader.ask(path).status == 404


def test_address_of_a_draft_is_that_of_no_page(drill: Drill) -> None:
    day = drill.planted["foreign"].partition("/news/")[2][:10]

    answer = drill.reader.ask(f"/en/news/{day}-qanary-draft-never-published/")

    assert answer.status == 404
    assert answer.body == drill.reader.ask("/en/news/nothing-of-the-kind/").body


@pytest.mark.parametrize("code", ["en", "be", "ru"])
def test_withdrawn_page_says_so_and_no_more(drill: Drill, code: str) -> None:
    answer = drill.reader.ask(drill.planted["withdrawn"].replace("/en/", f"/{code}/"))

    assert answer.status == 410
    assert WITHDRAWN not in answer.body.decode()
    assert answer.header("Cache-Control") == "no-store"


def test_private_page_is_not_served(drill: Drill) -> None:
    day = drill.planted["foreign"].partition("/news/")[2][:10]

    answer = drill.reader.ask(f"/en/news/{day}-qanary-item-an-editor-made-private/")

    assert PRIVATE not in answer.body.decode()


def test_unused_document_is_listed_nowhere(drill: Drill, british: dict[str, str]) -> None:
    unused = drill.planted["unused"]

    assert {path for path, text in british.items() if unused in text} == set()


def test_document_stored_twice_is_read_like_any_other(drill: Drill) -> None:
    answer = drill.reader.ask(drill.planted["twice"])

    assert (answer.status, answer.body) == (200, b"the same words")


def test_document_answers_to_its_own_extension_alone(drill: Drill) -> None:
    assert drill.reader.ask(drill.planted["twice"].replace(".txt", ".pdf")).status == 404


def test_document_that_nothing_public_names_is_not_read(drill: Drill) -> None:
    answer = drill.reader.ask(drill.planted["unused"])

    assert answer.status == 404
    assert UNUSED not in answer.body.decode()


def test_document_of_one_embassy_is_not_read_on_the_host_of_another(drill: Drill) -> None:
    norland = Asker(drill.site.port, host=NORLAND_HOST)

    assert norland.ask(drill.planted["twice"]).status == 404
