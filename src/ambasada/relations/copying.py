"""What of a meeting may be copied into the public register, and in which form: no table is asked.

Nothing is left out here: each public field is named, and what is not named stays.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from ambasada.lib.contacts.days import is_partial
from ambasada.register.periods import last_day_of, quarter_of
from ambasada.relations.models import Interaction, Organisation, Position, Registered

KINDS = (Interaction.Kind.MEETING, Interaction.Kind.CALL, Interaction.Kind.EVENT)
_DAY, _MONTH = 10, 7  # characters of what is known of a day


def said_day(on: str, precision: str) -> str:
    """Return when a meeting was, no more exactly than is told; "" if not even its quarter is known.

    Where less is known than would be told, what is known is told.
    """
    if not is_partial(on) or len(on) < _MONTH:
        return ""
    if precision == Registered.Precision.QUARTER:
        return quarter_of(on)
    is_day = precision == Registered.Precision.DAY and len(on) == _DAY
    return on if is_day else on[:_MONTH]


def copied(
    interaction: Interaction,
    organisation: Organisation,
    *,
    position: Position | None,
    precision: str,
    days: int,
) -> dict[str, Any]:
    """Return what the public row says, but for the subject, which is written for readers.

    The delay begins when what is told of the day is over: so the day on which the row appears tells
    no more than the row.
    """
    held = said_day(interaction.on, precision)
    return {
        "organisation": _named(organisation, interaction.embassy.languages),
        "circle": organisation.circle,
        "office": position.label if position else "",
        "held": held,
        "not_before": last_day_of(held) + timedelta(days=max(days, 1)),
    }


def _named(organisation: Organisation, languages: Collection[str]) -> Mapping[str, str]:
    """Return the name in each language of an embassy: as it is spelt there, or as they spell it."""
    spelt = {each.language: each.text for each in organisation.spellings.all()}
    return {code: spelt.get(code) or organisation.name for code in languages}


def is_fit(interaction: Interaction, precision: str, *, today: date) -> bool:
    """Tell whether a meeting took place, is over, is of a kind that is told, and may be told."""
    held = said_day(interaction.on, precision)
    return (
        interaction.status == Interaction.Status.HELD
        and interaction.kind in KINDS
        and not interaction.awaits_advice
        and held != ""
        and interaction.on <= today.isoformat()
    )
