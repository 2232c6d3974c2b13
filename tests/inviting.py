"""An invitation that works, whoever is there already: asked for and vouched for by members.

Run as `python -m tests.inviting CODE ROLE` in the environment of a site; prints the token and,
after a space, the word if there is one.
"""

import subprocess
import sys
from dataclasses import dataclass

import django

from tests.running_site import REPOSITORY, RunningSite


@dataclass(frozen=True)
class Invitation:
    link: str
    word: str

    @property
    def token(self) -> str:
        return self.link.partition("#")[2]


def invitation(site: RunningSite, *, embassy: str = "gb", role: str = "coordinator") -> Invitation:
    """Return an invitation to a seat in an embassy of a site."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.inviting", embassy, role],
        env=site.environment | {"DJANGO_SETTINGS_MODULE": "ambasada.config.settings"},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert made.returncode == 0, made.stderr
    token, _, word = made.stdout.strip().partition(" ")
    return Invitation(f"{site.staff}/account/join/#{token}", word)


def _invite(code: str, role: str) -> tuple[str, str]:
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.models import Actor  # noqa: PLC0415 -- likewise
    from ambasada.network.actions import ask_invite, vouch  # noqa: PLC0415 -- likewise
    from ambasada.network.models import Embassy  # noqa: PLC0415 -- likewise
    from ambasada.network.rules import coordinators_of  # noqa: PLC0415 -- likewise

    now = timezone.now()
    embassy = Embassy.objects.get(code=code)
    vouchers = list(coordinators_of(embassy, today=now.date()).order_by("pk")[:2])
    by = vouchers[0] if vouchers else Actor.FOUNDER
    asked = ask_invite(by=by, embassy=embassy, role=role, now=now)
    word = asked.word
    for voucher in vouchers[1:]:
        word = vouch(asked.invite, by=voucher, now=now)
    return asked.token, word


if __name__ == "__main__":
    django.setup()
    print(*_invite(*sys.argv[1:]))  # noqa: T201 -- read by the tests
