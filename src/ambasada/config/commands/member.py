"""`ambasada member`: links for the person who runs the site, and for one who is locked out."""

import argparse
from typing import Any


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the commands."""
    family = commands.add_parser("member", help="Invite members, or let one back in.")
    verbs = family.add_subparsers(metavar="COMMAND", required=True)
    invite = verbs.add_parser(
        "invite", help="Print one link that one person can use once within 24 hours."
    )
    invite.add_argument("--embassy", metavar="CODE", help="where they will sit")
    invite.add_argument("--role", choices=("editor", "coordinator"), default="coordinator")
    invite.set_defaults(run=run_invite, needs_django=True, may_be_new=False)
    recover = verbs.add_parser(
        "recover",
        help="Let back in a member for whom too few others can vouch.",
        description=(
            "Lock a member out of everything they had, and print one link with which they come "
            "back within 24 hours. Refused while two others can vouch. Every other member is told."
        ),
    )
    recover.add_argument("name", metavar="NAME", help="the member's user name, exactly")
    recover.add_argument(
        "--host", required=True, help="the host name readers use for an embassy of this member"
    )
    recover.set_defaults(run=run_recover, needs_django=True, may_be_new=False)


def run_invite(options: argparse.Namespace) -> None:
    """Print the link; the token stands after the # sign, which browsers do not send."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.models import Actor  # noqa: PLC0415 -- needs Django set up
    from ambasada.accounts.queries import commanding  # noqa: PLC0415 -- needs Django set up
    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- needs Django set up
    from ambasada.network.actions import ask_invite  # noqa: PLC0415 -- needs Django set up
    from ambasada.network.queries import embassy_named  # noqa: PLC0415 -- needs Django set up
    from ambasada.network.vouching import needed_vouches  # noqa: PLC0415 -- likewise

    require_ready()
    by = commanding()
    # The first member is a coordinator of every embassy, unless one is named.
    embassy = (
        None if by is Actor.FOUNDER and not options.embassy else embassy_named(options.embassy)
    )
    asked = ask_invite(by=by, embassy=embassy, role=options.role, now=timezone.now())
    print(_link(asked.token))  # noqa: T201
    if needed_vouches(asked.invite, today=timezone.now().date()):
        print(  # noqa: T201
            "It works once members have vouched for it on the page “Members” of the admin; the "
            "last of them is shown a word, which the person needs as well."
        )


def run_recover(options: argparse.Namespace) -> None:
    """Print the link; nothing the member had opens any more."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- needs Django set up
    from ambasada.network.actions import recover  # noqa: PLC0415 -- needs Django set up

    require_ready()
    print(_link(recover(options.name, host=options.host, now=timezone.now())))  # noqa: T201


def _link(token: str) -> str:
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up

    return f"{settings.STAFF_ORIGIN}/account/join/#{token}"
