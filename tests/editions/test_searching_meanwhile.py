"""What is searched, while something is erased."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ambasada.editions.actions import erase, index_all, indexing
from ambasada.editions.books import Books, look_into
from ambasada.network.models import Embassy, Seat
from tests.factories.editions import NOW, baked, folders, visitor_of
from tests.factories.pages import news
from tests.factories.staff import seat

pytestmark = [pytest.mark.django_db, pytest.mark.files, pytest.mark.usefixtures("edition")]
CANARY = "Zorkanary"


def test_file_that_was_begun_before_something_was_erased_is_made_anew(
    britain: Embassy, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = seat("writer", britain, role=Seat.Role.EDITOR, days_ago=60)
    item = news(britain, title=f"{CANARY} item")
    baked(britain)
    waiting = [item]

    def looked_into_later(
        file: Path, embassy: str, read: Callable[[Books], dict[str, str]]
    ) -> dict[str, str] | None:
        while waiting:  # the tombstones were read before
            erase(waiting.pop(), britain, by=member, now=NOW)
        return look_into(file, embassy, read)

    monkeypatch.setattr(indexing, "look_into", looked_into_later)

    assert index_all(seconds=300)  # some of it is left
    assert not folders().search("gb").exists()
    assert not list(folders().embassy("gb").glob("words.*.js"))
    while index_all():
        pass
    assert visitor_of(britain).finds("passport")
    held = folders().search("gb").read_bytes()
    assert CANARY.encode() not in held
    assert CANARY.lower().encode() not in held


def test_writing_down_gives_way_and_goes_on() -> None:
    asked = list[bool]()

    def is_published() -> bool:
        asked.append(True)
        return True

    assert index_all(seconds=300, gives_way=is_published)
    assert asked == [True]  # and no other embassy is begun
    while index_all():
        pass
    assert visitor_of(Embassy.objects.get(code="gb")).finds("passport")
