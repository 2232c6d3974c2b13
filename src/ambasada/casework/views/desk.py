"""The wire of the desk origin, once a member has signed in: docs/sealing.md, section 8.

A case is found through `case_for` alone. Every answer brings a new token.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ambasada.casework import actions, sessions
from ambasada.casework.models import Blob, Case, Letter, Stream, Wrap
from ambasada.casework.queries import (
    Seen,
    case_for,
    cases_for,
    first_sizes,
    last_letters,
    letters_of,
    present_at,
    readers_of,
)
from ambasada.casework.refusing import NotTaken, Word
from ambasada.casework.sessions import OnDuty
from ambasada.casework.views.answers import View, answered, by_method, done, sealed_bytes, taken
from ambasada.casework.views.help import piece_in
from ambasada.casework.views.sent import HEX_32, KID, WORD, Sent
from ambasada.casework.views.told import letters_told, part_numbers, part_of, wraps_told
from ambasada.lib.sealing.keys import encoded

_BEARER = "Bearer "
_STREAM = "stream"


def for_member(view: Callable[..., HttpResponse]) -> View:
    """Return a view that is told who asks, and whose answer brings a new token."""

    def asked(request: HttpRequest, **named: Any) -> HttpResponse:
        given = request.headers.get("Authorization", "")
        on_duty = sessions.signed_in(given.removeprefix(_BEARER))
        response = view(request, on_duty, **named)
        response["Desk-Token"] = sessions.token_of(on_duty)
        return response

    return asked


def show_queue(request: HttpRequest, on_duty: OnDuty) -> HttpResponse:  # noqa: ARG001
    """Return the cases a member may see: class, days and sealed headers, no content."""
    seen = cases_for(on_duty.member, today=timezone.now().date())
    last, sizes = last_letters(seen), first_sizes()
    rows = [
        _row(each, last.get(each.case.pk, [])) | {"size": sizes.get(each.case.pk, 0)}
        for each in seen
    ]
    return answered({"cases": rows})


def _row(seen: Seen, last: Iterable[tuple[str, int]]) -> dict[str, Any]:
    case = seen.case
    return about(case) | {
        "ref": case.ref,
        "embassy": case.embassy,
        "desk": case.desk,
        "class": case.urgency,
        "day": case.came_on.isoformat(),
        "due": case.due_at.isoformat(timespec="minutes") if case.due_at else "",
        "header": encoded(bytes(case.header)),
        "rekey": case.must_rekey,
        "last": [{"id": id_hex, "epoch": epoch} for id_hex, epoch in last],
        "wraps": wraps_told(seen.wraps),
    }


def about(case: Case) -> dict[str, Any]:
    """Return what is told of a case wherever it is told of."""
    return {
        "state": case.state,
        "delete_on": case.delete_on.isoformat(),
        "escrowed": case.escrowed_on.isoformat() if case.escrowed_on else "",
        "epoch": case.epoch,
        "notes_epoch": case.notes_epoch,
    }


def show_case(request: HttpRequest, on_duty: OnDuty, ref: str) -> HttpResponse:  # noqa: ARG001
    """Return what there is of a case, and who else looks at it now."""
    seen = _seen(on_duty, ref)
    case, now = seen.case, timezone.now()
    actions.note_presence(case, on_duty.key, now=now)
    told = {
        "case": case.lookup_sha256,
        "wraps": wraps_told(seen.wraps),
        "members": readers_of(case),
        "present": present_at(case, besides=on_duty.key, now=now),
        "letters": letters_told(letters_of(case, *Stream)),
    }
    return answered(about(case) | told)


def show_letter(request: HttpRequest, on_duty: OnDuty, id_hex: str) -> HttpResponse:  # noqa: ARG001
    """Return a sealed letter of either stream."""
    found = Letter.objects.filter(id_hex=id_hex).select_related("case").defer("sealed").first()
    if found is None:
        raise NotTaken(Word.UNKNOWN)
    _seen(on_duty, found.case.ref)
    return sealed_bytes(bytes(found.sealed))


def show_parts(request: HttpRequest, on_duty: OnDuty, id_hex: str) -> HttpResponse:  # noqa: ARG001
    """Tell which parts of an attachment are here."""
    return answered({"parts": part_numbers(_blob(on_duty, id_hex))})


def show_part(
    request: HttpRequest,  # noqa: ARG001
    on_duty: OnDuty,
    *,
    id_hex: str,
    number: str,
) -> HttpResponse:
    """Return a part of an attachment."""
    return sealed_bytes(part_of(_blob(on_duty, id_hex), number))


def keep_part(
    request: HttpRequest, on_duty: OnDuty, *, ref: str, id_hex: str, number: str
) -> HttpResponse:
    """Take a part of an attachment."""
    case = _seen(on_duty, ref).case
    piece = piece_in(request, id_hex, number)
    actions.add_part(case, piece, is_person=False, now=timezone.now())
    return taken()


def keep_letter(request: HttpRequest, on_duty: OnDuty, ref: str) -> HttpResponse:
    """Take a letter of a member, or a note."""
    case, sent = _seen(on_duty, ref).case, Sent.by(request)
    letter = actions.Written(
        id_hex=sent.matching("id", HEX_32),
        epoch=sent.number("epoch"),
        after=sent.number("after"),
        sealed=sent.sealed("letter"),
        blobs=sent.blobs(),
        stream=_stream_in(sent),
    )
    counter = actions.add_letter(case, letter, is_person=False, now=timezone.now())
    return taken(counter=counter)


def keep_wrap(request: HttpRequest, on_duty: OnDuty, ref: str) -> HttpResponse:
    """Let a colleague open an epoch."""
    case, sent = _seen(on_duty, ref).case, Sent.by(request)
    wrap = Wrap(
        stream=_stream_in(sent),
        epoch=sent.number("epoch"),
        kid=sent.matching("for", KID),
        wrap=sent.sealed("wrap"),
    )
    actions.give_wrap(case, wrap, by=on_duty.member, now=timezone.now())
    return taken()


def keep_epoch(request: HttpRequest, on_duty: OnDuty, ref: str) -> HttpResponse:
    """Begin an epoch of a stream."""
    case, sent = _seen(on_duty, ref).case, Sent.by(request)
    epoch, wraps = sent.number("epoch"), sent.wraps()
    actions.open_epoch(case, _stream_in(sent), epoch, wraps=wraps, now=timezone.now())
    return taken()


def acknowledge_case(request: HttpRequest, on_duty: OnDuty, ref: str) -> HttpResponse:  # noqa: ARG001
    """Note that somebody is at it."""
    actions.acknowledge(_seen(on_duty, ref).case)
    return done()


def close_case(request: HttpRequest, on_duty: OnDuty, ref: str) -> HttpResponse:
    """Close a case, with what is counted of it."""
    case, sent = _seen(on_duty, ref).case, Sent.by(request)
    matter, outcome = sent.matching("type", WORD), sent.matching("outcome", WORD)
    actions.close_case(case, matter=matter, outcome=outcome, by=on_duty.member, now=timezone.now())
    return done()


def _seen(on_duty: OnDuty, ref: str) -> Seen:
    """Return a case that the member may see; absent and forbidden are one answer."""
    seen = case_for(on_duty.member, ref, today=timezone.now().date())
    if seen is None:
        raise NotTaken(Word.UNKNOWN)
    return seen


def _blob(on_duty: OnDuty, id_hex: str) -> Blob | None:
    kept = Blob.objects.filter(id_hex=id_hex).select_related("case").first()
    if kept is not None:
        _seen(on_duty, kept.case.ref)
    return kept


def _stream_in(sent: Sent) -> Stream:
    value = sent.text(_STREAM, longest=10)
    if value not in Stream.values:
        raise NotTaken(Word.MALFORMED)
    return Stream(value)


queue = by_method(GET=for_member(show_queue))
case = by_method(GET=for_member(show_case))
letter = by_method(GET=for_member(show_letter))
blob = by_method(GET=for_member(show_parts))
blob_part = by_method(GET=for_member(show_part))
case_part = by_method(PUT=for_member(keep_part))
case_letter = by_method(POST=for_member(keep_letter))
case_wrap = by_method(POST=for_member(keep_wrap))
case_epoch = by_method(POST=for_member(keep_epoch))
case_acknowledge = by_method(POST=for_member(acknowledge_case))
case_close = by_method(POST=for_member(close_case))
