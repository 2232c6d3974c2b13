"""Where the intake and the root key meet: what is served is signed, or it is not served."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from ambasada.casework.bundles import NotServed
from ambasada.casework.desk_page import desk_bundle
from ambasada.casework.queries import partner_faults, roster_faults
from ambasada.casework.signed_intake import bundle, pages_of, served_by
from ambasada.editions.actions import Bodies, keys_of, settle_intake
from ambasada.editions.escrows import escrow_of
from ambasada.editions.public import proven_onion
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, SpoiltCopy
from ambasada.network.queries import facts_of


def bodies_of(embassy: Embassy) -> Bodies:
    """Return what an embassy's intake would serve now.

    Raises Refused before the embassy was approved, where no root key is, or if the bundle is not
    the one whose hashes the source has.
    """
    files = bundle()  # first: pages name its hashes
    keys = keys_of(embassy)
    root = keys.root or keys.make_development_root().public
    facts = facts_of(embassy)
    onion = proven_onion(facts) if facts else ""
    return Bodies(settings.HELP_ORIGIN, pages_of(embassy, root, onion=onion), files)


def settle_intakes(*, now: datetime) -> None:
    """Let each development root sign what its embassy's intake says now.

    Whatever is wrong with one, the others and the public site go on; `intake_faults` says it.
    """
    for embassy in _approved():
        keys = keys_of(embassy)
        if keys.root is not None and keys.development_root is None:
            continue  # somebody signs it elsewhere, and need not be asked each minute
        try:
            settle_intake(embassy, bodies_of(embassy), now=now)
        except Refused:
            continue


def intake_faults() -> list[str]:
    """Return why an intake is closed, or what of it waits for the root key, in sentences."""
    found = []
    for embassy in _approved():
        try:
            signed, _files = served_by(embassy.code)
            if signed.shown.files != bodies_of(embassy).files:
                found.append(
                    f"The intake of {embassy.code} would say something else now than its root key "
                    "signed, and goes on as it was. Sign what `ambasada key intake` writes."
                )
        except Refused as refusal:
            found.append(f"The intake of {embassy.code} is closed. {refusal}")
    return found


def desk_faults() -> list[str]:
    """Return why the desk is closed, in a sentence; nothing where it is not."""
    try:
        desk_bundle()
    except NotServed as refusal:
        return [f"The desk is closed. {refusal}"]
    return []


def _approved() -> list[Embassy]:
    """Return the embassies that readers can see; of one that waits nothing is amiss yet."""
    return [each for each in Embassy.objects.select_related("site") if _is_approved(each)]


def _is_approved(embassy: Embassy) -> bool:
    try:
        return facts_of(embassy) is not None
    except SpoiltCopy:  # `check` names it, and what was signed goes on
        return False


def sealed_faults() -> list[str]:
    """Return what is wrong with sealed help, in sentences."""
    found = intake_faults() + desk_faults()
    today = timezone.now().date()
    for embassy in Embassy.objects.all():
        found += roster_faults(embassy.code, today=today)
        root = keys_of(embassy).root
        if root is not None:
            found += partner_faults(embassy, root, today=today)
        record = escrow_of(embassy)
        if record is not None and record.is_overdue(today):
            found.append(
                f"Nobody has tried since {record.drilled_on} whether the sheets of the escrow of "
                f"{embassy.code} open anything. Hold a drill."
            )
    return found
