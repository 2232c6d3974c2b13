"""The list of partners: drafted from a table, signed, and refused where it says something else."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from ambasada.lib.minisign import SecretKey
from ambasada.lib.partner_lists import LONGEST, NotPartners, Partner, PartnerFolder, PartnerList
from ambasada.lib.refused import Refused
from ambasada.lib.sealing.canonical import canonical
from ambasada.lib.sealing.keys import Identity

TODAY = date(2027, 3, 10)
CENTRE = Partner("Test Law Centre", "T-0000", Identity.new().recipient)
LIST = PartnerList("gb", TODAY + LONGEST, (CENTRE,))
ROOT = SecretKey.make()


def table(*rows: str, header: str = "name,registration,recipient") -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def read(content: bytes, *, by: SecretKey = ROOT) -> PartnerList:
    signature = by.sign(content, "partners")
    return PartnerList.read(content, signature, root=ROOT.public, embassy="gb")


def test_table_makes_a_list_that_lasts_as_long_as_it_may() -> None:
    rows = table(f"Test Law Centre,T-0000,{CENTRE.recipient}")

    assert PartnerList.drafted(rows, embassy="gb", today=TODAY) == LIST
    assert read(LIST.canonical()) == LIST


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (table("Test Law Centre,T-0000", header="name,registration"), "The columns"),
        (table("Test Law Centre,T-0000,age1qqqq"), "Line 2"),
        (table(f",T-0000,{CENTRE.recipient}"), "Line 2"),
        (table(f"{'Long ' * 40},T-0000,{CENTRE.recipient}"), "Line 2"),
        (b"", "The file is empty"),
    ],
    ids=["no column", "no key", "no name", "a long name", "nothing"],
)
def test_table_that_names_no_partner_is_told_by_its_line(given: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        PartnerList.drafted(given, embassy="gb", today=TODAY)

    assert str(refusal.value).startswith(sentence)


@pytest.mark.parametrize(
    "content",
    [
        canonical({"format": "ambasada partners 2", "embassy": "gb"}),
        LIST.canonical().replace(b'"name"', b'"more":1,"name"'),
        LIST.canonical().replace(CENTRE.recipient.encode(), b"age1qqqq"),
        LIST.canonical() + b"\n",
        replace(LIST, embassy="norland").canonical(),
    ],
    ids=["another format", "one more name", "no key", "one more line", "another embassy"],
)
def test_what_is_no_list_of_this_embassy_is_refused(content: bytes) -> None:
    with pytest.raises(NotPartners):
        read(content)


def test_list_that_another_key_signed_is_refused() -> None:
    with pytest.raises(NotPartners):
        read(LIST.canonical(), by=SecretKey.make())


@pytest.mark.parametrize("days", [-1, LONGEST.days + 2])
def test_list_that_ended_or_lasts_too_long_is_not_put_in_force(tmp_path: Path, days: int) -> None:
    folder = PartnerFolder(tmp_path, "gb")
    content = replace(LIST, expires=TODAY + timedelta(days=days)).canonical()
    with pytest.raises(NotPartners):
        folder.install(content, ROOT.sign(content, "partners"), root=ROOT.public, today=TODAY)

    assert folder.in_force(ROOT.public) is None
