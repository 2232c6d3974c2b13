"""The permanent id of an embassy's sealed help, without which no code opens its case.

It is in every roster. Before the first one it is a file beside the sealed store, so that the page
that is signed and the roster that is signed say the same.
"""

import secrets

from django.conf import settings

from ambasada.casework.kept_roster import KeptRoster
from ambasada.casework.queries.rosters import newest_roster
from ambasada.lib.blobs import write_whole


def instance_of(code: str) -> str:
    """Return the id of an embassy's sealed help, made if there is none."""
    newest = newest_roster(code)
    if newest is not None:
        return KeptRoster.read(bytes(newest.content)).instance
    file = settings.SEALED_ROOT / f"{code}.instance"
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(file, secrets.token_hex(16).encode("ascii"), is_lasting=True)
    return str(file.read_text(encoding="ascii"))
