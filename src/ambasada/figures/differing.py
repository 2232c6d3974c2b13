"""What is different between two tables, row by row, in lines for whoever imports."""

from collections.abc import Iterator, Sequence

from ambasada.figures.rows import Row


def row_differences(
    before: Sequence[Row], after: Sequence[Row], titles: Sequence[str]
) -> Iterator[str]:
    """Yield a line for each row that is new, other or gone; rows are told apart by their name."""
    was, now = {row[0]: row for row in before}, {row[0]: row for row in after}
    for name, row in now.items():
        if name not in was:
            yield f"+ {name}: {', '.join(cell or '–' for cell in row[1:])}"
        elif was[name] != row:
            yield f"~ {name}: {'; '.join(_cells(was[name], row, titles))}"
    yield from (f"- {name}" for name in was if name not in now)


def _cells(was: Row, now: Row, titles: Sequence[str]) -> Iterator[str]:
    if len(was) != len(now):
        yield "other columns"
        return
    for old, new, title in zip(was, now, titles, strict=True):
        if old != new:
            yield f"{title} {old or '–'} → {new or '–'}"
