"""Every number and mailbox the guarded pages give, as the charter has to know them."""

import re

from ambasada.lib.charters import GUARDED_PATHS
from ambasada.network.models import FairCopy
from ambasada.network.queries import Facts

# Inside the JSON of a copy a quotation mark follows the address, with a backslash before it.
_IN_A_TEXT = re.compile(r"""(?:tel|mailto):[^"'\\<>\s]+""")


def contacts_of(facts: Facts) -> tuple[str, ...]:
    """Return them in order, as links have them: "tel:999", "mailto:office@example.org".

    They stand in the emergency block, in the channels, and in the texts of those pages themselves.
    """
    numbers = {f"tel:{each.number.replace(' ', '')}" for each in facts.emergency.numbers.all()}
    channels = {each.url for each in facts.channels if each.url.startswith(("tel:", "mailto:"))}
    mailbox = f"mailto:{facts.emergency.channel_address}"
    return tuple(sorted({mailbox} | numbers | channels | _written(facts)))


def _written(facts: Facts) -> set[str]:
    copies = FairCopy.objects.public(facts.embassy).filter(path__in=GUARDED_PATHS)
    sources = copies.values_list("source", flat=True)
    return {found for source in sources for found in _IN_A_TEXT.findall(source)}
