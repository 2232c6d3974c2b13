"""A desk with one member on duty, asked in this process."""

import pytest

from ambasada.casework import sessions, work
from ambasada.network.models import Embassy
from tests.casework.desks import Desk, a_desk
from tests.casework.lying import Talk, a_talk
from tests.factories.staff import PASSWORD


@pytest.fixture(autouse=True)
def _nobody_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with meters that stand at nothing; the work is a hundredth of what it is."""
    monkeypatch.setattr(work, "_COSTS", ((60, 50), (120, 100), (300, 200)))
    for meter in (work.appeals, sessions.tries, sessions.failures):
        meter.forget()
    sessions.failures_of.clear()


@pytest.fixture
def desk(britain: Embassy) -> Desk:  # noqa: ARG001 -- the desk is this embassy's
    return a_desk(password=PASSWORD)


@pytest.fixture
def talk(desk: Desk) -> Talk:
    return a_talk(desk)
