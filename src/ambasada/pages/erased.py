"""What may not be published at an address: what was erased there, or what is no page's."""

from django.conf import settings
from django.utils.translation import gettext as _

from ambasada.lib.refused import Refused
from ambasada.lib.slugs import is_reserved
from ambasada.lib.tombstones import Tombstones, tombstones_in
from ambasada.network.models import FairCopy


def tombstones_of(code: str) -> Tombstones:
    """Return the tombstones that stand, of one embassy. Raises Refused if they can't be read."""
    return tombstones_in(settings.EDITIONS_ROOT / "tombstones.json").of(code)


def require_not_erased(copy: FairCopy) -> None:
    """Raise Refused if a copy is of an erased page, stands where one was, or names such a file."""
    stones = tombstones_of(copy.embassy.code)
    paths = [f"/{each}/{copy.path}" for each in copy.embassy.languages if copy.path]
    if copy.sha256 in stones.copies:
        raise Refused(_("This says word for word what was erased. Change it first."))
    if str(copy.translation_key) in stones.keys or any(
        stones.hide_path(copy.embassy.code, path) for path in paths
    ):
        raise Refused(
            _("What stood at this address was erased. Two members can restore it, at “Editions”.")
        )
    if any(each.sha256 in stones.files for each in copy.every_file):
        raise Refused(
            _("A file that this names was erased. Two members can restore it, at “Editions”.")
        )


def require_own_address(copy: FairCopy) -> None:
    """Raise Refused if a copy stands at an address where every site has something else."""
    slug = (copy.path or "").rstrip("/").rpartition("/")[2]
    if is_reserved(slug):
        raise Refused(
            _("Every site has something else at an address that ends in “%(slug)s”. Change it.")
            % {"slug": slug}
        )
