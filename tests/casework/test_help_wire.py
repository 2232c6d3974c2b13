"""What the help origin refuses, and that it says no more than a word."""

import secrets
from collections.abc import Callable
from typing import Any

import pyrage
import pytest
from altcha import Payload
from django.utils import timezone
from pyrage import x25519

from ambasada.accounts.models import Actor, Member
from ambasada.casework import work
from ambasada.casework.actions import pause_forms, resume_forms, revoke_key
from ambasada.casework.models import Blob, Case, Letter, Part, Spent, StaffKey, Wrap
from ambasada.casework.views import help as help_view
from ambasada.lib.refused import Refused
from ambasada.lib.sealing.attachments import PART, seal_file
from ambasada.lib.sealing.files import seal
from ambasada.lib.sealing.frames import framed
from ambasada.lib.sealing.keys import Identity, encoded
from ambasada.network.models import Embassy
from tests.asking import Answer
from tests.casework.client import JSON, Said, told
from tests.casework.desks import Desk
from tests.factories.staff import seat

# The stores it asks are SQLite always.
pytestmark = pytest.mark.sqlite_only

NOBODYS = Identity.new().recipient
Change = Callable[[dict[str, Any]], dict[str, Any]]


def said(answer: Answer) -> tuple[int, str]:
    assert len(answer.body) == 1_024
    return answer.status, Said(answer).word


def nothing_is_kept() -> bool:
    return not any(each.objects.exists() for each in (Case, Letter, Wrap, Spent))


def wraps(prepared: dict[str, Any], count: int) -> list[dict[str, Any]]:
    given = prepared["wraps"]
    return [given[number % len(given)] for number in range(count)]


def altered(**values: Any) -> Change:
    return lambda prepared: prepared | values


def with_wrap(**values: Any) -> Change:
    return lambda prepared: (
        prepared | {"wraps": [prepared["wraps"][0] | values, *prepared["wraps"][1:]]}
    )


def sealed(payload: bytes) -> str:
    return encoded(seal(payload, to=NOBODYS))


def to_two(payload: bytes) -> str:
    recipients = [x25519.Identity.generate().to_public() for _each in range(2)]
    return encoded(pyrage.encrypt(payload, recipients))


CHANGES: dict[str, Change] = {
    "another suite": altered(suite=2),
    "a desk that is not there": altered(desk="finance"),
    "a class that is not there": altered(**{"class": "urgent"}),
    "a short lookup": altered(lookup="0" * 63),
    "no auth": altered(auth=None),
    "an embassy that is a path": altered(embassy="../gb"),
    "an id that is none": altered(id="x" * 32),
    "a number that is a text": altered(roster="1"),
    "no base64": altered(letter="not base64"),
    "a letter cut off": altered(letter=sealed(b"x" * 4_096)[:-4]),
    "a letter of another size": altered(letter=sealed(b"x" * 4_097)),
    "a letter that is too small": altered(letter=sealed(b"x" * 100)),
    "a letter that is too large": altered(letter=sealed(b"x" * 2**19)),
    "a letter to two": altered(letter=to_two(b"x" * 4_096)),
    "a letter that is not sealed": altered(letter=encoded(b"x" * 4_096)),
    "a header of another size": altered(header=sealed(b"x" * 8_192)),
    "no header": altered(header=""),
    "a wrap too few": lambda sent: sent | {"wraps": sent["wraps"][:17]},
    "a thousand wraps": lambda sent: sent | {"wraps": wraps(sent, 1_000)},
    "one wrap twice": lambda sent: sent | {"wraps": [*sent["wraps"][:17], sent["wraps"][0]]},
    "wraps that are none": altered(wraps=[None] * 18),
    "a wrap of another size": with_wrap(wrap=sealed(b"x" * 75)),
    "a wrap for nobody in the roster": with_wrap(**{"for": "f" * 16}),
    "a wrap with a name": with_wrap(**{"for": "nobody"}),
}


