"""What the clock of a site does within a minute, and what another day brings, done at once.

Run as `python -m tests.journeys.site_clock` in the environment of a site, with one of: `settle`;
`call NAME PORT`, the calls of those on duty within a quarter of an hour, to a mail server; and
`forget DAYS`, what is deleted so many days from now.
"""

import os
import sys
from datetime import timedelta

import django

FIRST, SECOND, ALL = "first@example.org", "second@example.org", "all@example.org"


def _do(what: str, *arguments: str) -> None:
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.models import Member  # noqa: PLC0415 -- likewise
    from ambasada.casework.actions import forget_cases, name_mailboxes  # noqa: PLC0415 -- likewise
    from ambasada.config.duty_notices import DutyNotices  # noqa: PLC0415 -- likewise
    from ambasada.config.environment import read_environment  # noqa: PLC0415 -- likewise
    from ambasada.config.intakes import settle_intakes  # noqa: PLC0415 -- likewise
    from ambasada.network.models import Embassy  # noqa: PLC0415 -- likewise

    now = timezone.now()
    if what == "settle":
        settle_intakes(now=now)
        settle_intakes(now=now)  # once every embassy has a root key, pages name the others
    elif what == "call":
        embassy, by = Embassy.objects.get(code="gb"), Member.objects.get(username=arguments[0])
        name_mailboxes(embassy, first=FIRST, second=SECOND, by=by, now=now)
        mail = {"AMBASADA_NOTICES_TO": ALL, "AMBASADA_SMTP": f"smtp://127.0.0.1:{arguments[1]}"}
        notices = DutyNotices(read_environment(dict(os.environ) | mail), lambda least, _most: least)
        for minutes in (0, 10, 17):
            notices.tell(now + timedelta(minutes=minutes))
    else:
        forget_cases(now=now + timedelta(days=int(arguments[0])))


if __name__ == "__main__":
    django.setup()
    _do(*sys.argv[1:])
