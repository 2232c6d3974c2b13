"""Fields in the text of a letter: a small closed set, written as {name}. Nothing is run."""

import re
from collections.abc import Iterable, Mapping

FIELDS = ("salutation", "name", "position", "organisation", "date")
IN_SALUTATION = ("name", "position", "organisation")
_FIELD = re.compile(r"\{(" + "|".join(FIELDS) + r")\}")
_BRACES = re.compile(r"\{[^{}\n]{0,40}\}?|\}")


def unknown_in(text: str, known: Iterable[str] = FIELDS) -> str:
    """Return the first thing in braces that is no known field; "" if there is none."""
    allowed = set(known)
    rest = _FIELD.sub(lambda found: "" if found[1] in allowed else found[0], text)
    found = _BRACES.search(rest)
    return found[0] if found else ""


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its fields filled in, each once: braces in a value stay as they are.

    A line that held nothing but fields without a value is left out.
    """
    lines = []
    for line in text.splitlines():
        made = _FIELD.sub(lambda found: values.get(found[1], ""), line)
        if made.strip() or not _FIELD.search(line):
            lines.append(made.rstrip())
    return "\n".join(lines)
