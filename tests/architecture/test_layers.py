"""The ways around an import checker, each closed: names that reach upwards in strings."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLResolver, get_resolver

from tests.architecture.layers import APPS, PACKAGE, app_of_module, app_of_path, may_use

_APP = "|".join(sorted(APPS))
# A model's label, a dotted path, a namespaced address, a template: all begin with the app.
_NAMED = re.compile(rf"^(?:ambasada\.)?({_APP})(?:[.:/][\w.:/-]+)$")
_TAG = re.compile(r"{%-?\s*(extends|include|load|url)\s+(.+?)\s*-?%}")
_QUOTED = re.compile(r"^['\"]([^'\"]+)['\"]")


def _python_files() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if app_of_path(path)]


def _templates() -> list[Path]:
    return [path for path in sorted(PACKAGE.glob("*/templates/**/*")) if path.is_file()]


def _place(path: Path, line: int = 0) -> str:
    return f"{path.relative_to(PACKAGE)}:{line}" if line else str(path.relative_to(PACKAGE))


def test_no_relation_points_upwards() -> None:
    upwards = [
        f"{model.__name__}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if (app := app_of_module(model.__module__))
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
        if (other := app_of_module(field.related_model.__module__))
        if not may_use(app, other)
    ]

    assert upwards == []


def test_no_string_names_an_app_above() -> None:
    upwards = [
        f"{_place(path, line)} names {name!r}"
        for path in _python_files()
        for line, name, other in _names_of_apps(ast.parse(path.read_text(encoding="utf-8")))
        if not may_use(app_of_path(path) or "", other)
    ]

    assert upwards == []


def _names_of_apps(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Find labels, dotted paths, templates and addresses of our apps among the strings.

    Names of two parts too: `get_model("network", "Embassy")` and what a migration depends on.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if found := _NAMED.match(node.value):
                yield node.lineno, node.value, found[1]
        elif isinstance(node, ast.Call | ast.Tuple):
            parts = node.args if isinstance(node, ast.Call) else node.elts
            values = [part.value for part in parts if isinstance(part, ast.Constant)]
            is_pair = isinstance(node, ast.Tuple) or _called(node) == "get_model"
            is_named = len(values) == len(parts) == 2 and re.fullmatch(r"\w+", str(values[1]))
            if is_pair and is_named and values[0] in APPS:
                yield node.lineno, ".".join(map(str, values)), str(values[0])


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def test_no_page_type_names_its_parent() -> None:
    named = [
        _place(path, node.lineno)
        for path in _python_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign | ast.AnnAssign)
        if "parent_page_types" in ast.unparse(node).split("=")[0]
        # An empty list bars a type from the tree, and the root is nobody's page.
        if ast.unparse(node.value or node) not in {"[]", "()", "['wagtailcore.Page']"}
    ]

    assert named == []


def test_no_template_reaches_upwards() -> None:
    owners = {
        "template": {
            str(path.relative_to(PACKAGE / app / "templates")): app
            for path in _templates()
            if (app := app_of_path(path))
        },
        "library": {
            path.stem: path.relative_to(PACKAGE).parts[0]
            for path in PACKAGE.glob("*/templatetags/*.py")
        },
        "address": _owners_of_addresses(),
    }
    upwards = [
        f"{_place(path)} uses {name}"
        for path in _templates()
        for kind, name in _names_in_tags(path.read_text(encoding="utf-8"))
        if (other := owners[kind].get(name))
        if not may_use(app_of_path(path) or "", other)
    ]

    assert upwards == []


def _names_in_tags(text: str) -> Iterator[tuple[str, str]]:
    """Return what a template's tags name: (kind of thing, name)."""
    for tag, rest in _TAG.findall(text):
        quoted = _QUOTED.match(rest)
        if tag == "load":
            names = rest.split(" from ")[-1].split()
            yield from (("library", name) for name in names)
        elif quoted:
            yield "address" if tag == "url" else "template", quoted[1]


def test_no_reversed_address_is_above() -> None:
    owners = _owners_of_addresses()
    upwards = [
        f"{_place(path, node.lineno)} asks for {node.args[0].value!r}"
        for path in _python_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        if ast.unparse(node.func).split(".")[-1] in {"reverse", "reverse_lazy", "redirect"}
        if node.args and isinstance(node.args[0], ast.Constant)
        if (other := owners.get(str(node.args[0].value)))
        if not may_use(app_of_path(path) or "", other)
    ]

    assert upwards == []


def _owners_of_addresses() -> dict[str, str]:
    """Return whose view answers each named address of both origins."""
    owners = {}
    for urlconf in (settings.ROOT_URLCONF, settings.STAFF_URLCONF):
        for name, module in _named_addresses(get_resolver(urlconf)):
            if app := app_of_module(module):
                owners[name] = app
    return owners


def _named_addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _named_addresses(pattern, inner)
        elif pattern.name:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield prefix + pattern.name, view.__module__


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = ForeignKey('front.HomePage')", "front"),
        ("x = 'ambasada.config.cli'", "config"),
        ("apps.get_model('statements', 'Statement')", "statements"),
        ("dependencies = [('publishing', '0001_initial')]", "publishing"),
        ("render(request, 'front/home.html')", "front"),
    ],
)
def test_the_search_sees_every_way_to_name_an_app(source: str, found: str) -> None:
    assert [app for _line, _name, app in _names_of_apps(ast.parse(source))] == [found]
