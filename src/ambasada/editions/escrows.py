"""Which escrow an embassy chose, beside its keys: its record, and no part of its key.

keys/<code>/escrow.json     the recipient, how it was shared, the day of the last drill
"""

from django.conf import settings

from ambasada.lib.blobs import write_whole
from ambasada.lib.escrow.records import RECORD, NotARecord, Record
from ambasada.network.models import Embassy


def escrow_of(embassy: Embassy) -> Record | None:
    """Return the escrow that goes into the next roster; None where there is none."""
    try:
        return Record.read((settings.KEYS_ROOT / embassy.code / RECORD).read_bytes())
    except (FileNotFoundError, NotARecord):
        return None


def keep_escrow(embassy: Embassy, record: Record) -> None:
    """Write down which escrow there is."""
    folder = settings.KEYS_ROOT / embassy.code
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(folder / RECORD, record.canonical(), is_lasting=True)


def forget_escrow(embassy: Embassy) -> bool:
    """Let the next roster have none; tell whether there was one."""
    file = settings.KEYS_ROOT / embassy.code / RECORD
    was_there = file.exists()
    file.unlink(missing_ok=True)
    return was_there
