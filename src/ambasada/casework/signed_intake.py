"""What the help origin serves as its page: signed bytes, or the sentence that says why not.

Fails closed: each process looks for itself whether the bundle beside the program is the one whose
hashes the source has, and whether page and bundle are those of the list that the root key signed.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from django.conf import settings

from ambasada.casework.bundles import NotServed
from ambasada.casework.instances import instance_of
from ambasada.casework.intake_page import (
    OtherEmbassy,
    ThroughTor,
    intake_page,
    known_sums,
    own_bundle,
)
from ambasada.casework.models import PlainPath
from ambasada.lib.intake_folders import IntakeFolder, SignedList
from ambasada.lib.manifests import sha256_of
from ambasada.lib.minisign import PublicKey
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, SpoiltCopy
from ambasada.network.queries import Facts, facts_of

ASSETS = "/assets/"
_EMBASSIES = 8  # whose pages are kept in memory


def pages_of(embassy: Embassy, root: PublicKey, *, onion: str = "") -> dict[str, bytes]:
    """Return the pages of an embassy's intake as it would be now, by path.

    `onion` is the public site’s onion address that the charter proves. Raises Refused before the
    embassy was approved.
    """
    facts = facts_of(embassy)
    if facts is None:
        message = "The embassy was not approved yet."
        raise Refused(message)
    instance, others = instance_of(embassy.code), _others_of(facts)
    is_plain = PlainPath.objects.filter(embassy=embassy.code).exists()
    tor = ThroughTor(onion, settings.PLAIN_ORIGIN if is_plain else "")
    return {
        f"/{embassy.code}/{language}/": intake_page(
            facts, language, instance=instance, root=root.line, tor=tor, others=others
        )
        for language in embassy.languages
        if f"{language}.json" in known_sums()
    }


def _others_of(facts: Facts) -> list[OtherEmbassy]:
    """Return where else in this installation people of the same nation may take their cases.

    A page of one nation says nothing of another’s.
    """
    found, nation = [], facts.embassy.nation.items()
    for other in Embassy.objects.exclude(code=facts.embassy.code).order_by("code"):
        key = IntakeFolder(settings.KEYS_ROOT, other.code).root
        theirs = _approved(other)
        if key and theirs and theirs.embassy.nation.items() & nation:
            found.append(OtherEmbassy(theirs, instance_of(other.code), key.line))
    return found


def _approved(embassy: Embassy) -> Facts | None:
    try:
        return facts_of(embassy)
    except SpoiltCopy:  # `check` names it; the page of another embassy goes on without it
        return None


@cache
def bundle() -> Mapping[str, bytes]:
    """Return the files that every page loads, by path, as this process found them.

    Raises NotServed unless each is the one whose hash the source has.
    """
    return {f"{ASSETS}{name}": body for name, body in own_bundle().whole().items()}


def served_by(code: str) -> "tuple[SignedList, Mapping[str, bytes]]":
    """Return what the root key signed of an embassy's intake, with the bytes of every file.

    Raises NotServed.
    """
    bundle()  # first: without it nothing else matters
    return _served(code, IntakeFolder(settings.KEYS_ROOT, code).stamp)


@lru_cache(maxsize=_EMBASSIES)
def _served(code: str, _stamp: tuple[int, ...]) -> tuple[SignedList, Mapping[str, bytes]]:
    folder = IntakeFolder(settings.KEYS_ROOT, code)
    signed = folder.in_force
    if signed is None:
        message = "The root key has signed no list of the intake. Begin with `ambasada key intake`."
        raise NotServed(message)
    if signed.shown.origin != settings.HELP_ORIGIN:
        message = (
            f"The list of the intake was signed for {signed.shown.origin}, and it is served at "
            f"{settings.HELP_ORIGIN}. Sign another one, or correct AMBASADA_HELP_ORIGIN."
        )
        raise NotServed(message)
    found = {}
    for path, sha256 in signed.shown.files.items():
        body = bundle().get(path) if path.startswith(ASSETS) else folder.page(sha256)
        if body is None or sha256_of(body) != sha256:
            message = (
                f"{path} of the intake is not what the root key signed. After an update sign what "
                "`ambasada key intake` writes; else somebody wrote into the data folder."
            )
            raise NotServed(message)
        found[path] = body
    return signed, found
