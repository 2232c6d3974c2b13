"""Who speaks, and where to ask: approved facts that pages name by their numbers."""

from ambasada.lib.recorder import reads
from ambasada.lib.tags import FACT
from ambasada.network.languages import spoken
from ambasada.network.models import Channel, Office
from ambasada.network.queries import Facts, channels_of


def channel_in_use(number: int | None, facts: Facts) -> Channel | None:
    """Return the approved channel of a number, unless it is not ours any more."""
    if number is None:
        return None
    return next((each for each in channels_of(facts)["channels"] if each.pk == number), None)


def title_of(number: int | None, facts: Facts, language: str) -> str:
    """Return the approved title of an office; "" if the embassy has none of this number."""
    if number is None:
        return ""
    reads(f"{FACT}{Office._meta.label_lower}:{number}")
    office = next((each for each in facts.offices if each.pk == number), None)
    return spoken(office.title, language).text if office else ""
