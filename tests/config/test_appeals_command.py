"""`ambasada appeals`: the operator lets appeals be only read, where nobody can sign in."""

import pytest

from ambasada.accounts.models import LedgerLine
from ambasada.casework.models import Pause
from ambasada.config.cli import main
from ambasada.network.models import Embassy

pytestmark = pytest.mark.sqlite_only


@pytest.mark.usefixtures("britain")
def test_operator_makes_appeals_read_only_and_ends_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["appeals", "freeze", "--embassy", "gb"]) == 0
    assert Pause.objects.get().is_read_only
    assert main(["appeals", "resume", "--embassy", "gb"]) == 0

    assert not Pause.objects.exists()
    assert "only read" in capsys.readouterr().out
    lines = LedgerLine.objects.order_by("-number")[:2]
    assert [each.verb for each in lines] == ["resumed", "read_only"]


def test_embassy_that_is_not_there_is_told(
    britain: Embassy,  # noqa: ARG001 -- so that there is one
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["appeals", "freeze", "--embassy", "zz"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not Pause.objects.exists()
