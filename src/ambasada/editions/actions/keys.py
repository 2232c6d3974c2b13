"""Ceremonies: an offline root, a charter it signs, and another key for editions."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Verb
from ambasada.editions.actions.release import said_by
from ambasada.editions.keys import KeyFolder
from ambasada.lib.charters import Charter, NotACharter
from ambasada.lib.minisign import NotSigned, PublicKey
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.network.queries import facts_of


def keys_of(embassy: Embassy) -> KeyFolder:
    """Return the keys of an embassy."""
    return KeyFolder(settings.KEYS_ROOT, embassy.code)


def draft_charter(embassy: Embassy, *, now: datetime) -> bytes:
    """Return the charter that says what the embassy says now, for the root key to sign.

    It names the key that signs editions, or the one `rotate` made to follow it. Raises Refused
    before the embassy was first approved and baked.
    """
    keys = keys_of(embassy)
    facts = facts_of(embassy)
    key = keys.next_edition_key or keys.edition_key
    if facts is None or key is None:
        message = "There is no edition yet that a charter could be for. Run script/serve once."
        raise Refused(message)
    return said_by(facts, keys, key, now=now).canonical()


def install_charter(
    embassy: Embassy,
    content: bytes,
    signature: str,
    *,
    root: PublicKey | None,
    by: Actor,
    now: datetime,
) -> Charter:
    """Put a charter in force that the root key has signed; return it.

    `root` takes the place of a development root, and is pinned from then on: no command pins
    another. The next bake signs under this charter. Raises Refused, with nothing changed, unless
    the root key signed these bytes, they are this embassy's, newer than what is in force, and name
    a key that stands here.
    """
    keys = keys_of(embassy)
    pinned = _root_for(keys, root)
    try:
        pinned.verify(content, signature)
        charter = Charter.read(content)
    except (NotSigned, NotACharter) as fault:
        raise Refused(str(fault)) from None
    _require_ours(charter, embassy, keys)
    with transaction.atomic():
        subject = f"{embassy._meta.label_lower}:{embassy.pk}"
        append(Verb.KEY_ADDED, by=by, subject=subject, now=now)
        if keys.root != pinned:
            keys.pin(pinned)
        keys.install(content, signature)
        keys.follow(charter)
    return charter


def rotate(embassy: Embassy, *, by: Actor, now: datetime) -> bool:
    """Make another key for editions; tell whether it signs from the next bake on.

    With a development root it does. With a root key kept offline it waits for the charter that
    names it, and the key before goes on signing until then.
    """
    keys = keys_of(embassy)
    with transaction.atomic():
        subject = f"{embassy._meta.label_lower}:{embassy.pk}"
        append(Verb.KEY_ADDED, by=by, subject=subject, now=now)
        if keys.development_root is not None:
            keys.make_edition_key()
            return True
        keys.make_next_edition_key()
        return False


def _root_for(keys: KeyFolder, root: PublicKey | None) -> PublicKey:
    pinned = keys.root
    if root is None or root == pinned:
        if pinned is None:
            message = "There is no root key yet. Name the public half of yours with --root."
            raise Refused(message)
        return pinned
    if pinned is not None and keys.development_root is None:
        message = (
            "Another root key is pinned here, and mirrors hold on to it. If it is lost, follow "
            "“a lost root key” in docs/operations.md."
        )
        raise Refused(message)
    return root


def _require_ours(charter: Charter, embassy: Embassy, keys: KeyFolder) -> None:
    in_force = keys.charter
    here = {each.public for each in (keys.edition_key, keys.next_edition_key) if each}
    if charter.embassy != embassy.code:
        message = f"This charter is of the embassy {charter.embassy}. Name it with --embassy."
    elif in_force is not None and charter.number <= in_force.charter.number:
        message = (
            "A newer charter is in force. Sign the one that `ambasada key charter` writes now."
        )
    elif not any(each.key in here for each in charter.keys):
        message = (
            "This charter names no key that stands here. Sign the one that `ambasada key charter` "
            "writes now."
        )
    else:
        return
    raise Refused(message)
