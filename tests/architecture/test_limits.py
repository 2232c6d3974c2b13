"""Sizes, to be looked at and not enforced: `pytest -n0 -s tests/architecture/test_limits.py`."""

import ast
from pathlib import Path

from tests.architecture.layers import PACKAGE

SHOWN = 8


def test_longest_files_and_functions_are_shown() -> None:
    files = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    functions = [
        ((node.end_lineno or 0) - node.lineno + 1, f"{_name(path)}: {node.name}")
        for path, text in files.items()
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lengths = [(len(text.splitlines()), _name(path)) for path, text in files.items()]

    _show("Longest files", lengths)
    _show("Longest functions", functions)
    assert functions


def _name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def _show(title: str, measured: list[tuple[int, str]]) -> None:
    middle = sorted(measured)[len(measured) // 2][0]
    print(f"\n{title} (median {middle}):")  # noqa: T201 -- to be looked at
    for lines, name in sorted(measured, reverse=True)[:SHOWN]:
        print(f"{lines:5}  {name}")  # noqa: T201 -- likewise
