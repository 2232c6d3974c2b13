"""What both wires answer with: JSON of a size that tells little, and the few words of a refusal."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from ambasada.casework.refusing import NotTaken, Word
from ambasada.lib.sealing.outside import Malformed

View = Callable[..., HttpResponse]

_STEP = 1_024
_STATUS = {
    Word.MALFORMED: 400,
    Word.PROOF: 403,
    Word.CLOSED: 403,
    Word.UNKNOWN: 404,
    Word.BEHIND: 409,
    Word.FULL: 413,
    Word.BUSY: 503,
}


def answered(values: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Return JSON, padded with spaces to the next multiple of 1,024 bytes."""
    body = json.dumps(values, separators=(",", ":")).encode("ascii")
    body += b" " * (-len(body) % _STEP)
    return HttpResponse(body, "application/json", status=status)


def taken(**values: object) -> HttpResponse:
    """Say that something was kept, in as many bytes as a refusal has."""
    return answered(values, status=201)


def done() -> HttpResponse:
    """Say that it is so now."""
    return HttpResponse(status=204)


def sealed_bytes(content: bytes) -> HttpResponse:
    """Return bytes that nobody here can read."""
    return HttpResponse(content, "application/octet-stream")


def refusal(word: Word) -> HttpResponse:
    """Return a refusal: one word, in as many bytes as any other."""
    return answered({"error": word.value}, status=_STATUS[word])


def by_method(**views: View) -> View:
    """Return a view that answers each method by its own, and turns what is not taken into a word.

    A method that is not there is answered like an address that is not there.
    """

    def view(request: HttpRequest, **named: Any) -> HttpResponse:
        chosen = views.get(request.method or "", unknown)
        try:
            return chosen(request, **named) if chosen is not unknown else unknown(request)
        except Malformed:
            return refusal(Word.MALFORMED)
        except NotTaken as refused:
            return refusal(refused.word)

    return view


def unknown(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Say that there is nothing here: no such address, or nothing for whoever asks."""
    return refusal(Word.UNKNOWN)


def busy(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that it cannot be done now and may be asked again; nothing was kept."""
    return refusal(Word.BUSY)


def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that this process answers."""
    return HttpResponse("ok\n", "text/plain")
