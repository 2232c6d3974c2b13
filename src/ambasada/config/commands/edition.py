"""`ambasada edition`: which editions there are, what they hold, whether they are sound."""

import argparse
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ambasada.config.commands import edition_export
from ambasada.lib.refused import Refused

if TYPE_CHECKING:
    from ambasada.editions.folders import Folders
    from ambasada.lib.manifests import Manifest

_Run = Callable[[argparse.Namespace], None]


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the commands."""
    family = commands.add_parser("edition", help="Look at editions, and let go of old ones.")
    verbs = family.add_subparsers(metavar="COMMAND", required=True)
    _add(verbs, "list", run_list, help="List the editions that are kept, newest first.")
    show = _add(verbs, "show", run_show, help="Say what an edition holds.")
    show.add_argument("number", type=int, nargs="?", metavar="N", help="the one that is served")
    diff = _add(verbs, "diff", run_diff, help="List the paths in which two editions differ.")
    diff.add_argument("older", type=int, metavar="A")
    diff.add_argument("newer", type=int, metavar="B")
    verify = _add(
        verbs, "verify", run_verify, help="Check signatures, every body, and the charter."
    )
    verify.add_argument("number", type=int, nargs="?", metavar="N", help="the one that is served")
    rollback = _add(
        verbs,
        "rollback",
        run_rollback,
        help="Serve again what an edition said, as a new edition with a reason.",
    )
    target = rollback.add_mutually_exclusive_group(required=True)
    target.add_argument("number", type=int, nargs="?", metavar="N")
    target.add_argument(
        "--lift", action="store_true", help="end rollbacks: all is as it was approved last"
    )
    rollback.add_argument(
        "--reason", required=True, metavar="LINE", help="signed with it, for everybody to read"
    )
    edition_export.add_to(verbs)
    prune = verbs.add_parser(
        "prune",
        help="Delete old editions, and bodies that nothing names any more.",
        description=(
            "Delete editions of every embassy but the newest ones, and bodies that no edition "
            "names any more. What is served stays. The clock does it once a day."
        ),
    )
    prune.add_argument("--keep", type=int, default=5, metavar="N", help="of each embassy; 5")
    prune.add_argument("--days", type=int, default=1, metavar="N", help="and all so young; 1")
    prune.set_defaults(run=run_prune, needs_django=True, may_be_new=False)


def _add(verbs: Any, name: str, run: _Run, *, help: str) -> argparse.ArgumentParser:  # noqa: A002, ANN401 -- as argparse calls them
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=help)
    parser.add_argument("--embassy", metavar="CODE", help="Needed where there are several.")
    parser.set_defaults(run=run, needs_django=True, may_be_new=False)
    return parser


def run_list(options: argparse.Namespace) -> None:
    """Print a line for each edition."""
    from ambasada.editions.queries import list_of  # noqa: PLC0415 -- needs Django set up

    folders, code = _editions_of(options)
    for each in list_of(folders, code):
        print(_line(each.number, each.manifest, is_served=each.is_served))  # noqa: T201


def _line(number: int, manifest: "Manifest | None", *, is_served: bool) -> str:
    if manifest is None:
        return f"{number}  cannot be read"
    parts = [
        f"{number}",
        f"{manifest.created:%Y-%m-%d %H:%M} UTC",
        f"{len(manifest.entries)} paths",
    ]
    parts += ["served"] if is_served else []
    parts += [manifest.reason] if manifest.reason else []
    return "  ".join(parts)


def run_show(options: argparse.Namespace) -> None:
    """Print the head of an edition and what it holds."""
    from ambasada.editions.queries import (  # noqa: PLC0415 -- needs Django set up
        counts_of,
        languages_of,
        manifest_of,
    )

    folders, code = _editions_of(options)
    manifest = manifest_of(folders, code, options.number)
    ledger = manifest.ledger
    lines = {
        "Embassy": manifest.embassy,
        "Edition": f"{manifest.number}",
        "Address": manifest.origin,
        "Made": f"{manifest.created:%Y-%m-%d %H:%M:%S} UTC",
        "Runs out": f"{manifest.expires:%Y-%m-%d %H:%M:%S} UTC",
        "Reason": manifest.reason or "(none: it was baked)",
        "Charter": f"{manifest.charter}",
        "Languages": ", ".join(languages_of(manifest)),
        "Paths": f"{len(manifest.entries)}",
        **{f"  {kind}": f"{count}" for kind, count in counts_of(manifest).items()},
        "Ledger": (
            f"line {ledger['number']} of {ledger['day']}, {ledger['sha256']}"
            if ledger
            else "(no line before that day)"
        ),
        "Before it": manifest.previous or "(nothing: it is the first)",
    }
    for name, value in lines.items():
        print(f"{name}: {value}")  # noqa: T201


def run_diff(options: argparse.Namespace) -> None:
    """Print a line for each path that differs: + came, - went, ~ changed."""
    from ambasada.editions.queries import (  # noqa: PLC0415 -- needs Django set up
        difference_between,
        manifest_of,
    )

    folders, code = _editions_of(options)
    older = manifest_of(folders, code, options.older)
    newer = manifest_of(folders, code, options.newer)
    found = difference_between(older, newer)
    for sign, paths in (("+", found.came), ("-", found.went), ("~", found.changed)):
        for path in paths:
            print(f"{sign} {path}")  # noqa: T201


def run_verify(options: argparse.Namespace) -> None:
    """Print a sentence for each thing that is wrong; refuse if there is any."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.editions.queries import faults_of, manifest_of  # noqa: PLC0415 -- likewise

    folders, code = _editions_of(options)
    number = options.number
    if number is None:
        number = manifest_of(folders, code, None).number
    if number not in folders.numbers(code):
        message = f"There is no edition {number} here. `ambasada edition list` names all there are."
        raise Refused(message)
    found = faults_of(folders, code, number, now=timezone.now())
    for sentence in found:
        print(sentence)  # noqa: T201
    if found:
        message = f"Edition {number} of {code} is not sound: {len(found)} found."
        raise Refused(message)
    print(f"Edition {number} of {code} is whole, signed, and true to its charter.")  # noqa: T201


