from collections.abc import Callable
from typing import NamedTuple

import pytest

from ambasada.accounts.models import Member
from ambasada.network.models import Approval, Embassy
from ambasada.pages.actions.publication import finish
from ambasada.relations.models import Circle, Interaction, Organisation
from tests.factories.contacts import keeper, meeting, official, organisation, placed, private_person
from tests.factories.pages import NOW


class Met(NamedTuple):
    """A meeting of a member of parliament and a union, with their people."""

    meeting: Interaction
    parliament: Organisation
    union: Organisation
    piotr: Member


@pytest.fixture
def met(britain: Embassy) -> Met:
    piotr = keeper(britain, "piotr")
    parliament = organisation(britain, piotr, "Test Parliament", circle=Circle.GOVERNMENT)
    union = organisation(britain, piotr, names={"be": "Прафсаюз Test"})
    hartley = official(britain, piotr)
    placed(hartley, parliament, by=piotr, embassy=britain, office="Member for Test Vale")
    pugh = private_person(britain, piotr, "Gareth Pugh-Test")
    found = meeting(britain, piotr, organisations=[parliament, union], people=[hartley, pugh])
    return Met(found, parliament, union, piotr)


@pytest.fixture
def approved() -> Callable[[Approval], None]:
    """Return what gives to readers what was asked for, as if two members had said yes."""

    def finished(approval: Approval) -> None:
        finish(approval, by=approval.asked_by or Member.objects.earliest("pk"), now=NOW)

    return finished
