"""`python -m tests.accounts.appending`: append to an installation's ledger from several threads.

Every third line is undone with what it belonged to, so that a number taken and given back is tried
as well.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import django

THREADS = 3
LINES = 24


def main() -> None:
    django.setup()
    with ThreadPoolExecutor(THREADS) as pool:
        written = sum(pool.map(write, [LINES] * THREADS))
    sys.stdout.write(str(written))


def write(count: int) -> int:
    """Append so many lines, undo some of them; return how many are left."""
    from django.db import connection, transaction  # noqa: PLC0415 -- after the set-up

    from ambasada.accounts.actions import append  # noqa: PLC0415 -- likewise
    from ambasada.accounts.models import Actor, Verb  # noqa: PLC0415 -- likewise

    for turn in range(count):
        with transaction.atomic():
            now = datetime.now(UTC)
            append(Verb.CLEANED, by=Actor.CLOCK, subject=f"revision:{turn + 1}", now=now)
            transaction.set_rollback(turn % 3 == 0)
    connection.close()
    return count - len(range(0, count, 3))


if __name__ == "__main__":
    main()
