"""Cards of telephones and programs: taken in, written out, and taken in again without a change."""

import io
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.lib.contacts.records import ContactDetail as Detail
from ambasada.lib.contacts.records import Membership, OtherName
from ambasada.lib.contacts.records import Person as Record
from ambasada.lib.contacts.vcards import read_cards
from ambasada.network.models import Embassy
from ambasada.relations.actions import Form, Terms, export_contacts, import_contacts
from ambasada.relations.files import opened
from ambasada.relations.models import ContactDetail, Person, Position
from ambasada.relations.queries import organisations_found, people_found
from tests.factories.cards import VENDORS
from tests.factories.contacts import official, organisation, placed
from tests.factories.files import SAFE, taken
from tests.factories.staff import seat

NOKIA = """BEGIN:VCARD
VERSION:2.1
N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=D0=9A=D0=B0=D0=BD=D0=B0=D1=80=D1=8D=D0=B9=D0=BA=D0=B0-Test;=D0=92=D0=B0=D1=81=D1=96=D0=BB=D1=8C
NICKNAME:Vasia
TEL;WORK;FAX:+44 20 7946 0001
TEL;PREF;CELL;VOICE:+44 7700 900001
ADR;WORK;ENCODING=QUOTED-PRINTABLE:;;1 Example Street=0D=0AFlat 2;London;;N1 1AA;UK
LABEL;WORK;ENCODING=QUOTED-PRINTABLE:Test Union=0D=0A1 Example Street=0D=0ALondon
ORG:Test Union
TITLE:Secretary
END:VCARD
"""
IPHONE = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 17.0//EN
N:Pugh-Test;Anna;;Dr.;
FN:Dr. Anna Pugh-Test
NICKNAME:Annie
ORG:Test Union;Press
TITLE:Head of press
item1.TEL;type=pref:020 7946 0002
item1.X-ABLabel:Night desk
TEL;type=WORK;type=FAX:020 7946 0003
item2.EMAIL;type=INTERNET:anna@example.org
item2.X-ABLabel:_$!<Other>!$_
item3.ADR;type=WORK:;;2 Example Street;London;;N1 1AB;United Kingdom
item3.X-ABADR:gb
item4.X-ABRELATEDNAMES:Vera
item4.X-ABLabel:_$!<Friend>!$_
END:VCARD
"""
ANDROID = """BEGIN:VCARD
VERSION:2.1
N:Hartley-Test;Imogen;;;
FN:Imogen Hartley-Test
TEL;WORK;FAX:02079460004
TEL;X-Night desk:02079460005
EMAIL;HOME:imogen@example.org
TITLE:Clerk
X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Immy;1;;;;;;;;;;;;;
END:VCARD
"""
OUTLOOK = """BEGIN:VCARD
VERSION:2.1
N;LANGUAGE=en-us:Mail-Test;John;;Mr.;III
FN:John Mail-Test III
NICKNAME:Joe
ORG:Test Union;Sales
TITLE:Clerk
ROLE:Trader
NOTE;ENCODING=QUOTED-PRINTABLE:First line=0D=0ASecond line, =
with a comma
TEL;WORK;VOICE:020 7946 0006
TEL;WORK;FAX:020 7946 0007
TEL;HOME;FAX:020 7946 0008
ADR;WORK;PREF:;Room 5;3 Example Street;London;;N1 1AC;United Kingdom
LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:Room 5=0D=0A3 Example Street=0D=0A=
London
X-MS-OL-DEFAULT-POSTAL-ADDRESS:2
URL;WORK:http://example.org
EMAIL;PREF;INTERNET:john@example.org
REV:20121012T210525Z
END:VCARD
"""
NEWEST = """BEGIN:VCARD
VERSION:4.0
KIND:individual
FN:Vera Four-Test
N:Four-Test;Vera;;;
NICKNAME;TYPE=home:Verka
TEL;VALUE=uri;TYPE="work,fax":tel:+44-20-7946-0009
TEL;VALUE=uri;TYPE="voice,home";PREF=1:tel:+44-20-7946-0010
ADR;TYPE=work;LABEL="Test Union\\nEntrance at the back\\nLondon":;;4 Example Street;London;;N1
  1AD;United Kingdom
