"""The properties of a card that say of which organisation somebody is, and as what."""

from ambasada.lib.contacts.card_drafts import Draft
from ambasada.lib.contacts.card_more import with_more
from ambasada.lib.contacts.card_values import Property
from ambasada.lib.contacts.records import Membership

ORG, TITLE, ROLE = "ORG", "TITLE", "ROLE"
MEMBERSHIP = (ORG, TITLE, ROLE)


def take_memberships(draft: Draft) -> tuple[Membership, ...]:
    """Return the memberships of a card: those of one group, and else the first with the first."""
    bundles: dict[tuple[str, int], dict[str, Property]] = {}
    groups = [each.group for each in draft.members]
    counts: dict[str, int] = {}
    for found in draft.members:
        # A group of one property says nothing: some programs number whatever they write.
        group = found.group if groups.count(found.group) > 1 else ""
        if not found.value.strip("; ") and not (group and found.name == ORG):
            draft.keep(found)
            continue
        place = counts.get(f"{group}.{found.name}", 0)
        counts[f"{group}.{found.name}"] = place + 1
        bundles.setdefault((group, place), {})[found.name] = found
    return tuple(_membership(draft, each) for each in bundles.values())


def _membership(draft: Draft, bundle: dict[str, Property]) -> Membership:
    body, title, role = (bundle.get(name) or Property("", name, [], "") for name in MEMBERSHIP)
    organisation, *units = body.components
    said = {
        "organisation": organisation.strip(),
        "unit": "; ".join(each.strip() for each in units if each.strip()),
        "position": title.text.strip(),
        "role": role.text.strip(),
    }
    made: Membership = with_more(Membership, body, said)
    draft.taken += [
        (each, text)
        for each, text in (
            (body, made.organisation),
            (title, made.position),
            (role, made.role),
        )
        if each.name in bundle
    ]
    return made


def organisation_in(found: Property) -> str:
    """Return the name of an organisation, without its units."""
    return found.components[0].strip()
