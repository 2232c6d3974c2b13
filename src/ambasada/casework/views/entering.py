"""Signing in at the desk, and making a key there: docs/sealing.md, section 8."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.casework import actions, sessions
from ambasada.casework.actions.keys import BUNDLES
from ambasada.casework.queries import is_held, key_of
from ambasada.casework.refusing import NotTaken, Word
from ambasada.casework.views.answers import answered, by_method, taken
from ambasada.casework.views.sent import Sent
from ambasada.network.rules import embassies_of

_LONGEST_NAME, _LONGEST_PASSWORD, _LONGEST_TICKET, _LONGEST_KEY = 40, 1_000, 2_000, 100


def give_ticket(request: HttpRequest) -> HttpResponse:
    """Return a challenge for the member’s key and its sealed bundles; all empty without a key."""
    sent = Sent.by(request)
    member = _member_in(sent)
    key = key_of(member)
    if key is None or not is_held(key, member):
        empty = dict.fromkeys(BUNDLES, "")
        return answered({"ticket": "", "challenge": "", "kid": "", "bundles": empty})
    ticket, challenge = sessions.ticket_for(member, key)
    return answered(
        {"ticket": ticket, "challenge": challenge, "kid": key.kid, "bundles": key.bundles}
    )


def give_token(request: HttpRequest) -> HttpResponse:
    """Return a token to who proves the key."""
    sent = Sent.by(request)
    ticket = sent.text("ticket", longest=_LONGEST_TICKET)
    on_duty = sessions.proved(ticket, sent.text("proof", longest=_LONGEST_KEY))
    today = timezone.now().date()
    codes = (
        embassies_of(on_duty.member, today=today).order_by("code").values_list("code", flat=True)
    )
    return answered(
        {
            "token": sessions.token_of(on_duty),
            "member": on_duty.member.pk,
            "embassies": list(codes),
        }
    )


def keep_key(request: HttpRequest) -> HttpResponse:
    """Keep a key that was made in the page, for a member who has leave to."""
    sent = Sent.by(request)
    member = _member_in(sent)
    confirmed = sent.items("confirmed", most=len(BUNDLES))
    if not all(isinstance(each, str) for each in confirmed):
        raise NotTaken(Word.MALFORMED)
    key = actions.NewKey(
        recipient=sent.text("recipient", longest=_LONGEST_KEY),
        verify=sent.text("verify", longest=_LONGEST_KEY),
        bundles=sent.object("bundles"),
        confirmed=confirmed,
    )
    code = sent.text("code", longest=_LONGEST_KEY)
    made = actions.enrol(member, key, code=code, now=timezone.now())
    return taken(kid=made.kid)


def _member_in(sent: Sent) -> Member:
    name = sent.text("name", longest=_LONGEST_NAME)
    return sessions.member_by_password(name, sent.text("password", longest=_LONGEST_PASSWORD))


enter = by_method(POST=give_ticket)
prove = by_method(POST=give_token)
enrol = by_method(POST=keep_key)
