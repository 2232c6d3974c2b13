"""What frames every page of an embassy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from ambasada.lib.recorder import reads
from ambasada.lib.tags import FACT
from ambasada.network.languages import spoken
from ambasada.network.models import Embassy, EmergencyBlock, Wording
from ambasada.network.queries.facts import Facts


@dataclass(frozen=True)
class Function:
    """One of the three functions of an embassy: the top of its navigation."""

    key: str
    label: str
    text: str
    href: str
    tasks: tuple[tuple[str, str], ...]  # label, href; not each embassy has a page for each


@dataclass(frozen=True)
class EmergencyLine:
    """The emergency block in one language."""

    line: str
    numbers: tuple[tuple[str, str], ...]  # number, when to call it
    channel: str
    channel_address: str
    response_time: str
    inside_country: str
    checked_on: date
    href: str


@dataclass(frozen=True)
class LanguageLink:
    """One entry of the language switch."""

    code: str
    endonym: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Chrome:
    """What frames every page of an embassy, in the language of the interface."""

    code: str
    language: str
    name: str
    short_name: str
    nation: str
    territory: str
    legal_form: str
    controller: str
    origin: str
    band: tuple[str, ...]
    wording: dict[str, str]
    functions: tuple[Function, ...]
    emergency: EmergencyLine
    languages: tuple[LanguageLink, ...]
    footer: tuple[tuple[str, str], ...]  # label, href
    exit_href: str


def chrome_for(
    facts: Facts, language: str, *, path: str = "", versions: Mapping[str, str] | None = None
) -> Chrome:
    """Return the frame of a page.

    `path` is the page's path below its language; `versions` names the paths, by language, where
    its translations have their own.
    """

    def said(texts: dict[str, str]) -> str:
        return spoken(texts, language).text

    reads(*(f"{FACT}{kind._meta.label_lower}" for kind in (Embassy, Wording, EmergencyBlock)))
    embassy = facts.embassy
    wording = {each.key: said(each.text) for each in facts.wordings}
    return Chrome(
        code=embassy.code,
        language=language,
        name=said(embassy.name),
        short_name=said(embassy.short_name),
        nation=said(embassy.nation),
        territory=said(embassy.territory),
        legal_form=said(embassy.legal_form),
        controller=said(embassy.controller),
        origin=embassy.origin,
        band=tuple(embassy.band),
        wording=wording,
        functions=_functions(language, wording),
        emergency=_emergency(facts.emergency, language, wording),
        languages=_language_links(embassy, language, path=path, versions=versions or {}),
        footer=_footer(language),
        exit_href="/exit/",
    )


def _functions(language: str, wording: dict[str, str]) -> tuple[Function, ...]:
    root = f"/{language}"
    return (
        Function(
            "inform",
            _("We inform"),
            wording.get(Wording.Key.FUNCTION_INFORM, ""),
            f"{root}/news/",
            (
                (_("Read the news"), f"{root}/news/"),
                (_("Read our statements"), f"{root}/statements/"),
                (_("Look up figures and dates"), f"{root}/situation/"),
                (_("Look up a political prisoner"), f"{root}/prisoners/"),
                (_("See what happens when and where"), f"{root}/events/"),
                (_("Ask as a journalist"), f"{root}/press/"),
                (_("Read our reports"), f"{root}/reports/"),
                (_("Make sure it is us"), f"{root}/verify/"),
            ),
        ),
        Function(
            "contacts",
            _("Contacts and partners"),
            wording.get(Wording.Key.FUNCTION_CONTACTS, ""),
            f"{root}/partners/",
            (
                (_("How institutions work with us"), f"{root}/partners/"),
                (_("See with whom we met"), f"{root}/partners/meetings/"),
                (_("Our mandate"), f"{root}/about/#mandate"),
                (_("Contact us"), f"{root}/contact/"),
            ),
        ),
        Function(
            "help",
            _("Protection and help"),
            wording.get(Wording.Key.FUNCTION_HELP, ""),
            f"{root}/help/",
            (
                (_("What to do in an emergency"), f"{root}/emergency/"),
                (_("Find a guide"), f"{root}/guides/"),
                (_("How to read safely"), f"{root}/safety/"),
                (_("What help there is"), f"{root}/help/"),
            ),
        ),
    )


def _emergency(block: EmergencyBlock, language: str, wording: dict[str, str]) -> EmergencyLine:
    return EmergencyLine(
        line=wording.get(Wording.Key.EMERGENCY, ""),
        numbers=tuple(
            (each.number, spoken(each.when, language).text) for each in block.numbers.all()
        ),
        channel=spoken(block.channel, language).text,
        channel_address=block.channel_address,
        response_time=spoken(block.response_time, language).text,
        inside_country=spoken(block.inside_country, language).text,
        checked_on=block.checked_on,
        href=f"/{language}/emergency/",
    )


def _language_links(
    embassy: Embassy, language: str, *, path: str, versions: Mapping[str, str]
) -> tuple[LanguageLink, ...]:
    endonyms = dict(settings.LANGUAGES)
    return tuple(
        LanguageLink(code, endonyms[code], f"/{code}/{versions.get(code, path)}", code == language)
        for code in embassy.languages
    )


def _footer(language: str) -> tuple[tuple[str, str], ...]:
    labels = (
        (_("About us and our mandate"), "about"),
        (_("Make sure it is us"), "verify"),
        (_("Contact"), "contact"),
        (_("Search"), "search"),
        (_("Safety"), "safety"),
        (_("Privacy"), "privacy"),
        (_("Accessibility"), "accessibility"),
    )
    return tuple((label, f"/{language}/{key}/") for label, key in labels)
