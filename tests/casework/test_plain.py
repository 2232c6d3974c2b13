"""The path without scripts: what is told, what is kept, and what comes back."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from html5lib import HTMLParser

from ambasada.casework.actions import make_read_only, pause_forms
from ambasada.casework.models import Case, Letter, PlainPath, SignedRoster, Spent, Wrap
from ambasada.casework.plain import boxes
from ambasada.casework.plain.answering import NOTHING, Asked, answer
from ambasada.lib.minisign import SecretKey
from ambasada.lib.sealing.codes import CaseCode
from ambasada.lib.sealing.contents import Kind
from ambasada.lib.sealing.keys import CaseKeys, Identity, derive
from ambasada.network.models import Embassy
from tests.casework.desks import Desk, sign
from tests.casework.plainly import BOX, FORM, HERE, Plainly, codes_in, open_path, said_in
from tests.factories.staff import seat

# The stores it asks are SQLite always.
pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def plainly(desk: Desk, tmp_path: Path, settings: Any) -> Plainly:  # noqa: ANN401 -- pytest-django
    settings.KEYS_ROOT = tmp_path
    open_path(tmp_path, desk.root.public)
    return Plainly()


def test_what_was_written_reaches_those_on_duty_and_says_where_it_was_sealed(
    desk: Desk, plainly: Plainly
) -> None:
    plainly.writes("Help me.", **{"class": "danger", "answer": "be"})

    (row,) = desk.helper.queue()
    (opened,) = desk.helper.read(row["ref"]).letters
    assert (row["class"], desk.helper.header(row).language) == ("danger", "be")
    assert (opened.content.kind, opened.content.body["text"]) == (Kind.FORM, "Help me.")
    assert opened.content.body["sealed_at"] == "server"


def test_what_is_kept_is_what_is_kept_of_any_other_appeal(desk: Desk, plainly: Plainly) -> None:
    plainly.writes("Help me.")
    desk.person().appeal("Help me.")

    cases = [
        (each.desk, each.urgency, each.state, each.epoch, each.came_on, each.letters.count())
        for each in Case.objects.all()
    ]
    assert cases[0] == cases[1]
    assert Wrap.objects.count() == 36
    assert Spent.objects.count() == 1  # of the one with a script


@pytest.mark.parametrize("form", [0, 1], ids=["words", "digits"])
def test_code_opens_the_case_here_and_on_the_page_with_the_script(
    desk: Desk, plainly: Plainly, form: int
) -> None:
    code = plainly.writes("Help me.")[form]
    (row,) = desk.helper.queue()
    desk.helper.write(row["ref"], "Yes, <b>gladly</b>.")

    page = plainly.asks(BOX, code=code, act="read").body
    assert b"<b>gladly" not in page
    assert "Yes, <b>gladly</b>." in said_in(page)
    person = desk.person()
    person.code = CaseCode.read(code)
    assert len(person.read().letters) == 2


def test_answer_follows_and_says_where_it_was_sealed(desk: Desk, plainly: Plainly) -> None:
    code = plainly.writes("Help me.")[0]
    page = plainly.asks(BOX, code=code, act="answer", text="One more word.")

    (row,) = desk.helper.queue()
    thread = desk.helper.read(row["ref"])
    assert thread.problems == ()
    assert thread.letters[1].content.body == {"text": "One more word.", "sealed_at": "server"}
    assert "Your answer has arrived." in said_in(page.body)
    assert page.body.count(b"One more word.") == 1


def test_deleting_asks_for_the_code_and_leaves_nothing(plainly: Plainly) -> None:
    code = plainly.writes("Help me.")[0]

    assert plainly.asks(BOX, act="delete").status == 404
    assert "It is deleted" in said_in(plainly.asks(BOX, code=code, act="delete").body)
    assert (Case.objects.count(), Letter.objects.count(), Wrap.objects.count()) == (0, 0, 0)


def test_wrong_and_unknown_codes_look_the_same(plainly: Plainly) -> None:
    code = plainly.writes("Help me.")[1]
    mistyped = code[:-1] + ("0" if code[-1] != "0" else "1")
    typed = [CaseCode.new().digits, CaseCode.new().words("be"), mistyped, "word " * 8, "", "1"]

    answers = [plainly.asks(BOX, code=each, act="read") for each in typed]

    assert {each.status for each in answers} == {404}
    assert len({each.body for each in answers}) == 1


def test_wrong_code_costs_a_derivation(plainly: Plainly, monkeypatch: pytest.MonkeyPatch) -> None:
    derived: list[CaseCode] = []

    def watched(code: CaseCode, *, instance: str) -> CaseKeys:
        derived.append(code)
        return derive(code, instance=instance)

    monkeypatch.setattr(boxes, "derive", watched)
    for typed in (CaseCode.new().digits, "mistyped"):
        plainly.asks(BOX, code=typed, act="read")

    assert len(derived) == 2


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_all_is_told_before_anything_is_typed(plainly: Plainly, language: str) -> None:
    page = plainly.asks(f"/gb/{language}/plain/").body.decode()
    parser = HTMLParser(strict=False)
    parser.parse(page.strip())

    assert parser.errors == []
    places = [page.index(each) for each in ('href="tel:999"', "<h1>", "notice", "<textarea")]
    assert places == sorted(places)
    assert "<script" not in page
    assert f"http://help.localhost:8000/gb/{language}/" in page


def test_first_page_says_what_the_server_sees(plainly: Plainly) -> None:
    said = said_in(plainly.asks(HERE).body)

    for sentence in (
        "For a moment the server sees what you wrote.",
        "In danger, call the numbers above.",
        "choose the level “Safer”",
        "Those on duty see that this text was locked at the server.",
    ):
        assert sentence in said
        assert said.index(sentence) < said.index("What happened, and what do you need?")


def test_first_page_tells_of_a_reserve_key_where_there_is_one(desk: Desk, plainly: Plainly) -> None:
    before = said_in(plainly.asks(HERE).body)
    sign(desk.root, desks={"helper": ["help"]}, escrow=Identity.new().recipient)

    assert "This embassy has a reserve key" not in before
    assert "This embassy has a reserve key" in said_in(plainly.asks(HERE).body)


def test_nothing_is_here_before_an_embassy_opens_it(plainly: Plainly) -> None:
    PlainPath.objects.all().delete()

    for path in (HERE, BOX):
        assert plainly.asks(path) == plainly.asks(path, text="Help", **FORM) == NOTHING
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    "path",
    ["/", "/gb/en/", "/gb/xx/plain/", "/zz/en/plain/", "/i/case", "/gb/roster.json", "/admin/"],
)
def test_nothing_else_is_here(plainly: Plainly, path: str) -> None:
    assert plainly.asks(path) == NOTHING


def test_roster_that_the_root_key_did_not_sign_is_not_sealed_to(
    plainly: Plainly, tmp_path: Path
) -> None:
    (tmp_path / "gb" / "root.pub").write_text(SecretKey.make().public.file)

    assert plainly.asks(HERE, text="Help", **FORM).status == 503
    assert Case.objects.count() == 0


def test_roster_of_another_number_is_not_sealed_to(plainly: Plainly) -> None:
    row = SignedRoster.objects.get()
    row.content = bytes(row.content).replace(b'"help"', b'"held"')
    row.save()

    assert plainly.asks(HERE, text="Help", **FORM).status == 503


def test_who_was_removed_cannot_read(desk: Desk, plainly: Plainly, britain: Embassy) -> None:
    from ambasada.accounts.models import Actor  # noqa: PLC0415 -- for one test
    from ambasada.casework.actions import remove_from_roster  # noqa: PLC0415 -- likewise

    remove_from_roster(britain, desk.helper.kid, by=Actor.OPERATOR, now=timezone.now())

    assert "Nobody can write here just now" in said_in(plainly.asks(HERE).body)


def test_budget_of_an_hour_is_told_calmly_and_counts_appeals_alone(plainly: Plainly) -> None:
    code = plainly.writes("Help me.")[0]
    plainly.asks(BOX, code=code, act="answer", text="More.")
    assert plainly.took == ["gb"]

    plainly.has_room = False
    page = plainly.asks(HERE, text="Help", **FORM)
    assert page.status == 503
    assert "in the last hour" in said_in(page.body)
    assert "999" in said_in(page.body)
    assert plainly.asks(BOX, code=code, act="read").status == 200  # who has a code still reads
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [{"website": "x"}, {"class": "soon"}, {"answer": "xx"}, {"class": ""}],
    ids=["robot", "class", "language", "none"],
)
def test_what_no_person_sends_is_kept_by_nobody(plainly: Plainly, fields: dict[str, str]) -> None:
    assert plainly.asks(HERE, text="Help", **FORM | fields) == NOTHING
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    "text", ["", " \n", "x" * 20_001, "nul \0"], ids=["", "blank", "long", "nul"]
)
def test_text_that_cannot_be_sent_is_shown_again(plainly: Plainly, text: str) -> None:
    page = plainly.asks(HERE, text=text, **FORM | {"class": "danger"})

    assert page.status == 400
    assert b'value="danger" required checked' in page.body
    assert Case.objects.count() == 0


def test_pages_are_as_long_as_others(plainly: Plainly) -> None:
    code = plainly.writes("Help me.")[0]
    pages = [plainly.asks(HERE), plainly.asks(BOX), plainly.asks(BOX, code=code, act="read")]

    assert {len(each.body) % 4_096 for each in pages} == {0}


def test_paused_forms_are_told_before_anything_is_typed(plainly: Plainly, britain: Embassy) -> None:
    code = plainly.writes("Help me.")[0]
    pause_forms(britain, by=seat("pausing", britain), now=timezone.now())

    assert "Nobody can write here just now" in said_in(plainly.asks(HERE).body)
    assert plainly.asks(BOX, code=code, act="answer", text="More.").status == 200


def test_read_only_lets_read_and_delete_here_as_well(plainly: Plainly, britain: Embassy) -> None:
    code = plainly.writes("Help me.")[0]
    make_read_only(britain, by=seat("pausing", britain), now=timezone.now())

    said = said_in(plainly.asks(BOX, code=code, act="read").body)
    assert "Writing is paused." in said
    refused = plainly.asks(BOX, code=code, act="answer", text="More.")
    assert (refused.status, "More." in said_in(refused.body)) == (503, True)
    plainly.asks(BOX, code=code, act="delete")
    assert Case.objects.count() == 0


def form_of(page: bytes) -> dict[str, str]:
    """Return what a form sends that nobody typed."""
    (name,) = re.findall(rb'name="form" value="([0-9a-f]{32})"', page)
    return FORM | {"form": name.decode()}


def test_form_that_is_sent_twice_is_one_appeal_and_shows_its_code_again(
    desk: Desk, plainly: Plainly
) -> None:
    sent = form_of(plainly.asks(HERE).body) | {"text": "Help me."}
    first = plainly.asks(HERE, **sent)
    plainly.has_room = False  # the first may have been the last of the hour
    again = plainly.asks(HERE, **sent)

    assert codes_in(again.body.decode()) == codes_in(first.body.decode()) != []
    assert (Case.objects.count(), plainly.took) == (1, ["gb"])
    assert len(desk.helper.queue()) == 1


def test_form_that_is_sent_twice_at_once_is_one_appeal(plainly: Plainly) -> None:
    sent = form_of(plainly.asks(HERE).body) | {"text": "Help me."}
    codes: list[str] = []

    def other_is_first(_code: str) -> bool:
        """Let the same form arrive whole after this one was looked for and not found."""
        codes.extend(codes_in(plainly.asks(HERE, **sent).body.decode()))
        return True

    given = answer(Asked(HERE, sent, other_is_first))

    assert codes_in(given.body.decode()) == codes != []
    assert (Case.objects.count(), given.took) == (1, "")


def test_other_words_or_another_form_are_another_appeal(plainly: Plainly) -> None:
    one, other = (form_of(plainly.asks(HERE).body) for _each in range(2))
    sent = [one | {"text": "Help me."}, one | {"text": "Help us."}, other | {"text": "Help me."}]
    codes = {" ".join(codes_in(plainly.asks(HERE, **each).body.decode())) for each in sent}

    assert len(codes) == Case.objects.count() == 3


def test_answer_that_is_sent_twice_stands_there_once(plainly: Plainly) -> None:
    code = plainly.writes("Help me.")[0]
    for _each in range(2):
        page = plainly.asks(BOX, code=code, act="answer", text="One more word.")
        assert "Your answer has arrived." in said_in(page.body)

    assert page.body.count(b"One more word.") == 1
    assert Letter.objects.count() == 2
