"""Staff: what a member is told who approves or declines a rollback or a restoration."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ambasada.editions.models import Restoration, Rollback
from ambasada.lib.refused import Refused


def answered(
    request: HttpRequest, code: str, answer: Callable[[], Rollback | Restoration], *, done: str
) -> HttpResponse:
    """Give an answer, say what came of it, and go back to the embassy's editions.

    `done` is the sentence for a request that is decided now.
    """
    try:
        asked = answer()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        is_waiting = asked.status == asked.Status.WAITING
        waits = _("You approved this. It waits for one more member.")
        messages.success(request, waits if is_waiting else done)
    return redirect("editions_of", code)
