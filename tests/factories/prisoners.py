"""Lists of invented people, as an organisation would publish them, and what becomes of them."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from ambasada.accounts.models import Actor
from ambasada.network.models import Approval, Embassy
from ambasada.pages.actions.publication import finish
from ambasada.prisoners.actions import Imported, Source, import_prisoners
from ambasada.prisoners.keyed import make_key
from ambasada.prisoners.models import keys_folder
from ambasada.prisoners.table import read_table
from tests.factories.pages import NOW

HEADERS = (
    "ID",
    "Імя і прозвішча",
    "Name (en)",
    "Статус",
    "Спасылка",
    "Дата нараджэння",
    "Дата затрымання",
    "Артыкулы",
    "Суд",
    "Дата прысуду",
    "Пакаранне",
    "Зняволенне",
    "Дата вызвалення",
    "Памёр",
)
FIELDS = (
    "id",
    "name",
    "name_en",
    "status",
    "url",
    "born",
    "arrested",
    "articles",
    "court",
    "verdict",
    "penalty",
    "prison",
    "released",
    "died",
)
SOURCE = Source(
    name="Test Centre",
    address="https://centre.example.org/list",
    dated_on=date(2026, 11, 1),
    language="be",
    held_words=("active",),
)


def person(number: int = 1, **said: str) -> dict[str, str]:
    """Return the row of an invented person."""
    usual = {
        "id": str(number),
        "name": f"Асоба Нумар{number}-Test",
        "name_en": f"Asoba Numar{number}-Test",
        "status": "active",
        "url": f"https://centre.example.org/{number}",
        "born": "1990-11-05",
        "arrested": "2021-03-02",
        "articles": "арт. 1",
        "court": "Суд Test",
        "verdict": "2021-09-01",
        "penalty": "3 гады",
        "prison": "Турма Test; вул. Ціхая 1, 00000 Test",
        "released": "",
        "died": "",
    }
    return usual | said


def listed(people: Iterable[dict[str, str]], *, headers: Iterable[str] = HEADERS) -> bytes:
    """Return a list as a file."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headers)
    writer.writerows([each[field] for field in FIELDS] for each in people)
    return text.getvalue().encode()


def imported(
    embassy: Embassy, *people: dict[str, str], source: Source = SOURCE, **changes: Any
) -> Imported:
    """Read a list as the command does; nobody has approved it."""
    values = {field: getattr(source, field) for field in source.__dataclass_fields__}
    return import_prisoners(
        read_table(listed(people)),
        Source(**(values | changes)),
        embassy=embassy,
        by=Actor.OPERATOR,
        now=NOW,
    )


def published(embassy: Embassy, *people: dict[str, str], **changes: Any) -> Imported:
    """Read a list, and make it public as if as many members as it takes had said yes."""
    made = imported(embassy, *people, **changes)
    if made.approval is not None:
        approved(made.approval)
    return made


def approved(approval: Approval) -> None:
    """Give what was asked for to readers."""
    approval.refresh_from_db()
    if approval.status == Approval.Status.WAITING:
        finish(approval, by=Actor.FOUNDER, now=NOW)


def ref_of(embassy: Embassy, number: int = 1, key: str = "test-centre") -> str:
    """Return the reference of who the source has under a number."""
    return make_key(keys_folder(embassy)).ref_of(key, str(number))
