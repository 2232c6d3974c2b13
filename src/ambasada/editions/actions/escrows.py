"""An embassy's escrow, and the proof that what leaves the server comes from it."""

from datetime import datetime

from django.db import transaction

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Verb
from ambasada.editions.actions.keys import keys_of
from ambasada.editions.escrows import escrow_of, forget_escrow, keep_escrow
from ambasada.editions.folders import CHARTER, SIGNATURE
from ambasada.lib.escrow.records import Record
from ambasada.lib.manifests import sha256_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy


def install_escrow(embassy: Embassy, record: Record, *, by: Actor, now: datetime) -> bool:
    """Keep the record of a ceremony or a drill; tell whether it is of another key than before.

    It opens nothing until the root key has signed a roster that names it. Raises Refused if it
    says less than what is known.
    """
    before = escrow_of(embassy)
    is_new = before is None or before.recipient != record.recipient
    if before is not None and not is_new and record.drilled_on < before.drilled_on:
        message = f"A drill of {before.drilled_on} is known already. Take the newer escrow.json."
        raise Refused(message)
    if record.drilled_on > now.date():
        message = "This drill is of a later day than today. Set the date of both machines right."
        raise Refused(message)
    with transaction.atomic():
        if is_new:
            _write_down(embassy, Verb.KEY_ADDED, record=record, by=by, now=now)
        keep_escrow(embassy, record)
    return is_new


def end_escrow(embassy: Embassy, *, by: Actor, now: datetime) -> bool:
    """Let the next roster have no escrow; tell whether there was one."""
    before = escrow_of(embassy)
    if before is None:
        return False
    with transaction.atomic():
        _write_down(embassy, Verb.KEY_REMOVED, record=before, by=by, now=now)
        return forget_escrow(embassy)


def proof_over(embassy: Embassy, content: bytes, *, name: str) -> dict[str, bytes]:
    """Return what proves bytes to whoever holds the root key's public half, as files.

    The signature goes by `name`; the charter beside it says that its key may sign. Raises Refused
    where nothing can be signed.
    """
    keys = keys_of(embassy)
    key, charter = keys.edition_key, keys.charter
    if key is None or charter is None:
        message = "The key that signs editions or its charter is lost. Run `ambasada key show`."
        raise Refused(message)
    return {
        name: key.sign(content, f"{embassy.code} export").encode("ascii"),
        CHARTER: charter.content,
        f"{CHARTER}{SIGNATURE}": charter.signature.encode("ascii"),
    }


def _write_down(embassy: Embassy, verb: Verb, *, record: Record, by: Actor, now: datetime) -> None:
    subject = f"{embassy._meta.label_lower}:{embassy.pk}"
    digest = sha256_of(record.recipient.encode("ascii"))
    append(verb, by=by, subject=subject, now=now, digest=digest)
