"""The wire of the help origin: docs/sealing.md, section 7.

Whoever holds a code is known by two headers that it derives, and by nothing else. Nothing here
reads a cookie, an address or a header beyond the list of the door, and nothing notes a visit.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ambasada.casework import actions, work
from ambasada.casework.models import Case, Outcome, Stream
from ambasada.casework.queries import (
    blob_of,
    case_of_person,
    current_roster,
    letter_of,
    letters_of,
    newest_roster,
)
from ambasada.casework.refusing import NotTaken, Word
from ambasada.casework.views.answers import answered, by_method, done, sealed_bytes, taken
from ambasada.casework.views.sent import HEX_32, HEX_64, WORD, Sent, header_hex
from ambasada.casework.views.told import letters_told, part_numbers, part_of, wraps_of_person
from ambasada.casework.work import new_challenge, require_done

_SUITE = 1  # X25519
_LONGEST_PROOF = 4_000
_SPAM = "spam"  # a state that its person alone is told of: they write again, and it is open
_LONGEST_WORD = 20


def challenge_for(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001
    """Return the work that an appeal to this embassy costs now."""
    if current_roster(code, today=timezone.now().date()) is None:
        raise NotTaken(Word.CLOSED)
    return answered(new_challenge())


def open_case(request: HttpRequest) -> HttpResponse:
    """Take an appeal; the same again is answered like the first, without new work."""
    sent = Sent.by(request)
    appeal = _appeal(sent)
    proof = sent.text("proof", longest=_LONGEST_PROOF)
    if not actions.is_kept(appeal):
        try:
            spending = require_done(proof)
        except NotTaken:
            if actions.is_kept(appeal):  # the first request ended meanwhile, and used the work
                return taken()
            raise
        actions.open_case(appeal, spending=spending, now=timezone.now())
        work.appeals.note()
    return taken()


def _appeal(sent: Sent) -> actions.Appeal:
    if sent.number("suite") != _SUITE:
        raise NotTaken(Word.MALFORMED)
    return actions.Appeal(
        embassy=sent.matching("embassy", WORD),
        desk=sent.matching("desk", WORD),
        urgency=sent.matching("class", WORD),
        lookup_sha256=sent.matching("lookup", HEX_64),
        auth_sha256=sent.matching("auth", HEX_64),
        roster=sent.number("roster"),
        wraps=sent.wraps(),
        header=sent.sealed("header"),
        id_hex=sent.matching("id", HEX_32),
        letter=sent.sealed("letter"),
    )


def look(request: HttpRequest) -> HttpResponse:
    """Return what there is in a case, for its person; that they looked is not noted."""
    case = person_case(request)
    newest = newest_roster(case.embassy)
    return answered(
        {
            "state": _SPAM if case.is_spam else case.state,
            "delete_on": case.delete_on.isoformat(),
            "escrowed": case.escrowed_on.isoformat() if case.escrowed_on else "",
            "epoch": case.epoch,
            "roster": newest.number if newest else 0,
            "wraps": wraps_of_person(case),
            "letters": letters_told(letters_of(case, Stream.CASE)),
        }
    )


def write(request: HttpRequest) -> HttpResponse:
    """Take a letter of the person."""
    case, sent = person_case(request), Sent.by(request)
    letter = actions.Written(
        id_hex=sent.matching("id", HEX_32),
        epoch=sent.number("epoch"),
        after=sent.number("after"),
        sealed=sent.sealed("letter"),
        blobs=sent.blobs(),
    )
    counter = actions.add_letter(case, letter, is_person=True, now=timezone.now())
    return taken(counter=counter)


def delete(request: HttpRequest) -> HttpResponse:
    """Delete the case now; one that its person took to another embassy is counted."""
    case = person_case(request)
    if not request.body:
        actions.delete_case(case)
    elif Sent.by(request).text("outcome", longest=_LONGEST_WORD) == Outcome.TRANSFERRED:
        actions.let_go_of_case(case, now=timezone.now())
    else:
        raise NotTaken(Word.MALFORMED)
    return done()


def letter(request: HttpRequest, id_hex: str) -> HttpResponse:
    """Return a sealed letter of the conversation."""
    found = letter_of(person_case(request), id_hex, Stream.CASE)
    if found is None:
        raise NotTaken(Word.UNKNOWN)
    return sealed_bytes(bytes(found.sealed))


def parts(request: HttpRequest, id_hex: str) -> HttpResponse:
    """Tell which parts of an attachment have arrived."""
    return answered({"parts": part_numbers(blob_of(person_case(request), id_hex))})


def part(request: HttpRequest, id_hex: str, number: str) -> HttpResponse:
    """Return a part of an attachment."""
    return sealed_bytes(part_of(blob_of(person_case(request), id_hex), number))


def keep_part(request: HttpRequest, id_hex: str, number: str) -> HttpResponse:
    """Take a part of an attachment."""
    case, piece = person_case(request), piece_in(request, id_hex, number)
    actions.add_part(case, piece, is_person=True, now=timezone.now())
    return taken()


def piece_in(request: HttpRequest, id_hex: str, number: str) -> actions.Piece:
    """Return the part that a request brings."""
    sha256 = request.headers.get("Part-Sha256", "")
    return actions.Piece(blob=id_hex, number=int(number), content=request.body, sha256=sha256)


def person_case(request: HttpRequest) -> Case:
    """Return the case of whoever asks; wrong and unknown are one answer."""
    lookup = header_hex(request, "Case-Lookup", length=16)
    auth = header_hex(request, "Case-Auth", length=32)
    case = case_of_person(lookup, auth)
    if case is None:
        raise NotTaken(Word.UNKNOWN)
    return case


challenge = by_method(GET=challenge_for)
case = by_method(POST=open_case)
box = by_method(GET=look, POST=write, DELETE=delete)
box_letter = by_method(GET=letter)
blob = by_method(GET=parts)
blob_part = by_method(GET=part, PUT=keep_part)
