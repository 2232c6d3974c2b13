"""Members with keys at the desk, and the rosters a root key signs for them."""

from datetime import datetime

from django.conf import settings

from ambasada.accounts.models import Actor, Member
from ambasada.casework.actions import draft_roster, keep_roster
from ambasada.casework.models import StaffKey
from ambasada.casework.queries.keys import salt_sha256
from ambasada.editions.keys import KeyFolder
from ambasada.lib.minisign import SecretKey
from ambasada.lib.sealing.keys import MemberKeys
from ambasada.lib.sealing.rosters import Roster, new_kid
from ambasada.network.models import Embassy

ALL = ["default", "sealed", "keys"]  # the stores


def key_of(member: Member, *, confirmed: tuple[str, ...] = ("paper", "phrase")) -> MemberKeys:
    """Give a member a key at the desk; return it, as their browser holds it."""
    keys = MemberKeys.new()
    StaffKey.objects.create(
        member=member.pk,
        kid=new_kid(),
        recipient=keys.recipient,
        verify=keys.verify_key,
        bundles={},
        confirmed=list(confirmed),
        salt_sha256=salt_sha256(member),
        made_on=datetime(2026, 11, 1).date(),  # noqa: DTZ001 -- a day
    )
    return keys


def kid_of(member: Member) -> str:
    """Return by what a roster names the key of a member."""
    return StaffKey.objects.get(member=member.pk, revoked_on=None).kid


def development_root(embassy: Embassy) -> SecretKey:
    """Return the root key that stands on this server, made if there is none."""
    keys = KeyFolder(settings.KEYS_ROOT, embassy.code)
    return keys.development_root or keys.make_development_root()


def put_in_force(
    embassy: Embassy, *, now: datetime, escrow: str = "", desks: tuple[str, ...] = ("help",)
) -> Roster:
    """Draft, complete, sign and keep a roster of everybody who has a key."""
    root = development_root(embassy)
    drafted = draft_roster(
        embassy,
        desks={each: frozenset() for each in desks},
        escrow=escrow,
        now=now,
    )
    roster = drafted.draft.completed()
    content = roster.canonical()
    keep_roster(
        content,
        root.sign(content, "roster"),
        root=root.public,
        embassy=embassy.code,
        by=Actor.OPERATOR,
        now=now,
    )
    return roster
