"""What an embassy says about itself, made of approved fair copies."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ambasada.lib.recorder import reads
from ambasada.lib.searching import Lexicon
from ambasada.lib.tags import FACT
from ambasada.network.models import (
    Banner,
    Channel,
    Embassy,
    EmergencyBlock,
    FairCopy,
    Mandate,
    Mirror,
    Office,
    OnionAddress,
    SearchWords,
    SpoiltCopy,
    StoredCopy,
    Wording,
)
from ambasada.network.queries.hosts import embassy_at

_KINDS = (
    Embassy,
    Wording,
    EmergencyBlock,
    Mandate,
    Office,
    Channel,
    Banner,
    Mirror,
    OnionAddress,
    SearchWords,
)
_NEEDED = {kind._meta.label_lower for kind in (Embassy, EmergencyBlock, Mandate)}


@dataclass(frozen=True)
class Facts:
    """What frames every page and fills those about the embassy."""

    embassy: Embassy
    wordings: tuple[Wording, ...]
    emergency: EmergencyBlock
    mandate: Mandate
    mandate_document: StoredCopy | None
    offices: tuple[Office, ...]  # in the order of their position
    channels: tuple[Channel, ...]  # likewise
    banner: Banner | None  # its time may be over
    mirrors: tuple[Mirror, ...]  # in the order in which they were written down
    onion: str  # its onion address; "" if it has none
    lexicon: Lexicon  # what a search knows of its words


def facts_at(host: str) -> Facts | None:
    """Return the approved facts of the embassy that answers a host name, or None."""
    embassy = embassy_at(host)
    return facts_of(embassy) if embassy else None


def facts_of(embassy: Embassy) -> Facts | None:
    """Return the approved facts of an embassy, with one query; None before they are approved."""
    labels = [kind._meta.label_lower for kind in _KINDS]
    return facts_in(FairCopy.objects.public(embassy).filter(kind__in=labels), embassy)


def facts_in(copies: Iterable[FairCopy], embassy: Embassy) -> Facts | None:
    """Return the facts that fair copies hold; None if something every page needs is not there.

    A copy whose bytes are not those that were approved is left out; of what every page needs it
    raises SpoiltCopy.
    """
    found: dict[str, list[Any]] = {kind._meta.label_lower: [] for kind in _KINDS}
    for copy in copies:
        if not copy.is_whole and copy.kind in _NEEDED:
            raise SpoiltCopy
        if copy.kind in found and copy.is_whole:
            copy.embassy = embassy
            found[copy.kind].append(copy.thing)
    one, wordings, emergency, mandate, offices, channels, *rare = found.values()
    banners, mirrors, onions, words = rare
    if not (one and emergency and mandate):
        return None
    one[0].site = embassy.site
    document = mandate[0].resolution_document_id
    return Facts(
        embassy=one[0],
        wordings=tuple(wordings),
        emergency=emergency[0],
        mandate=mandate[0],
        mandate_document=mandate[0].fair_copy.files.get(document),
        offices=tuple(sorted(offices, key=lambda each: (each.position, each.pk))),
        channels=tuple(sorted(channels, key=lambda each: (each.position, each.pk))),
        banner=next(iter(banners), None),
        mirrors=tuple(sorted(mirrors, key=lambda each: each.pk)),
        onion=onions[0].address if onions else "",
        lexicon=words[0].lexicon if words else Lexicon(),
    )


def channels_of(facts: Facts) -> dict[str, list[Channel]]:
    """Return `channels`, those in use, and `retired`, those that are not ours any more."""
    reads(f"{FACT}{Channel._meta.label_lower}")
    return {
        "channels": [each for each in facts.channels if each.retired_on is None],
        "retired": [each for each in facts.channels if each.retired_on is not None],
    }
