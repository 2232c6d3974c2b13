"""Making an appeal as the page with the script makes it, from what somebody typed."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ambasada.casework import actions
from ambasada.casework.plain.rosters import Duty
from ambasada.lib.sealing.codes import CaseCode
from ambasada.lib.sealing.contents import Content, Kind, Sender
from ambasada.lib.sealing.keys import Identity, derive
from ambasada.lib.sealing.letters import Header, seal_by_person, seal_header
from ambasada.lib.sealing.wraps import wraps_for

DESK = "help"
# What a body says so that those on duty know it; docs/sealing.md, section 5.
SEALED_AT = {"sealed_at": "server"}


@dataclass(frozen=True)
class Typed:
    """What the form asks for."""

    text: str = field(repr=False)
    urgency: str = field(repr=False)
    language: str = field(repr=False)
    form: str = field(default="", repr=False)  # the name of the form it was typed into
    website: str = field(default="", repr=False)  # a box that nobody sees


def sealed(typed: Typed, duty: Duty, *, code: CaseCode, now: datetime) -> actions.Appeal:
    """Return an appeal as it is kept, under a code. Raises NobodyOnDuty."""
    stream, today = Identity.new(), now.astimezone(UTC).date()
    keys = derive(code, instance=duty.roster.instance)
    wraps = wraps_for(
        stream,
        roster=duty.roster,
        desk=DESK,
        removed=duty.removed,
        person=keys.identity.recipient,
        today=today,
    )
    content = Content(
        case=keys.case,
        epoch=1,
        sender=Sender.PERSON,
        seq=1,
        prev="",
        day=today,
        kind=Kind.FORM,
        body={
            "text": typed.text,
            "country": "",
            "type": "",
            "language": typed.language,
            "deadline": "",
            "refer": False,
            "answers": {},
            "recipient": keys.identity.recipient,
            **SEALED_AT,
        },
    )
    header = Header(language=typed.language, type="", deadline="")
    return actions.Appeal(
        embassy=duty.roster.embassy,
        desk=DESK,
        urgency=typed.urgency,
        lookup_sha256=keys.lookup_sha256,
        auth_sha256=keys.auth_sha256,
        roster=duty.roster.number,
        wraps=dict(wraps),
        header=seal_header(header, stream=stream),
        id_hex=secrets.token_hex(16),
        letter=seal_by_person(content, stream=stream),
    )
