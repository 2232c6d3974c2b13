"""Taking somebody off lists of prisoners at their family's wish; one member decides, two lift it.

It is an erasure: the same tombstones keep it, the same bake forgets the past, the same screen lists
it, without a word of who it was.
"""

import re
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.editions.actions.erasing import code_of, drop_bundle, require_seat, subject_of
from ambasada.editions.actions.looking import look_again_soon
from ambasada.editions.actions.release import current_of
from ambasada.editions.folders import Folders
from ambasada.editions.queries.erasable import bundles_of
from ambasada.lib.blobs import SpoiltBlob, is_text
from ambasada.lib.manifests import Manifest
from ambasada.lib.refused import Refused
from ambasada.lib.tombstones import Tombstone, lay, place_of
from ambasada.network.models import Embassy
from ambasada.prisoners.actions import forget_people
from ambasada.prisoners.keyed import make_key
from ambasada.prisoners.models import PrisonersPage, keys_folder, removals_of

_OF_A_PERSON = re.compile(r"/[a-z2-7]{16}/")


def remove_at_wish(ref: str, embassy: Embassy, *, by: Member, now: datetime) -> Tombstone:
    """Take somebody off every list of an embassy, by the reference in their address.

    One member with a seat suffices, and nobody has to be on a list: who is removed before an import
    never comes. Guaranteed once this returns: within a second no reader is sent their page, nor
    one that names them before it was made again, nor the copy to read offline; the database holds
    nothing of them. No import, rollback or older database brings them back, and nothing that is
    kept says who it was. Raises Refused if they were removed before, or if nobody can tell.
    """
    require_seat(by, embassy, now=now)
    if removals_of(embassy).hold(ref):
        raise Refused(_("This was done already."))
    folders, code = Folders(settings.EDITIONS_ROOT), code_of(embassy)
    paths = {f"{section}{ref}/" for section in PrisonersPage.sections_of(embassy)}
    served = current_of(folders, code)
    stone = Tombstone(
        number=0,
        embassy=code,
        day=now.astimezone(UTC).date(),
        people=frozenset({make_key(keys_folder(embassy)).removal_of(ref)}),
        places=frozenset(place_of(code, path) for path in paths),
        withheld=_naming(ref, served, paths, folders=folders) if served else frozenset(),
        carried=tuple(bundles_of(folders, code)),
    )
    laid = lay(folders.tombstones, stone)
    drop_bundle(folders, code)
    look_again_soon(embassy, now=now)
    with transaction.atomic():
        append(Verb.ERASED, by=by, subject=subject_of(laid), now=now)
        forget_people([ref])
    return laid


def _naming(ref: str, served: Manifest, paths: set[str], *, folders: Folders) -> frozenset[str]:
    """Return the hashes of bodies, other than those of people, that lead to somebody's page.

    A body that can't be read is among them.
    """
    hashes = {
        entry.sha256
        for path, entry in served.entries.items()
        if is_text(entry.type) and path not in paths and not _OF_A_PERSON.search(path)
    }
    word = ref.encode()
    found = set()
    for sha256 in hashes:
        try:
            names_it = word in folders.blobs.read(sha256)
        except SpoiltBlob:
            names_it = True
        if names_it:
            found.add(sha256)
    return frozenset(found)
