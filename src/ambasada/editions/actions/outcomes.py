"""What became of a bake, and how far a sweep has come."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sweep:
    """How far a sweep has come that gave way to a publication."""

    left: frozenset[str]  # paths that it has still to render
    rendered: int
    missed: frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """What a bake did for one embassy.

    `edition` is the number of the new edition, None if no byte differs; `missed` are paths that a
    sweep found changed though no tag told so; `faults` say which paths kept their bytes, and why;
    `cut` is a sweep that gave way to a publication, and is to be gone on with; `leaves_idle` says
    that something made in idle hours waits for another bake.
    """

    embassy: str
    edition: int | None
    rendered: int
    changed: frozenset[str]
    missed: frozenset[str]
    faults: dict[str, str]
    cut: Sweep | None = None
    leaves_idle: bool = False
