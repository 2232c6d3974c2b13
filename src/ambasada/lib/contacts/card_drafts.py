"""What was read of one card so far, and what becomes of the rest of it."""

from dataclasses import dataclass, field
from typing import Any

from ambasada.lib.contacts.card_values import Property
from ambasada.lib.contacts.records import (
    CARD,
    PARAMETERS,
    ContactDetail,
    Extra,
    Identifier,
    Link,
    OtherName,
)

OURS = "X-AMBASADA-"


@dataclass(slots=True)
class Draft:
    """The fields of a record in the making."""

    id: str = ""
    name: str = ""
    parts: list[str] = field(default_factory=list)  # of the name, in the order of vCard
    other_names: list[OtherName] = field(default_factory=list)
    details: list[ContactDetail] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    sources: list[Link] = field(default_factory=list)
    extra: list[Extra] = field(default_factory=list)
    simple: dict[str, Any] = field(default_factory=dict)  # of an organisation, by field
    members: list[Property] = field(default_factory=list)  # of which memberships are made
    labels: dict[str, str] = field(default_factory=dict)  # of groups of properties
    taken: list[tuple[Property, str]] = field(default_factory=list)  # each with its text
    kind: str = ""  # if the card says it: individual or org

    def keep(self, found: Property) -> None:
        """Keep a property that has no field."""
        name = f"{found.group}.{found.name}" if found.group else found.name
        rest = tuple(found.parameters)
        self.extra.append(Extra(form=CARD, name=name, value=found.value, parameters=rest))

    def common(self) -> dict[str, Any]:
        """Return the fields that a person and an organisation both have."""
        return {
            "id": self.id,
            "other_names": tuple(self.other_names),
            "details": tuple(self.details),
            "links": tuple(self.links),
            "notes": tuple(self.notes),
            "identifiers": tuple(self.identifiers),
            "sources": tuple(self.sources),
            "extra": (*self.extra, *self._parameters()),
        }

    def _parameters(self) -> list[Extra]:
        """Return what was said of properties that have a field, and the groups they belong to.

        A group is kept where something without a field belongs to it as well.
        """
        groups = {
            each.name.partition(".")[0]
            for each in self.extra
            if each.form == CARD and "." in each.name
        }
        found = []
        for each, text in self.taken:
            is_grouped = each.group in groups
            if each.parameters or is_grouped:
                name = f"{each.group}.{each.name}" if is_grouped else each.name
                rest = tuple(each.parameters)
                found.append(Extra(form=PARAMETERS, name=name, value=text, parameters=rest))
        # In an order that does not hang on that of the card.
        return sorted(found, key=lambda each: (each.name, each.value, each.parameters))
