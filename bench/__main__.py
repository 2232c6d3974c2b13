"""`python -m bench [--quick] [PART …]`: measure, print one table, exit 1 if a limit is missed."""

import argparse
import os
import platform
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.approvals import measure_approvals
from bench.attaching import measure_attachment
from bench.bake import measure_bake
from bench.banner import measure_banner
from bench.browser import measure_browser
from bench.case_search import measure_case_search
from bench.catch_up import measure_catch_up
from bench.commands import output_of
from bench.contacts import measure_contacts
from bench.duplicates import measure_duplicates
from bench.entries import measure_entries
from bench.figures import Figure, Unmeasured, table
from bench.finding_faces import measure_faces
from bench.flooding import measure_flood
from bench.fresh import measure_fresh_clone
from bench.front_door import measure_front_door
from bench.fuzzing import measure_fuzz
from bench.intakes import measure_intakes
from bench.kills import measure_kills
from bench.later import measure_later_starts
from bench.ledger import measure_ledger
from bench.memory import measure_memory
from bench.prisoners import measure_prisoners
from bench.publish import measure_publish
from bench.queries import measure_queries
from bench.sealing import measure_seal
from bench.searching import measure_search
from bench.serving import Serving
from bench.sizes import measure_sizes

# In the order of measuring: memory is weighed before anything has been asked for at length.
ON_A_SITE = {
    "memory": measure_memory,
    "sizes": measure_sizes,
    "browser": measure_browser,
    "front-door": measure_front_door,
    "seal": measure_seal,
    "attachment": measure_attachment,
    "case-search": measure_case_search,
    "intakes": measure_intakes,
    "flood": measure_flood,
}
APART = {
    "later": measure_later_starts,
    "queries": measure_queries,
    "ledger": measure_ledger,
    "approvals": measure_approvals,
    "banner": measure_banner,
    "bake": measure_bake,
    "publish": measure_publish,
    "prisoners": measure_prisoners,
    "entries": measure_entries,
    "search": measure_search,
    "faces": measure_faces,
    "duplicates": measure_duplicates,
    "contacts": measure_contacts,
    "fuzz": measure_fuzz,
    "catch-up": measure_catch_up,
    "kills": measure_kills,
    "fresh": measure_fresh_clone,
}


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that servers are stopped on the way
    chosen = _chosen()
    folder = Path(tempfile.mkdtemp(prefix="ambasada-bench-"))
    try:
        measured = list(_measure(chosen, folder))
    except Unmeasured as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.write(f"{_circumstances()}\n\n{table(measured)}\n")
    return 0 if all(figure.is_met for _, figure in measured) else 1


def _chosen() -> list[str]:
    parts = [*ON_A_SITE, *APART]
    parser = argparse.ArgumentParser(prog="script/bench", description="Measure what we promised.")
    parser.add_argument("--quick", action="store_true", help="Leave out the fresh clone.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"All, or: {', '.join(parts)}.")
    options = parser.parse_args()
    unknown = [each for each in options.parts if each not in parts]
    if unknown:
        parser.error(f"there is no part {unknown[0]}; choose of {', '.join(parts)}")
    wanted = options.parts or parts
    return [each for each in parts if each in wanted and not (options.quick and each == "fresh")]


def _measure(chosen: list[str], folder: Path) -> Iterator[tuple[str, Figure]]:
    on_a_site = [each for each in chosen if each in ON_A_SITE]
    if on_a_site:
        _say("Raising an embassy to measure on")
        with Serving(folder / "site") as site:
            site.import_invented_statement()
            for part in on_a_site:
                _say(f"Measuring: {part}")
                yield from ((f"script/bench {part}", each) for each in ON_A_SITE[part](site))
    for part in (each for each in chosen if each in APART):
        _say(f"Measuring: {part}")
        yield from ((f"script/bench {part}", each) for each in APART[part](folder / part))


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _circumstances() -> str:
    """Return when and on what this was measured, and how busy the machine was besides."""
    today = datetime.now(UTC)
    version = output_of(["git", "describe", "--always", "--dirty"], within=30).strip()
    return (
        f"Measured on {today.day} {today:%B %Y} at {version}: "
        f"{os.cpu_count()} cores, Python {platform.python_version()}, "
        f"load over the last 15 minutes {os.getloadavg()[2]:.1f}. KB is 1,000 bytes."
    )


if __name__ == "__main__":
    sys.exit(main())
