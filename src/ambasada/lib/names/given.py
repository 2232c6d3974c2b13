"""Given names that Belarusian and Russian write, or say, each in their own way.

`given_names.txt` is data of the two languages: a line is one name, in Belarusian, in Russian, then
other forms of the same name that passports carry. Pet names are not there: no document has them,
and `Саша` is two names. It also says which names are different ones, however alike: `Марыя` and
`Марта`, `Аляксандр` and `Аляксандра`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ambasada.lib.names.sounding import sound


@dataclass(frozen=True, slots=True)
class Given:
    """A given name: what its forms sound like, and the key they share."""

    key: str
    sounds: tuple[str, ...]


def _read() -> dict[str, Given]:
    file = Path(__file__).with_name("given_names.txt")
    found: dict[str, Given] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        sounds = tuple(dict.fromkeys(map(sound, line.split())))
        found |= dict.fromkeys(sounds, Given(sounds[0], sounds))
    return found


GIVEN: Mapping[str, Given] = MappingProxyType(_read())
"""Every form that is known, by what it sounds like."""
