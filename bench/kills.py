"""What is left of a bake that is killed."""

from pathlib import Path

from bench.commands import output_of
from bench.figures import Figure
from bench.inside import command_for, environment_of, found_by

_KILLS = 100
_WITHIN = 1_800.0


def measure_kills(folder: Path) -> list[Figure]:
    """Kill a hundred bakes, each at another moment."""
    output_of(command_for("killing", "fill()"), within=_WITHIN, environment=environment_of(folder))
    found = found_by("killing", folder, within=_WITHIN, call=f"main({_KILLS})")
    note = f"{found['in_time']} of {_KILLS} killed before they ended"
    return [
        Figure(
            "Kills of a bake after which what is served is not whole",
            found["not_whole"],
            "",
            0,
            note,
            0,
        ),
        Figure(
            "Kills after which the next bake does not end well",
            found["not_mended"],
            "",
            0,
            places=0,
        ),
    ]
