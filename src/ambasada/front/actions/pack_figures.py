"""The figures and the timeline of a content pack, written to the rows of `figures`."""

from decimal import Decimal
from typing import Any

from ambasada.figures.mapping import read_mapping, read_rows
from ambasada.figures.models import Figure, TimelineEvent
from ambasada.front.packs import Pack
from ambasada.network.models import Embassy
from ambasada.publishing.actions import write_data_set


def write_figures(pack: Pack, embassy: Embassy) -> None:
    """Write `[[figures]]` and `[[timeline]]` of situation.toml, in their order, and `data/`."""
    for position, facts in enumerate(pack.facts.get("figures", [])):
        value = Decimal(str(facts["value"]))
        figure = Figure(embassy=embassy, position=position, **{**facts, "value": value})
        figure.full_clean()
        figure.save()
    for data, said in pack.data.values():
        mapping = read_mapping(said)
        write_data_set(read_rows(data, mapping), mapping, embassy=embassy)
    for facts in pack.facts.get("timeline", []):
        _write_event(facts, embassy)


def _write_event(facts: dict[str, Any], embassy: Embassy) -> None:
    event = TimelineEvent(embassy=embassy, **facts)
    event.full_clean()
    event.save()
