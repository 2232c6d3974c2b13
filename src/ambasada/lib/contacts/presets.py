"""The tables that other programs export, told by their headers in whatever order they stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ambasada.lib.contacts.mappings import Columns, plain


@dataclass(frozen=True, slots=True)
class _Preset:
    """A program’s table: headers that it has, some of which it has at least one of."""

    name: str
    needed: frozenset[str]
    any_of: frozenset[str]
    columns: dict[str, str]
    separator: str = ""


def preset_for(header: Sequence[str]) -> Columns | None:
    """Return how to read a table of a program we know; None if it is of none.

    Only the columns that the table has are mapped, numbered ones as many as there are.
    """
    there = {plain(each): each for each in header}
    for preset in _PRESETS:
        if preset.needed <= there.keys() and preset.any_of & there.keys():
            known = {plain(key): said for key, said in preset.columns.items()}
            columns = {}
            for short, name in there.items():
                said = known.get(short) or _numbered(short, known)
                if said:
                    columns[name] = said
            return Columns(preset.name, columns, separator=preset.separator)
    return None


_NUMBER = re.compile(r" (\d{1,3})(?= |$)")


def _numbered(header: str, known: dict[str, str]) -> str:
    """Return the field of one of several columns, such as the third e-mail address."""
    found = _NUMBER.search(header)
    if found is None:
        return ""
    said = known.get(_NUMBER.sub(" n", header, count=1), "")
    return said.replace("#", found[1])


def _plain(*headers: str) -> frozenset[str]:
    return frozenset(map(plain, headers))


_GOOGLE_NUMBERED = {
    "E-mail n - {label}": "email.label/#",
    "E-mail n - Value": "email/#",
    "Phone n - {label}": "voice.label/#",
    "Phone n - Value": "voice/#",
    "IM n - {label}": "im.label/#",
    "IM n - Service": "im.service/#",
    "IM n - Value": "im/#",
    "Address n - {label}": "address.label/#",
    "Address n - Formatted": "address/#",
    "Address n - Street": "address.street/#",
    "Address n - City": "address.city/#",
    "Address n - PO Box": "address.box/#",
    "Address n - Region": "address.region/#",
    "Address n - Postal Code": "address.postcode/#",
    "Address n - Country": "address.country/#",
    "Address n - Extended Address": "address.extended/#",
    "Website n - {label}": "link.label/#",
    "Website n - Value": "link/#",
}


def _google(label: str) -> dict[str, str]:
    return {key.format(label=label): said for key, said in _GOOGLE_NUMBERED.items()}


_GOOGLE_OLD = _Preset(
    "Google Contacts, old",
    _plain("Name", "Given Name", "Family Name"),
    _plain("Group Membership", "Yomi Name", "E-mail 1 - Type", "Phone 1 - Type"),
    {
        "Name": "name",
        "Given Name": "given",
        "Additional Name": "patronymic",
        "Family Name": "family",
        "Name Prefix": "prefix",
        "Name Suffix": "suffix",
        "Nickname": "other_name/nickname",
        "Short Name": "other_name/short name",
        "Maiden Name": "other_name/maiden name",
        "Notes": "note",
        "Organization n - Name": "organisation/#",
        "Organization n - Title": "position/#",
        "Organization n - Department": "unit/#",
        **_google("Type"),
    },
    separator=" ::: ",
)
_GOOGLE_NEW = _Preset(
    "Google Contacts",
    _plain("First Name", "Last Name"),
    _plain("File As", "Phonetic First Name", "E-mail 1 - Label", "Phone 1 - Label"),
    {
        "First Name": "given",
        "Middle Name": "patronymic",
        "Last Name": "family",
        "Name Prefix": "prefix",
        "Name Suffix": "suffix",
        "Nickname": "other_name/nickname",
        "Notes": "note",
        "Organization Name": "organisation/1",
        "Organization Title": "position/1",
        "Organization Department": "unit/1",
        **_google("Label"),
    },
    separator=" ::: ",
)
_OUTLOOK_ADDRESS = {
    "{place} Street": "address.street/{key}",
    "{place} Address PO Box": "address.box/{key}",
    "{place} City": "address.city/{key}",
    "{place} State": "address.region/{key}",
    "{place} Postal Code": "address.postcode/{key}",
    "{place} Country": "address.country/{key}",
    "{place} Country/Region": "address.country/{key}",
}
_OUTLOOK = _Preset(
    "Outlook",
    _plain("First Name", "Last Name", "E-mail Address"),
    _plain("Business Phone", "Home Phone", "Mobile Phone", "E-mail Type", "Job Title"),
    {
        "Title": "prefix",
        "First Name": "given",
        "Middle Name": "patronymic",
        "Last Name": "family",
        "Suffix": "suffix",
        "Nickname": "other_name/nickname",
        "Company": "organisation/1",
        "Department": "unit/1",
        "Job Title": "position/1",
        "E-mail Address": "email/1",
        "E-mail n Address": "email/#",
        "Primary Phone": "voice/primary",
        "Business Phone": "voice/work",
        "Business Phone n": "voice/work #",
        "Home Phone": "voice/home",
        "Home Phone n": "voice/home #",
        "Mobile Phone": "cell",
        "Other Phone": "voice/other",
        "Car Phone": "cell/car",
        "Company Main Phone": "voice/company",
        "Assistant's Phone": "voice/assistant",
        "Business Fax": "fax/work",
        "Home Fax": "fax/home",
        "Other Fax": "fax/other",
        "Pager": "pager",
        "Web Page": "link/1",
        "Personal Web Page": "link/home",
        "Notes": "note",
        **{
            header.format(place=place): said.format(key=key)
            for place, key in (("Business", "work"), ("Home", "home"), ("Other", "other"))
            for header, said in _OUTLOOK_ADDRESS.items()
        },
    },
)
_LINKEDIN = _Preset(
    "LinkedIn Connections",
    _plain("First Name", "Last Name", "Connected On"),
    _plain("Company", "Position", "Email Address", "URL"),
    {
        "First Name": "given",
        "Last Name": "family",
        "URL": "link/profile",
        "Email Address": "email/1",
        "Company": "organisation/1",
        "Position": "position/1",
    },
)
_CIVICRM = _Preset(
    "CiviCRM",
    _plain("Contact Type"),
    _plain("Contact ID", "Internal Contact ID", "Sort Name", "External Identifier"),
    {
        "Contact ID": "identifier/civicrm",
        "Internal Contact ID": "identifier/civicrm",
        "External Identifier": "identifier/civicrm external",
        "Contact Type": "kind",
        "Contact Subtype": "classification",
        "Display Name": "name",
        "First Name": "given",
        "Middle Name": "patronymic",
        "Last Name": "family",
        "Individual Prefix": "prefix",
        "Individual Suffix": "suffix",
        "Nickname": "other_name/nickname",
        "Legal Name": "other_name/legal name",
        "Organization Name": "organisation/1",
        "Current Employer": "organisation/1",
        "Job Title": "position/1",
        "Email": "email/1",
        "Phone": "voice/1",
        "Phone Type": "voice.label/1",
        "Website": "link/1",
        "Note(s)": "note",
        "Street Address": "address.street/1",
        "Supplemental Address n": "address.extended/1",
        "City": "address.city/1",
        "Postal Code": "address.postcode/1",
        "State": "address.region/1",
        "Country": "address.country/1",
    },
)
_PRESETS = (_GOOGLE_OLD, _GOOGLE_NEW, _OUTLOOK, _LINKEDIN, _CIVICRM)