g1.ORG:Test Union
g1.TITLE:Clerk
g1.ROLE:Treasurer
g2.ORG:Test Choir
g2.ROLE:Singer
LANG;PREF=1:be
UID:urn:uuid:aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee
END:VCARD
"""
CARDS = {
    "nokia": NOKIA,
    "iphone": IPHONE,
    "android": ANDROID,
    "outlook": OUTLOOK,
    "newest": NEWEST,
}


def exported(
    embassy: Embassy, by: Member, form: Form = Form.VCARD, *, rows: QuerySet[Any] | None = None
) -> str:
    found = people_found(embassy, "") if rows is None else rows
    made = export_contacts(found, form, embassy=embassy, by=by, now=timezone.now())
    return b"".join(made.pieces).decode("utf-8-sig")


def read(text: str) -> Record:
    (found,) = read_cards(text.encode()).people
    return found


def said(found: Record) -> dict[str, object]:
    """Return what of a card is to come back as it was."""
    ways: list[Detail] = [
        *found.details,
        *(each for place in found.memberships for each in place.details),
    ]
    others: list[OtherName] = [each for each in found.other_names if each.note == "nickname"]
    places: list[Membership] = [*found.memberships]
    return {
        "nicknames": {each.text for each in others},
        "ways": {(each.type, each.label, each.value) for each in ways},
        "titles": {each.position or each.role for each in places},
        "at": {each.organisation for each in places},
        "notes": found.notes,
        "name": (found.name, found.given, found.family, found.honorific_prefix),
    }


@pytest.mark.both_databases
@pytest.mark.parametrize("phone", CARDS)
def test_card_comes_back_as_it_was_and_changes_nothing(
    britain: Embassy, piotr: Member, phone: str
) -> None:
    text = CARDS[phone].replace("\n", "\r\n")
    counts, told = taken(text, britain, piotr, name="a.vcf", circle="unions")
    assert counts == {"new": 1}, told

    back = exported(britain, piotr)
    again, told = taken(back, britain, piotr, name="b.vcf")

    assert again == {"same": 1}, told
    assert taken(text, britain, piotr, name="a.vcf")[0] == {"same": 1}
    assert said(read(back)) == said(read(text))
    for form in Form:
        counts, told = taken(exported(britain, piotr, form), britain, piotr, name=f"c.{form}")
        assert counts.keys() == {"same"}, (form, told)


@pytest.mark.parametrize("vendor", VENDORS)
def test_no_card_changes_anything_when_it_comes_back(
    britain: Embassy, piotr: Member, vendor: str
) -> None:
    found = opened(io.BytesIO(VENDORS[vendor]), "a.vcf")
    terms = Terms(embassy=britain, source="A telephone", why=SAFE, circle="unions")
    import_contacts(
        found.records,
        terms,
        sha256=found.sha256,
        by=piotr,
        now=timezone.now(),
        is_dry=False,
        tell=lambda _verdict: None,
    )

    for rows in (people_found(britain, ""), organisations_found(britain)):
        back = exported(britain, piotr, rows=rows)
        counts, told = taken(back, britain, piotr, name="b.vcf") if back else ({}, [])
        assert counts.keys() <= {"same"}, told


def test_offices_of_public_people_are_not_made_by_a_card_that_comes_back(
    britain: Embassy, piotr: Member
) -> None:
    lead = seat("lead", britain)
    parliament = organisation(britain, piotr, "Test Parliament")
    placed(official(britain, piotr), parliament, by=lead, embassy=britain, role="adviser")
    back = exported(britain, lead)

    counts, told = taken(back, britain, lead, name="a.vcf", is_shared=True, why=None)

    assert "TITLE:adviser" in back
    assert counts == {"same": 1}, told
    assert not Position.objects.exists()


def test_work_fax_is_a_fax_at_work(britain: Embassy, piotr: Member) -> None:
    taken(OUTLOOK.replace("\n", "\r\n"), britain, piotr, name="a.vcf", circle="unions")

    assert list(ContactDetail.objects.filter(kind="phone").values_list("label", flat=True)) == [
        "work",
        "work fax",
        "home fax",
    ]
    assert Person.objects.get().memberships.get().role == "Clerk, Trader, Sales"


def test_card_that_says_it_holds_what_nobody_wrote_is_read(britain: Embassy, piotr: Member) -> None:
    line = 'X-AMBASADA-EXTRA;X-AMBASADA-FORM="no form";X-AMBASADA-NAME=a:b'
    text = f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Vera Four-Test\r\n{line}\r\nEND:VCARD\r\n"

    assert taken(text, britain, piotr, name="a.vcf")[0] == {"new": 1}
    assert Person.objects.get().leftovers.get().lines == ["a: b"]
