"""The root key that a ceremony leans on: the one that is pinned here, or the development root."""

import argparse
from typing import TYPE_CHECKING

from ambasada.lib.minisign import PublicKey, SecretKey
from ambasada.lib.refused import Refused

if TYPE_CHECKING:
    from ambasada.network.models import Embassy


def embassy_and_root(options: argparse.Namespace) -> "tuple[Embassy, PublicKey]":
    """Return the embassy that is meant and its root key. Raises Refused."""
    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- needs Django set up
    from ambasada.editions.actions import keys_of  # noqa: PLC0415 -- likewise
    from ambasada.network.queries import embassy_named  # noqa: PLC0415 -- likewise

    require_ready()
    embassy = embassy_named(options.embassy)
    root = keys_of(embassy).root
    if root is None:
        message = "There is no root key yet. Run script/serve once."
        raise Refused(message)
    return embassy, root


def development_root(embassy: "Embassy") -> SecretKey:
    """Return the secret half of a root key that stands here. Raises Refused where it does not."""
    from ambasada.editions.actions import keys_of  # noqa: PLC0415 -- needs Django set up

    secret = keys_of(embassy).development_root
    if secret is None:
        message = "The root key is not on this server, and that is right. Sign where it is kept."
        raise Refused(message)
    return secret
