"""The guides of a content pack: a folder for each, one file a language, in steps.

`[guides]` of embassy.toml names the office that answers for them and, topic by topic, their order.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ambasada.front.pack_texts import PackText, text_in
from ambasada.lib.refused import Refused
from ambasada.publishing.models import GuidePage

_STEP = re.compile(r"^## +(.+?) *$", re.MULTILINE)
_WORDS = ("description", "for_whom", "jurisdiction")  # a sentence in each language
_FACTS = ("is_law", "checked_on", "page_class")  # the same in each language


@dataclass(frozen=True)
class Guide:
    """A guide of a pack in every language, and where the list has it."""

    texts: dict[str, PackText]  # language → text
    topic: str
    position: int


def guides_in(folder: Path, facts: dict[str, Any], languages: list[str]) -> dict[str, Guide]:
    """Read the guides of a pack; raise Refused with the first gap in one of them."""
    names = {each.name for each in (folder / "guides").glob("*/")}
    places = _places(facts.get("guides"), names)
    found: dict[str, Guide] = {}
    for name, (topic, position) in places.items():
        item = folder / "guides" / name
        texts = {code: text_in(item / f"{code}.md") for code in languages}
        _require_complete(name, texts)
        found[name] = Guide(texts, topic, position)
    return found


def parts_of(text: PackText) -> tuple[str, list[tuple[str, str]]]:
    """Return what stands before the first step, then each step: its heading and its text."""
    opening, *rest = _STEP.split(text.markdown)
    steps = zip(rest[::2], (each.strip() for each in rest[1::2]), strict=True)
    return opening.strip(), list(steps)


def _places(facts: Any, names: set[str]) -> dict[str, tuple[str, int]]:  # noqa: ANN401 -- TOML
    """Return the topic and the position of each guide, in the order of the list."""
    topics = facts.get("topics") if isinstance(facts, dict) else None
    if not isinstance(topics, dict):
        topics = {}
    unknown = next((each for each in topics if each not in GuidePage.Topic.values), None)
    if unknown:
        known = ", ".join(GuidePage.Topic.values)
        message = f"The content pack names the topic “{unknown}” of guides. There are: {known}."
        raise Refused(message)
    places = {
        name: (topic, position)
        for topic in GuidePage.Topic.values
        for position, name in enumerate(topics.get(topic, []))
    }
    if places.keys() != names:
        name = min(places.keys() ^ names)
        message = (
            f"The content pack lists no guide “{name}”. Name it under a topic of [guides.topics]."
            if name in names
            else f"The content pack has no folder guides/{name}. Add it, or list it no more."
        )
        raise Refused(message)
    return places


def _require_complete(name: str, texts: dict[str, PackText]) -> None:
    """Refuse a guide that lacks a sentence or a step, or differs between languages in a fact."""
    first = next(iter(texts))
    for code, text in texts.items():
        missing = next((each for each in _WORDS if not text.front.get(each)), None)
        if missing:
            message = (
                f"The content pack's guides/{name}/{code}.md does not say `{missing}`. Add it."
            )
            raise Refused(message)
        steps = [len(parts_of(each)[1]) for each in (texts[first], text)]
        if not steps[1] or steps[0] != steps[1]:
            message = (
                f"The content pack's guides/{name} has {steps[0]} steps in {first} and {steps[1]} "
                f"in {code}. Begin each step with ## in every language."
            )
            raise Refused(message)
        other = next(
            (each for each in _FACTS if text.front.get(each) != texts[first].front.get(each)), None
        )
        if other:
            message = (
                f"The content pack's guides/{name} says another `{other}` in {code} than in "
                f"{first}. Say the same."
            )
            raise Refused(message)
    _require_day(name, texts[first])


def _require_day(name: str, text: PackText) -> None:
    front = text.front
    if not isinstance(front.get("checked_on"), date) or not isinstance(front.get("is_law"), bool):
        message = (
            f"The content pack's guides/{name} must say when it was checked and whether it rests "
            "on law: `checked_on`, a date, and `is_law`, true or false."
        )
        raise Refused(message)
