"""Trying out what goes out together, before it does: all of it can be baked, or none goes out."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from ambasada.editions.actions.oven import Oven, Unbakeable
from ambasada.editions.actions.release import said_by
from ambasada.editions.folders import Folders
from ambasada.editions.gates import said_reason
from ambasada.editions.keys import KeyFolder
from ambasada.editions.sources import paths_of
from ambasada.lib.charters import Charter
from ambasada.lib.recorder import asking_once
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, FairCopy, SpoiltCopy, public_path
from ambasada.network.queries import Facts, facts_of
from ambasada.pages.titles import title_of_copy


def try_out(approval: Approval, *, now: datetime) -> None:
    """Render every page of an approval, whose copies are public in this transaction, and its files.

    Raises Refused if one could not be rendered or is refused at a gate. Nothing is kept. Where an
    embassy has no edition yet, or could not be baked at all, there is nothing to try.
    """
    with asking_once():
        try:
            facts = facts_of(approval.embassy)
            charter = _charter_of(facts, now=now) if facts else None
            wanted = set(paths_of(approval.embassy)) if charter else set()
        except (Refused, SpoiltCopy):
            return
        if facts is None or charter is None:
            return
        oven = Oven(facts, Folders(settings.EDITIONS_ROOT).blobs, charter, paths=wanted)
        for path, copy in _paths_of(approval, facts).items():
            if path in wanted:
                _require_bakeable(oven, path, copy)


def _charter_of(facts: Facts, *, now: datetime) -> Charter | None:
    """Return the charter that the next bake would find in force; None before the first."""
    keys = KeyFolder(settings.KEYS_ROOT, facts.embassy.code)
    key, in_force = keys.edition_key, keys.charter
    if in_force is None or key is None:
        return None
    is_signed_at_once = keys.development_root is not None
    return said_by(facts, keys, key, now=now) if is_signed_at_once else in_force.charter


def _paths_of(approval: Approval, facts: Facts) -> dict[str, FairCopy]:
    """Return where what an approval holds is read, or would be in any language, each path once."""
    copies = list(approval.copies.prefetch_related("named_files").order_by("pk"))
    pages = [copy for copy in copies if copy.path is not None]
    found = {f"/{copy.language}/{copy.path}": copy for copy in pages}
    for copy in copies:
        for file in copy.named_files.all():
            found.setdefault(public_path(file.sha256, file.suffix), copy)
    for copy in pages:
        for code in facts.embassy.languages:
            found.setdefault(f"/{code}/{copy.path}", copy)
    return found


def _require_bakeable(oven: Oven, path: str, copy: FairCopy) -> None:
    try:
        oven.look_at(path)
    except Unbakeable as fault:
        message = _(
            "Readers could not be served all of it, so nothing of it goes out. “%(title)s”: "
            "%(reason)s."
        )
        said = {"title": title_of_copy(copy), "reason": said_reason(str(fault))}
        raise Refused(message % said) from None
