"""Which column of a list is which field, by the words that stand above it in three languages."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ambasada.lib.refused import Refused

NAMES = ("name", "name_be", "name_ru", "name_en")  # any of them will do
# Without these a row says nothing of anybody.
REQUIRED = ("id", "status")

_HEADERS: dict[str, tuple[str, ...]] = {
    "id": ("id", "№", "номер", "нумар", "ідэнтыфікатар", "идентификатор"),
    "name": ("name", "full name", "імя", "імя і прозвішча", "прозвішча і імя", "имя", "фио"),
    "name_be": ("name be", "be name", "імя па беларуску"),
    "name_ru": ("name ru", "ru name", "имя по русски"),
    "name_en": ("name en", "en name", "name in english", "latin name"),
    "status": ("status", "статус", "стан"),
    "url": ("url", "link", "page", "спасылка", "ссылка"),
    "birthday": (
        "birthday",
        "date of birth",
        "born",
        "дата нараджэння",
        "дзень нараджэння",
        "дата рождения",
        "день рождения",
    ),
    "arrested": (
        "arrested",
        "date of arrest",
        "detained",
        "арыштаваны",
        "дата затрымання",
        "затрыманы",
        "арестован",
        "дата задержания",
        "задержан",
    ),
    "articles": ("articles", "article", "charges", "артыкулы", "артыкул", "статьи", "статья"),
    "court": ("court", "суд"),
    "verdict_date": (
        "verdict date",
        "date of verdict",
        "дата прысуду",
        "дата вынясення прысуду",
        "дата приговора",
        "дата вынесения приговора",
    ),
    "decision": ("decision", "verdict", "рашэнне", "прысуд", "решение", "приговор"),
    "penalty": ("penalty", "sentence", "пакаранне", "наказание"),
    "prison": (
        "prison",
        "facility",
        "place of detention",
        "месца зняволення",
        "зняволенне",
        "место заключения",
        "заключение",
    ),
    "prison_address": (
        "prison address",
        "address",
        "адрас",
        "адрас для лістоў",
        "адрес",
        "адрес для писем",
    ),
    "release_date": (
        "release date",
        "date of release",
        "released",
        "дата вызвалення",
        "вызвалены",
        "дата освобождения",
        "освобождён",
    ),
    "died": ("died", "date of death", "death", "памёр", "дата смерці", "умер", "дата смерти"),
}
FIELDS = tuple(_HEADERS)
_BETWEEN = re.compile(r"[\s_\-.:()\[\]/,]+")


@dataclass(frozen=True)
class Columns:
    """Where each field stands in a row, and the headers of the columns that are not read."""

    places: Mapping[str, int]
    ignored: tuple[str, ...]
    width: int


def plain(header: str) -> str:
    """Return a header without what people write differently: case, ё, signs between words."""
    text = unicodedata.normalize("NFC", header).casefold().replace("ё", "е")
    return _BETWEEN.sub(" ", text).strip()


_FIELD_OF = {plain(word): field for field, words in _HEADERS.items() for word in words}


def read_mapping(data: bytes) -> dict[str, str]:
    """Return the field of each header that a mapping names, as `[columns]` of a TOML file does.

    Raises Refused if it is no such file, or names a field that there is not.
    """
    try:
        table = tomllib.loads(data.decode("utf-8-sig")).get("columns")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        table = None
    if not isinstance(table, dict) or not all(isinstance(each, str) for each in table.values()):
        message = (
            'The mapping is not as expected. Write [columns], then lines such as name = "Who".'
        )
        raise Refused(message)
    unknown = sorted(table.keys() - set(FIELDS))
    if unknown:
        message = f"The mapping names fields that there are not: {', '.join(unknown)[:200]}."
        raise Refused(message)
    return {plain(header): field for field, header in table.items()}


def columns_of(headers: Iterable[str], mapping: Mapping[str, str]) -> Columns:
    """Return where each field stands. Raises Refused if one is there twice, or a needed one not.

    A mapping goes before the words we know; a field that it names is looked for nowhere else.
    """
    named = set(mapping.values())
    known = {word: field for word, field in _FIELD_OF.items() if field not in named} | dict(mapping)
    places: dict[str, int] = {}
    ignored = []
    rows = list(headers)
    for place, header in enumerate(rows):
        field = known.get(plain(header))
        if field is None:
            ignored.append(header.strip())
        elif field in places:
            message = (
                f"Two columns are read as “{field}”. Rename one, or name the right one with "
                "--mapping."
            )
            raise Refused(message)
        else:
            places[field] = place
    lost = [field for field in (*REQUIRED, *sorted(named)) if field not in places]
    lost += [] if any(field in places for field in NAMES) else ["name"]
    if lost:
        message = (
            f"The list has no column for: {', '.join(dict.fromkeys(lost))}. Give its headers in "
            "the first row, or name them with --mapping."
        )
        raise Refused(message)
    return Columns(places, tuple(ignored), len(rows))