def test_appeal_that_is_not_made_as_the_protocol_has_it_is_refused(desk: Desk) -> None:
    person = desk.person()
    prepared = person.prepared("Help.") | {"proof": person.published.work()}

    answers = {name: said(person.send(change(prepared))) for name, change in CHANGES.items()}

    assert answers == dict.fromkeys(CHANGES, (400, "malformed"))
    assert nothing_is_kept()
    told(person.send(prepared))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"embassy": "gb"}']
)
def test_what_is_no_appeal_at_all_is_refused(desk: Desk, body: bytes) -> None:
    answer = desk.help_wire.ask("/i/case", method="POST", headers=[JSON], body=body)

    assert said(answer) == (400, "malformed")


def test_page_of_another_origin_cannot_send_an_appeal(desk: Desk) -> None:
    """What a page may send without asking first is of three kinds, and JSON is none of them."""
    person = desk.person()
    sent = person.prepared("Help.") | {"proof": person.published.work()}

    answers = [
        desk.help_wire.ask(
            "/i/case", method="POST", headers=[("Content-Type", kind)], body=str(sent).encode()
        )
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")
    ]

    assert [each.status for each in answers] == [400] * 3
    assert nothing_is_kept()


def test_same_appeal_that_is_taken_while_its_work_is_looked_at_is_answered_like_the_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = desk.person()
    prepared = person.prepared("Help.") | {"proof": person.published.work()}
    first = list[Answer]()

    def looked_at_later(proof: str) -> str:
        monkeypatch.setattr(help_view, "require_done", work.require_done)
        first.append(person.send(prepared))
        return work.require_done(proof)

    monkeypatch.setattr(help_view, "require_done", looked_at_later)
    second = person.send(prepared)

    assert (first[0].status, second.status, second.body) == (201, 201, first[0].body)
    assert Case.objects.count() == 1
    other = desk.person().prepared("Help.") | {"proof": prepared["proof"]}
    assert said(person.send(other)) == (403, "proof")


def test_same_appeal_again_is_answered_like_the_first(desk: Desk) -> None:
    person = desk.person()
    prepared = person.prepared("Help.") | {"proof": person.published.work()}

    answers = [person.send(prepared) for _time in range(3)]

    assert {(each.status, each.body) for each in answers} == {(201, answers[0].body)}
    assert (Case.objects.count(), Letter.objects.count(), Wrap.objects.count()) == (1, 1, 18)


@pytest.mark.parametrize("name", ["id", "lookup"])
def test_another_appeal_under_the_same_id_or_code_is_refused(desk: Desk, name: str) -> None:
    person, other = desk.person(), desk.person()
    first = person.prepared("Help.")
    told(person.send(first))

    answer = other.send(other.prepared("Me too.") | {name: first[name]})

    assert said(answer) == (400, "malformed")
    assert Case.objects.count() == 1


def test_appeal_sealed_to_an_older_roster_is_told_to_look_again(desk: Desk) -> None:
    person = desk.person()
    prepared = person.prepared("Help.")
    desk.sign_again()

    assert said(person.send(prepared)) == (409, "behind")
    told(person.send(person.prepared("Help.")))


def test_embassy_without_a_roster_that_counts_is_closed(desk: Desk) -> None:
    person = desk.person()
    prepared = person.prepared("Help.") | {"embassy": "norland"}

    assert said(person.send(prepared)) == (403, "closed")
    assert said(desk.help_wire.ask("/norland/challenge")) == (403, "closed")


def test_coordinator_pauses_the_forms_and_opens_them_again(desk: Desk, britain: Embassy) -> None:
    member, now = seat("other", britain), timezone.now()
    writing, new = desk.person(), desk.person()
    writing.appeal("Help.")

    pause_forms(britain, by=member, now=now)
    refused = new.send(new.prepared("Help."))
    writing.write("And this.")
    resume_forms(britain, by=member, now=now)

    assert said(refused) == (403, "closed")
    told(new.send(new.prepared("Help.")))


