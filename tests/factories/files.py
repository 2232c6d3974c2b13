"""Files of contacts, taken in as members do."""

import io
from collections import Counter
from typing import Any

from django.utils import timezone

from ambasada.accounts.models import Actor, Member
from ambasada.network.models import Embassy
from ambasada.relations.actions import Terms, Why, import_contacts
from ambasada.relations.actions.importing import Kind, Verdict
from ambasada.relations.files import opened

SAFE = Why("interest", purpose="To invite them")


def taken(
    text: str | bytes, embassy: Embassy, by: Member | Actor, *, name: str = "a.csv", **how: Any
) -> tuple[dict[str, int], list[Verdict]]:
    """Take a file in; return how many records became what, and the verdicts in their order."""
    data = text if isinstance(text, bytes) else text.encode()
    told: list[Verdict] = []
    is_dry = how.pop("is_dry", False)
    found = opened(io.BytesIO(data), name)
    terms = Terms(**{"embassy": embassy, "source": "A test", "why": SAFE, **how})
    counts: Counter[Kind] = import_contacts(
        found.records,
        terms,
        sha256=found.sha256,
        by=by,
        now=timezone.now(),
        is_dry=is_dry,
        tell=told.append,
    )
    told.sort(key=lambda each: each.number)
    return {kind.value: count for kind, count in counts.items()}, told
