"""What a page tells of sealed help: where one writes, whether anybody reads, and past years."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ambasada.lib.recorder import reads
from ambasada.lib.tags import HELP
from ambasada.network.models import Embassy, SealedHelp

# The words under which appeals are counted, in the order in which they are listed.
MATTERS = {
    "passport": _("Expired passport"),
    "travel": _("Travel document"),
    "asylum": _("Asylum"),
    "status": _("Visa or change of status"),
    "family": _("Family reunion"),
    "papers": _("Birth, marriage or death papers"),
    "diploma": _("Diplomas and certificates"),
    "property": _("Power of attorney and property"),
    "released": _("Released or expelled prisoner"),
    "relative": _("Relative detained"),
    "border": _("Border check or refused exit"),
    "threats": _("Threats or pressure abroad"),
    "extradition": _("Extradition or Interpol"),
    "citizenship": _("Citizenship taken away"),
    "health": _("Health or psychological help"),
    "housing": _("Housing and urgent needs"),
    "work": _("Work and exploitation"),
    "prisoner": _("Letter to a prisoner"),
    "fake": _("Report of a fake"),
    "other": _("Something else"),
}
OUTCOMES = {
    "informed": _("Information was given"),
    "referred": _("Referred to a specialist"),
    "transferred": _("Handed to another embassy"),
    "authority": _("An authority was contacted, as the person wished"),
    "nothing": _("Nothing was possible"),
    "silence": _("No answer from the person"),
}


@dataclass(frozen=True)
class Year:
    """What is told of the appeals that were closed in a year: words and counts, from ten on."""

    year: str
    matters: list[tuple[str, int]]
    outcomes: list[tuple[str, int]]
    total: int | None


@dataclass(frozen=True)
class Help:
    """What the page of help tells; `href` is "" while the page to write on is not served."""

    href: str
    is_attended: bool
    years: list[Year]  # the newest first


def help_told(embassy: Embassy, language: str) -> Help | None:
    """Return what is told of sealed help; None where no address is known. Notes what was read."""
    origin = getattr(settings, "HELP_ORIGIN", "")
    if not origin:
        return None
    reads(HELP)
    row = SealedHelp.objects.filter(embassy=embassy).first() or SealedHelp()
    href = f"{origin}/{embassy.code}/{language}/" if row.is_served else ""
    years = [_year(each, row.counts[each]) for each in sorted(row.counts, reverse=True)]
    return Help(href, row.is_served and row.is_attended, years)


def _year(year: str, counts: Mapping[str, Any]) -> Year:
    return Year(
        year=year,
        matters=_in_words(counts["matters"], MATTERS),
        outcomes=_in_words(counts["outcomes"], OUTCOMES),
        total=counts["total"],
    )


def _in_words(counts: Mapping[str, int], words: Mapping[str, object]) -> list[tuple[str, int]]:
    return [(str(word), counts[name]) for name, word in words.items() if name in counts]
