"""Signing what the intake serves: at once by a development root, else by the holder of the key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Verb
from ambasada.editions.actions.keys import keys_of
from ambasada.lib.intake_folders import IntakeFolder, SignedList
from ambasada.lib.intakes import IntakeList, NotAnIntakeList
from ambasada.lib.manifests import sha256_of
from ambasada.lib.minisign import NotSigned, PublicKey
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy


@dataclass(frozen=True)
class Bodies:
    """What an intake would serve now, by path: its own pages, and the bundle they load."""

    origin: str
    pages: Mapping[str, bytes]
    bundle: Mapping[str, bytes]

    @property
    def files(self) -> dict[str, str]:
        """The SHA-256 of each."""
        return {path: sha256_of(body) for path, body in {**self.pages, **self.bundle}.items()}


def intake_of(embassy: Embassy) -> IntakeFolder:
    """Return where the list of an embassy's intake is kept."""
    return IntakeFolder(settings.KEYS_ROOT, embassy.code)


def settle_intake(embassy: Embassy, bodies: Bodies, *, now: datetime) -> bool:
    """Let a development root sign what is served now; tell whether the list in force says that.

    With a root key kept offline the list in force stands, and its pages with it.
    """
    keys, folder = keys_of(embassy), intake_of(embassy)
    before, root = folder.in_force, keys.development_root
    said = _said(embassy, bodies, before=before, now=now)
    if before is not None and before.shown.says_the_same_as(said):
        return True
    if root is None:
        return False
    content = said.canonical()
    folder.keep_pages(bodies.pages.values())
    folder.install(content, root.sign(content, f"{said.embassy} intake {said.number}").encode())
    return True


def draft_intake_list(embassy: Embassy, bodies: Bodies, *, now: datetime) -> bytes:
    """Return the list of what would be served now, for the root key to sign; keep its pages."""
    folder = intake_of(embassy)
    folder.keep_pages(bodies.pages.values())
    return _said(embassy, bodies, before=folder.in_force, now=now).canonical()


def install_intake_list(
    embassy: Embassy, content: bytes, signature: bytes, *, by: Actor, now: datetime
) -> IntakeList:
    """Put a list in force that the root key has signed; return it.

    Raises Refused, with nothing changed, unless the root key signed these bytes, they are this
    embassy's and no older than what is in force, and its pages stand here.
    """
    folder, root = intake_of(embassy), keys_of(embassy).root
    try:
        if root is not None:
            root.verify(content, signature.decode("utf-8", "replace"))
        read = IntakeList.read(content)
    except (NotSigned, NotAnIntakeList) as fault:
        raise Refused(str(fault)) from None
    _require_ours(embassy, read, folder)
    with transaction.atomic():
        _write_down(embassy, content, by=by, now=now)
        folder.install(content, signature)
    return read


def add_second_signature(
    embassy: Embassy, key: PublicKey, signature: bytes, *, by: Actor, now: datetime
) -> None:
    """Keep what another embassy's root key signed of the list in force. Raises Refused."""
    folder = intake_of(embassy)
    in_force = folder.in_force
    if in_force is None:
        message = "There is no list of the intake yet. Install the one that your root key signed."
        raise Refused(message)
    if key == keys_of(embassy).root:
        message = "This is your own root key. The second signature is another embassy’s."
        raise Refused(message)
    try:
        with transaction.atomic():
            _write_down(embassy, in_force.content, by=by, now=now)
            folder.add_second(key, signature)
    except NotSigned as fault:
        raise Refused(str(fault)) from None


def _require_ours(embassy: Embassy, read: IntakeList, folder: IntakeFolder) -> None:
    before = folder.in_force
    pages = [sha for path, sha in read.files.items() if path.startswith(f"/{embassy.code}/")]
    if read.embassy != embassy.code:
        message = f"This list is of the embassy {read.embassy}. Name it with --embassy."
    elif before is not None and read.number < before.shown.number:
        message = "A newer list is in force. Sign the one that `ambasada key intake` writes now."
    elif any(folder.page(sha256) is None for sha256 in pages):
        message = (
            "This list names pages that are not here. Sign the one that `ambasada key intake` "
            "writes now."
        )
    else:
        return
    raise Refused(message)


def _said(
    embassy: Embassy, bodies: Bodies, *, before: SignedList | None, now: datetime
) -> IntakeList:
    number = before.shown.number + 1 if before else 1
    return IntakeList(embassy.code, bodies.origin, number, now.date(), bodies.files)


def _write_down(embassy: Embassy, content: bytes, *, by: Actor, now: datetime) -> None:
    subject = f"{embassy._meta.label_lower}:{embassy.pk}"
    append(Verb.KEY_ADDED, by=by, subject=subject, now=now, digest=sha256_of(content))
