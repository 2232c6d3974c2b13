"""A measured figure, its limit, and the table they are printed in."""

from collections.abc import Iterable
from dataclasses import dataclass


class Unmeasured(Exception):
    """A figure could not be measured; the text says why and what to do."""


@dataclass(frozen=True)
class Figure:
    """One measured number and the most or the least it may be; without either, to be compared."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    note: str = ""
    places: int = 1
    least: float | None = None

    @property
    def is_met(self) -> bool:
        if self.least is not None and self.value < self.least:
            return False
        return self.limit is None or self.value <= self.limit

    def row(self, command: str) -> str:
        cells = (self._shown, self._allowed, self._verdict, f"`{command}`")
        return f"| {self.name} | {' | '.join(cells)} |"

    @property
    def _shown(self) -> str:
        value = f"{self.value:.{self.places}f} {self.unit}".strip()
        return f"{value} ({self.note})" if self.note else value

    @property
    def _allowed(self) -> str:
        if self.least is not None:
            return f"≥ {self.least:g} {self.unit}".strip()
        return "–" if self.limit is None else f"≤ {self.limit:g} {self.unit}".strip()

    @property
    def _verdict(self) -> str:
        if self.limit is None and self.least is None:
            return "–"
        return "met" if self.is_met else "**not met**"


HEADING = "| Figure | Measured | Limit | Met | Command |\n| --- | --- | --- | --- | --- |"


def table(measured: Iterable[tuple[str, Figure]]) -> str:
    """Return a Markdown table of (command, figure) pairs."""
    return "\n".join([HEADING, *(figure.row(command) for command, figure in measured)])
