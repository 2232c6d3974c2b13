"""Looking at the mirrors, so that readers are led to none that shows them something else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from ambasada.editions.folders import Folders
from ambasada.editions.keys import KeyFolder
from ambasada.editions.models import MirrorCheck
from ambasada.editions.queries.erasable import holds_erased
from ambasada.lib.charters import Charter
from ambasada.lib.connecting import Guard, is_public
from ambasada.lib.fetching import Unfetched
from ambasada.lib.inspecting import NotOurs, WrongKey, inspect
from ambasada.lib.manifests import Manifest, NotAManifest
from ambasada.lib.minisign import PublicKey
from ambasada.lib.proofs import SignedManifest
from ambasada.network.models import Embassy, SpoiltCopy
from ambasada.network.queries import facts_of

_RESTS = timedelta(hours=1)
# A mirror pulls every few minutes; one that missed a day and a half has been forgotten.
_BEHIND = timedelta(hours=36)
_FALSE = (MirrorCheck.Fault.WRONG_KEY, MirrorCheck.Fault.ALTERED)


@dataclass(frozen=True)
class _Ours:
    """What a mirror of an embassy is compared with."""

    folders: Folders
    root: PublicKey
    charter: Charter

    @classmethod
    def of(cls, embassy: Embassy) -> "_Ours | None":
        keys = KeyFolder(settings.KEYS_ROOT, embassy.code)
        if keys.root is None or keys.charter is None:
            return None
        return cls(Folders(settings.EDITIONS_ROOT), keys.root, keys.charter.charter)


def look_at_a_mirror(*, now: datetime, allows: Guard = is_public) -> MirrorCheck | None:
    """Look at the approved mirror that has waited longest, if one has waited an hour.

    One at a time, and half a minute at most, so that other work is not kept waiting. What is no
    longer approved is forgotten first. Nothing is written into the ledger, and nobody is told which
    embassy asks. `allows` decides which addresses of a network are connected to. Returns what was
    found; None if no mirror is due. Raises Refused if the key files are damaged.
    """
    for embassy in Embassy.objects.select_related("site").order_by("pk"):
        _follow_what_is_approved(embassy, now=now)
    due = MirrorCheck.objects.filter(checked_at__lte=now - _RESTS).select_related("embassy")
    for check in due.order_by("checked_at", "pk"):
        ours = _Ours.of(check.embassy)
        if ours is None:
            continue
        # First, so that one which ends in a fault of ours does not keep the others from their turn.
        check.checked_at = now.replace(second=0, microsecond=0)
        check.save(update_fields=["checked_at"])
        _look(check, ours, allows)
        check.save()
        return check
    return None


def look_again_soon(embassy: Embassy, *, now: datetime) -> None:
    """Let the clock look at every mirror of an embassy anew: something was erased."""
    MirrorCheck.objects.filter(embassy=embassy).update(checked_at=now - _RESTS)


def _follow_what_is_approved(embassy: Embassy, *, now: datetime) -> None:
    """Keep a row for each approved mirror that can be looked at, and none besides."""
    try:
        facts = facts_of(embassy)
    except SpoiltCopy:  # nobody can tell; `ambasada check` names it
        return
    approved = {each.address for each in facts.mirrors if not each.is_onion} if facts else set()
    rows = MirrorCheck.objects.filter(embassy=embassy)
    rows.exclude(address__in=approved).delete()
    known = set(rows.values_list("address", flat=True))
    for address in sorted(approved - known):
        MirrorCheck.objects.create(embassy=embassy, address=address, checked_at=now - _RESTS)


def _look(check: MirrorCheck, ours: _Ours, allows: Guard) -> None:
    """Write down what a mirror serves, or what is wrong with it."""
    fault, made = MirrorCheck.Fault, None
    try:
        made = inspect(check.address, root=ours.root, charter=ours.charter, allows=allows)
        check.fault = _fault_of(made, ours, check)
    except WrongKey:
        check.fault = fault.WRONG_KEY
    except NotOurs:
        check.fault = fault.ALTERED
    except Unfetched:
        check.fault = fault.UNREACHABLE
    if check.fault in _FALSE:
        check.standing = MirrorCheck.Standing.FALSE
    elif made is not None:
        is_safe = check.fault != fault.ERASED
        check.standing = MirrorCheck.Standing.LISTED if is_safe else MirrorCheck.Standing.NEW
        check.found_at = check.checked_at
        check.edition, check.made_at = made.manifest.number, made.manifest.created


def _fault_of(made: SignedManifest, ours: _Ours, check: MirrorCheck) -> str:
    """Return what is wrong with an edition that was signed as it should be; mostly ""."""
    fault, code, manifest = MirrorCheck.Fault, check.embassy.code, made.manifest
    served = ours.folders.current_manifest(code)
    if served is None or _is_strange(made, ours.folders, served):
        return fault.ALTERED
    if manifest.expires <= check.checked_at:
        return fault.EXPIRED
    if holds_erased(ours.folders, manifest):
        return fault.ERASED
    is_behind = manifest.number < served.number and served.created - manifest.created > _BEHIND
    return fault.OLDER if is_behind else ""


def _is_strange(made: SignedManifest, folders: Folders, served: Manifest) -> bool:
    """Tell whether an edition has a good signature and was yet never made here.

    Somebody else holds the key then. Of an edition that went long ago only its number and time
    can be compared with one that is kept.
    """
    manifest = made.manifest
    if manifest.number > served.number:
        return True
    try:
        return folders.manifest_bytes(served.embassy, manifest.number) != made.content
    except OSError:
        return any(manifest.created > each.created for each in _kept(folders, served, manifest))


def _kept(folders: Folders, served: Manifest, older: Manifest) -> Iterator[Manifest]:
    """Yield the editions that are kept here and newer than one."""
    for number in folders.numbers(served.embassy):
        if number > older.number:
            try:
                yield folders.manifest(served.embassy, number)
            except (OSError, NotAManifest):
                continue
