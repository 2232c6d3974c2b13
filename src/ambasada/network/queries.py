"""Reads used by every page: whose host this is, and what frames a page of that embassy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from ambasada.lib.refused import Refused
from ambasada.network.languages import spoken
from ambasada.network.models import Channel, Embassy, EmergencyBlock, Wording

# Names that always mean this machine; the installation's first embassy answers them.
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True)
class Function:
    """One of the three functions of an embassy: the top of its navigation."""

    key: str
    label: str
    text: str
    href: str
    tasks: tuple[tuple[str, str], ...]  # what one comes for: label, href


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


def embassy_at(host: str) -> Embassy | None:
    """Return the embassy that answers a host name (lower case, no port), or None.

    The machine's own names belong to the embassy of the default site, so that a fresh
    installation is read at once.
    """
    embassies = Embassy.objects.select_related("site")
    found = embassies.filter(site__hostname=host).first()
    if found is None and host in LOOPBACK_HOSTS:
        found = embassies.filter(site__is_default_site=True).first()
    return found


def chrome_for(
    embassy: Embassy, language: str, *, path: str = "", versions: Mapping[str, str] | None = None
) -> Chrome:
    """Return the frame of a page.

    `path` is the page's path below its language; `versions` names the paths, by language, where
    its translations have their own.
    """

    def said(texts: dict[str, str]) -> str:
        return spoken(texts, language).text

    wording = {each.key: said(each.text) for each in embassy.wordings.all()}
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
        emergency=_emergency(embassy, language, wording),
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
                (_("What help there is"), f"{root}/help/"),
                (_("How to read safely"), f"{root}/safety/"),
            ),
        ),
    )


def _emergency(embassy: Embassy, language: str, wording: dict[str, str]) -> EmergencyLine:
    block = EmergencyBlock.objects.prefetch_related("numbers").get(embassy=embassy)
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
        (_("Safety"), "safety"),
        (_("Privacy"), "privacy"),
        (_("Accessibility"), "accessibility"),
    )
    return tuple((label, f"/{language}/{key}/") for label, key in labels)


@dataclass(frozen=True)
class OfficeView:
    """An office as the mandate page tells it."""

    title: str
    signs: bool
    holder: str  # empty: the office is vacant
    starts_on: date | None
    ends_on: date | None
    basis: str
    last_ended_on: date | None  # when the last term ended, if the office is vacant


def offices_of(embassy: Embassy, language: str, *, day: date | None = None) -> list[OfficeView]:
    """Return the offices on a day, by default today where the embassy is.

    An expired term is a vacancy. Only an office that is held carries the right to sign: without
    a holder `signs` is False.
    """
    today = day or timezone.localdate(timezone=ZoneInfo(embassy.time_zone))
    views = []
    for office in embassy.offices.order_by("position", "pk").prefetch_related("terms"):
        term = office.term_on(today)
        ended = [each.ends_on for each in office.terms.all() if each.ends_on < today]
        views.append(
            OfficeView(
                title=spoken(office.title, language).text,
                signs=office.signs and term is not None,
                holder=term.holder if term else "",
                starts_on=term.starts_on if term else None,
                ends_on=term.ends_on if term else None,
                basis=spoken(term.basis, language).text if term else "",
                last_ended_on=max(ended, default=None) if term is None else None,
            )
        )
    return views


def channels_of(embassy: Embassy) -> dict[str, list[Channel]]:
    """Return `channels`, those in use, and `retired`, those that are not ours any more."""
    channels = list(embassy.channels.order_by("position", "pk"))
    return {
        "channels": [each for each in channels if each.retired_on is None],
        "retired": [each for each in channels if each.retired_on is not None],
    }


def embassy_named(code: str | None) -> Embassy:
    """Return the embassy of a code; without a code, the only one there is.

    Raises Refused with what to do if there is none or the choice is open.
    """
    embassies = {each.code: each for each in Embassy.objects.select_related("site")}
    if code is None and len(embassies) == 1:
        return next(iter(embassies.values()))
    if code in embassies:
        return embassies[code]
    if not embassies:
        message = "There is no embassy yet. Run script/serve once, or `ambasada embassy add`."
    else:
        message = f"Name the embassy with --embassy: {', '.join(sorted(embassies))}."
    raise Refused(message)


def is_host_taken(host: str) -> bool:
    """Tell whether a site answers this name; the first embassy answers this machine's names."""
    if not Embassy.objects.exists():
        return False
    return host in LOOPBACK_HOSTS or Site.objects.filter(hostname=host).exists()
