"""The layers as pyproject.toml states them to import-linter: read here, never repeated."""

import tomllib
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "src" / "ambasada"


def _rows() -> list[list[str]]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["id"] == "apps")
    return [[name.strip() for name in row.split("|")] for row in layers]


_HEIGHTS = {name: -index for index, row in enumerate(_rows()) for name in row}
APPS = frozenset(_HEIGHTS)


def may_use(app: str, other: str) -> bool:
    """Tell whether an app may know another: itself, or what stands below it."""
    return app == other or _HEIGHTS[app] > _HEIGHTS[other]


def app_of_path(path: Path) -> str | None:
    """Return the app a file of the package belongs to; None for what is no app's."""
    first = path.relative_to(PACKAGE).parts[0]
    return first if first in APPS else None


def app_of_module(module: str) -> str | None:
    """Return the app a dotted module name belongs to; None for another package's."""
    parts = module.split(".")
    is_ours = len(parts) > 1 and parts[0] == "ambasada" and parts[1] in APPS
    return parts[1] if is_ours else None