def test_editor_pauses_nothing(britain: Embassy) -> None:
    editor = seat("writes", britain, role="editor")

    with pytest.raises(Refused, match="Only a coordinator"):
        pause_forms(britain, by=editor, now=timezone.now())


def rebuilt(proof: str, **values: Any) -> str:
    """Return a solved challenge with other values in it."""
    payload = Payload.from_base64(proof)
    for name, value in values.items():
        part = payload.solution if name in {"counter", "derived_key"} else None
        setattr(part or payload.challenge.parameters, name, value)
    return payload.to_base64()


@pytest.mark.parametrize(
    "values", [{"cost": 1}, {"key_prefix": ""}, {"counter": 2**40}, {"derived_key": "00" * 32}]
)
def test_work_that_was_not_done_is_no_proof(desk: Desk, values: dict[str, Any]) -> None:
    person = desk.person()
    proof = rebuilt(person.published.work(), **values)

    answer = person.send(person.prepared("Help.") | {"proof": proof})

    assert said(answer) == (403, "proof")
    assert nothing_is_kept()


@pytest.mark.parametrize("proof", ["", "AAAA", "e30=", "x" * 4_000, "bnVsbA=="])
def test_what_is_no_proof_is_refused(desk: Desk, proof: str) -> None:
    person = desk.person()

    assert said(person.send(person.prepared("Help.") | {"proof": proof})) == (403, "proof")


def test_work_is_good_once(desk: Desk) -> None:
    first, second = desk.person(), desk.person()
    proof = first.published.work()
    told(first.send(first.prepared("Help.") | {"proof": proof}))

    answer = second.send(second.prepared("Help.") | {"proof": proof})

    assert said(answer) == (403, "proof")
    assert Case.objects.count() == 1


def test_work_of_too_long_ago_is_no_proof(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "LASTS", -10)
    person = desk.person()

    assert said(person.send(person.prepared("Help."))) == (403, "proof")


def cost(desk: Desk) -> int:
    return int(told(desk.help_wire.ask("/gb/challenge"))["parameters"]["cost"])


def test_many_appeals_make_the_next_one_dearer(desk: Desk) -> None:
    before = cost(desk)
    for _appeal in range(120):
        work.appeals.note()

    assert cost(desk) > before


def test_flood_of_wrong_codes_makes_no_appeal_dearer(desk: Desk) -> None:
    before = cost(desk)
    for _guess in range(300):
        headers = [("Case-Lookup", secrets.token_hex(16)), ("Case-Auth", secrets.token_hex(32))]
        assert desk.help_wire.ask("/i/box", headers=headers).status == 404

    assert cost(desk) == before


def test_wrong_and_unknown_codes_are_one_answer(desk: Desk) -> None:
    person, stranger = desk.person(), desk.person()
    person.appeal("Help.")
    lookup, auth = person.headers

    answers = [
        desk.help_wire.ask("/i/box", headers=headers)
        for headers in (
            stranger.headers,
            [lookup, ("Case-Auth", "0" * 64)],
            [("Case-Lookup", "0" * 32), auth],
            [lookup],
            [("Case-Lookup", "x"), ("Case-Auth", "x")],
            [],
        )
    ]

    assert {(each.status, each.body) for each in answers} == {(404, answers[0].body)}
    assert said(answers[0]) == (404, "unknown")


@pytest.mark.parametrize("path", ["/i/box", "/i/blob/" + "0" * 32, "/i/letter/" + "0" * 32])
def test_nothing_of_a_case_is_had_without_its_code(desk: Desk, path: str) -> None:
    assert said(desk.help_wire.ask(path)) == (404, "unknown")
    assert said(desk.help_wire.ask(path, method="DELETE")) == (404, "unknown")