def run_rollback(options: argparse.Namespace) -> None:
    """Roll back while there is no member; else leave a request."""
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415 -- likewise

    from ambasada.accounts.queries import commanding  # noqa: PLC0415 -- likewise
    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- likewise
    from ambasada.editions.actions import ask_rollback, bake  # noqa: PLC0415 -- likewise
    from ambasada.editions.models import Rollback  # noqa: PLC0415 -- likewise
    from ambasada.editions.queries import consents_needed_for  # noqa: PLC0415 -- likewise
    from ambasada.network.queries import embassy_named  # noqa: PLC0415 -- likewise

    require_ready()
    embassy, now = embassy_named(options.embassy), timezone.now()
    asked = ask_rollback(embassy, options.number, reason=options.reason, by=commanding(), now=now)
    if asked.status == Rollback.Status.APPROVED:
        bake(embassy, now=now)
        asked.refresh_from_db()  # the baker of a server that runs may have been faster
        print(f"Edition {asked.made} is served, with this reason.")  # noqa: T201
        return
    who = "A member approves" if consents_needed_for(asked) == 1 else "Two members approve"
    where = f"{settings.STAFF_ORIGIN}/admin/editions/{embassy.code}/"
    print(f"Nothing has changed yet: a request was left. {who} it at {where}")  # noqa: T201


def run_prune(options: argparse.Namespace) -> None:
    """Print what went."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- likewise
    from ambasada.editions.actions import prune_editions  # noqa: PLC0415 -- likewise

    if options.keep < 1 or options.days < 0:
        message = "Keep one edition or more, of 0 days or more."
        raise Refused(message)
    require_ready()
    went = prune_editions(
        now=timezone.now(), keep=options.keep, younger_than=timedelta(days=options.days)
    )
    print(f"{went.editions} editions and {went.bodies} bodies went.")  # noqa: T201


def _editions_of(options: argparse.Namespace) -> "tuple[Folders, str]":
    """Return the folder of editions, and the code of the embassy that was named."""
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up

    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- needs Django set up
    from ambasada.editions.folders import Folders  # noqa: PLC0415 -- likewise
    from ambasada.network.queries import embassy_named  # noqa: PLC0415 -- likewise

    require_ready()
    return Folders(settings.EDITIONS_ROOT), embassy_named(options.embassy).code
