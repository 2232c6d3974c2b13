"""A member of one embassy, in the admin, before what belongs to another."""

import contextlib
import re
import sqlite3

import pytest

from tests.drills.conftest import Drill

_FACTS = ("channel", "office", "wording", "mandate", "emergencyblock")


def row_of(drill: Drill, query: str, *values: object) -> int:
    with contextlib.closing(sqlite3.connect(drill.site.home / "main.sqlite3")) as database:
        return int(database.execute(query, values).fetchone()[0])


@pytest.mark.parametrize("kind", _FACTS)
def test_facts_of_another_embassy_are_not_to_be_edited(drill: Drill, kind: str) -> None:
    query = f"SELECT id FROM network_{kind} WHERE embassy_id = ?"  # noqa: S608 -- our own tables
    foreign = row_of(drill, query, drill.planted["norland"])
    own = row_of(drill, query.replace("= ?", "!= ?"), drill.planted["norland"])
    member = drill.signed_in("seated")

    assert member.ask(f"/admin/snippets/network/{kind}/edit/{own}/").status == 200
    assert member.ask(f"/admin/snippets/network/{kind}/edit/{foreign}/").status != 200


@pytest.mark.parametrize(
    "kind", ["banner", "channel", "mirror", "onionaddress", "office", "searchwords"]
)
def test_member_is_offered_their_own_embassy_alone(drill: Drill, kind: str) -> None:
    form = drill.signed_in("seated").ask(f"/admin/snippets/network/{kind}/add/").body.decode()

    offered = re.findall(r'<select name="embassy".*?</select>', form, re.DOTALL)
    assert "norland" not in "".join(offered)


@pytest.mark.parametrize("verb", ["edit", "view_draft", "history", "unpublish", "copy", "move"])
def test_pages_of_another_embassy_are_not_to_be_touched(drill: Drill, verb: str) -> None:
    foreign = row_of(
        drill, "SELECT id FROM wagtailcore_page WHERE url_path = ?", "/norland-en/about/"
    )

    answer = drill.signed_in("seated").ask(f"/admin/pages/{foreign}/{verb}/")

    assert answer.status in {302, 403, 404}


@pytest.mark.parametrize("table", ["page", "site", "locale"])
def test_member_may_not_make_what_shapes_the_installation(drill: Drill, table: str) -> None:
    paths = {
        "page": "/admin/pages/add/front/homepage/1/",
        "site": "/admin/sites/new/",
        "locale": "/admin/locales/new/",
    }

    assert drill.signed_in("seated").ask(paths[table]).status in {302, 403, 404}