def test_letter_of_another_case_is_not_there(desk: Desk) -> None:
    one, other = desk.person(), desk.person()
    one.appeal("Help.")
    other.appeal("Help me too.")
    (letter,) = one.box()["letters"]

    assert one.ask(f"/i/letter/{letter['id']}").status == 200
    assert said(other.ask(f"/i/letter/{letter['id']}")) == (404, "unknown")


def test_same_letter_again_is_answered_like_the_first(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")
    values = person.next_letter(person.box(), "More.")

    answers = [person.ask("/i/box", method="POST", values=values) for _time in range(2)]

    assert [told(each) for each in answers] == [{"counter": 2}] * 2
    assert len(person.read().letters) == 2


def test_nothing_is_written_over_what_was_not_seen(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")
    values = person.next_letter(person.box(), "From the phone.")
    person.write("From the desk.")

    assert said(person.ask("/i/box", method="POST", values=values)) == (409, "behind")
    assert len(person.read().letters) == 2


@pytest.mark.parametrize("values", [{"after": 2}, {"after": 0}, {"epoch": 2}, {"epoch": 0}])
def test_letter_out_of_turn_is_told_to_look_again(desk: Desk, values: dict[str, int]) -> None:
    person = desk.person()
    person.appeal("Help.")
    letter = person.next_letter(person.box(), "More.") | values

    assert said(person.ask("/i/box", method="POST", values=letter)) == (409, "behind")


def test_another_letter_under_the_same_id_is_refused(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")
    values = person.next_letter(person.box(), "More.")
    told(person.ask("/i/box", method="POST", values=values))
    other = person.next_letter(person.box(), "Other.") | {"id": values["id"]}

    assert said(person.ask("/i/box", method="POST", values=other)) == (400, "malformed")


def test_case_takes_no_more_letters_than_a_day_has_room_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ambasada.casework.actions.letters.MOST_OF_A_DAY", 2)
    person = desk.person()
    person.appeal("Help.")
    person.write("More.")

    with pytest.raises(Said, match="full"):
        person.write("Still more.")


def a_file(size: int) -> list[bytes]:
    whole = seal_file(bytes(size), stream=Identity.new())
    return [whole[start : start + PART] for start in range(0, len(whole), PART)]


def test_part_that_came_twice_is_kept_once(desk: Desk) -> None:
    person, blob = desk.person(), "a" * 32
    person.appeal("Help.")
    first, second, third = a_file(2 * PART)

    sent = [(0, first), (2, third), (0, first), (1, second), (2, third)]
    answers = [person.send_part(blob, number, content) for number, content in sent]

    assert [each.status for each in answers] == [201] * 5
    assert told(person.ask(f"/i/blob/{blob}")) == {"parts": [0, 1, 2]}
    assert person.ask(f"/i/blob/{blob}/1").body == second


def test_other_bytes_in_the_place_of_a_part_are_refused(desk: Desk) -> None:
    person, blob = desk.person(), "a" * 32
    person.appeal("Help.")
    told(person.send_part(blob, 0, b"one"))

    assert said(person.send_part(blob, 0, b"other")) == (409, "behind")
    assert person.ask(f"/i/blob/{blob}/0").body == b"one"


@pytest.mark.parametrize("number", [84, 999])
def test_part_beyond_the_largest_file_is_refused(desk: Desk, number: int) -> None:
    person = desk.person()
    person.appeal("Help.")

    assert said(person.send_part("a" * 32, number, b"x")) == (400, "malformed")


@pytest.mark.parametrize("content", [b"", b"x" * (PART + 1)])
def test_part_of_the_wrong_size_is_refused(desk: Desk, content: bytes) -> None:
    person = desk.person()
    person.appeal("Help.")

    assert said(person.send_part("a" * 32, 0, content)) == (400, "malformed")
    assert not Blob.objects.exists()


def test_part_that_was_damaged_on_the_way_is_refused(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")
    headers = [*person.headers, ("Part-Sha256", "0" * 64)]

    answer = desk.help_wire.ask(
        f"/i/blob/{'a' * 32}/0", method="PUT", headers=headers, body=b"damaged"
    )

    assert said(answer) == (400, "malformed")


def test_case_takes_no_more_files_than_a_day_has_room_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ambasada.casework.actions.attachments._LARGEST_OF_A_DAY", 100)
    person = desk.person()
    person.appeal("Help.")
    told(person.send_part("a" * 32, 0, b"x" * 60))

    assert said(person.send_part("b" * 32, 0, b"x" * 60)) == (413, "full")
    assert Part.objects.count() == 1


def test_file_of_another_case_is_neither_read_nor_added_to(desk: Desk) -> None:
    one, other, blob = desk.person(), desk.person(), "a" * 32
    one.appeal("Help.")
    other.appeal("Help.")
    told(one.send_part(blob, 0, b"one"))

    assert said(other.ask(f"/i/blob/{blob}/0")) == (404, "unknown")
    assert told(other.ask(f"/i/blob/{blob}")) == {"parts": []}
    assert said(other.send_part(blob, 1, b"other")) == (400, "malformed")


@pytest.mark.parametrize(
    "parts",
    [
        {0: b"not sealed"},
        {0: seal(b"x" * 5_000, to=NOBODYS)},
        {1: seal(framed(b"x"), to=NOBODYS)},
        {},
    ],
)
def test_letter_names_no_file_that_is_not_whole_and_sealed(
    desk: Desk, parts: dict[int, bytes]
) -> None:
    person, blob = desk.person(), "a" * 32
    person.appeal("Help.")
    for number, content in parts.items():
        told(person.send_part(blob, number, content))
    values = person.next_letter(person.box(), "More.") | {"blobs": [blob]}

    assert said(person.ask("/i/box", method="POST", values=values)) == (400, "malformed")
    assert len(person.read().letters) == 1


def test_removed_key_is_told_at_once(desk: Desk) -> None:
    person = desk.person()
    key = StaffKey.objects.get(kid=desk.helper.kid)

    revoke_key(key, by=Actor.OPERATOR, now=timezone.now())

    removed = person.published.removed()
    of_desk = {each.kid for each in person.published.roster().entries if "help" in each.desks}
    assert key.kid in removed
    assert of_desk <= removed  # nobody is left whom an appeal could be sealed to


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/en/", "/admin/", "/account/login/", "/static/ambasada/site.css"),
        *("/s/enter", "/s/queue", "/i/", "/i/case/", "/gb/", "/gb/roster", "/gb/rosters/9.json"),
        *("/norland/roster.json", "/norland/removed.json", "/i/blob/x/0", "/documents/"),
    ],
)
def test_other_addresses_are_not_there(desk: Desk, path: str) -> None:
    assert said(desk.help_wire.ask(path)) == (404, "unknown")


def test_fault_of_ours_is_one_calm_word(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("ambasada.casework.views.help.case_of_person", failing)

    assert said(desk.person().ask("/i/box")) == (503, "busy")


def test_no_answer_sets_a_cookie_or_may_be_kept(desk: Desk) -> None:
    person = desk.person()
    sent = person.send(person.prepared("Help."))
    answers = [sent, person.ask("/i/box"), person.ask("/nowhere"), desk.helper.ask("/s/queue")]

    assert {each.header("Set-Cookie") for each in answers} == {""}
    assert {each.header("Cache-Control") for each in answers} == {"no-store"}
    assert {each.header("Vary") for each in answers} == {""}


def test_member_is_asked_for_nothing_here(desk: Desk) -> None:
    """A session of the staff admin means nothing on this origin."""
    assert Member.objects.count() == 1
    answer = desk.help_wire.ask("/i/box", headers=[("Cookie", "staff_session=x")])

    assert said(answer) == (404, "unknown")
