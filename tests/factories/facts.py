"""The facts of an embassy straight from its pack, without a database."""

import tomllib
from typing import cast

from wagtail.models import Site

from ambasada.lib.searching import Lexicon
from ambasada.network.models import (
    Embassy,
    EmergencyBlock,
    EmergencyNumber,
    Mandate,
    Wording,
)
from ambasada.network.queries import Facts
from tests.factories.embassies import CONTENT

_NAMES = ("code", "languages", "time_zone", "exit_address", "band", "name", "short_name", "nation")
_MORE = ("territory", "legal_form", "controller")


def facts_from_pack(code: str, *, port: int = 8000) -> Facts:
    """Return what frames the pages of the embassy of a pack, read at a port of this machine."""
    pack = tomllib.loads((CONTENT / code / "embassy.toml").read_text("utf-8"))
    site = Site(hostname="127.0.0.1", port=port)
    embassy = Embassy(site=site, **{name: pack[name] for name in (*_NAMES, *_MORE)})
    said = pack["emergency"]
    emergency = EmergencyBlock(
        embassy=embassy,
        channel=said["channel"],
        channel_address=said["channel_address"],
        response_time=said["response_time"],
        inside_country=said["inside_country"],
        checked_on=said["checked_on"],
    )
    emergency.numbers = [EmergencyNumber(**number) for number in said["numbers"]]
    functions = {f"function_{key}": text for key, text in pack["functions"].items()}
    words = {**pack["wording"], **functions}
    return Facts(
        embassy=embassy,
        wordings=tuple(Wording(embassy=embassy, key=key, text=words[key]) for key in words),
        emergency=emergency,
        mandate=cast("Mandate", None),  # of no page that is made of these
        mandate_document=None,
        offices=(),
        channels=(),
        banner=None,
        mirrors=(),
        onion="",
        lexicon=Lexicon(),
    )
