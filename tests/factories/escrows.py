"""People around a machine without a network: who type what is on their sheets."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ambasada.lib.escrow.ceremonies import hold
from ambasada.lib.escrow.records import Record
from ambasada.lib.escrow.schemes import SCHEMES

DAY = date(2026, 11, 24)


@dataclass
class Keepers:
    """Who types; what is said to them is kept. Whatever is typed comes from `typing`."""

    typing: Callable[[int], str]
    said: list[str] = field(default_factory=list)
    asked: int = 0

    def say(self, line: str) -> None:
        self.said.append(line)

    def ask(self, question: str) -> str:
        assert question
        self.asked += 1
        return self.typing(self.asked)


def words_on(sheet: str) -> str:
    """Return the words of a sheet as its keeper reads them: from the third line to an empty one."""
    return sheet.split("\n\n")[1].replace("\n", " ")


def readers_of(folder: Path) -> Keepers:
    """Return people who read the sheets that lie in a folder, one after another."""
    return Keepers(lambda time: words_on((folder / f"sheet-{time}.txt").read_text()))


def typists_of(sheets: Iterable[str]) -> Keepers:
    """Return people who type these, in this order."""
    lines = list(sheets)
    return Keepers(lambda time: lines[time - 1])


def held(folder: Path, *, shares: str = "2/3", today: date = DAY) -> tuple[Record, list[str]]:
    """Hold a ceremony in a folder; return its record and the words of each sheet, in order."""
    sheets: list[str] = []

    def typed(time: int) -> str:
        sheets.append(words_on((folder / f"sheet-{time}.txt").read_text()))
        return sheets[-1]

    record = hold(folder, scheme=SCHEMES[shares], today=today, talk=Keepers(typed))
    return record, sheets
