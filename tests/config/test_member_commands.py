"""`ambasada member`: links on the command line, and the founder's link of `ambasada serve`."""

import pytest

from ambasada.accounts.models import Invite, LedgerLine, Member
from ambasada.config.cli import main
from ambasada.config.prepare import founders_link
from ambasada.network.models import Embassy
from tests.config.state import is_one_sentence
from tests.factories.staff import seat

Capture = pytest.CaptureFixture[str]
_LINK = "http://admin.localhost:8000/account/join/#"


def lines() -> list[tuple[str, str]]:
    return list(LedgerLine.objects.order_by("number").values_list("verb", "actor"))[-1:]


@pytest.mark.usefixtures("embassies")
def test_first_link_works_by_itself_and_is_the_founders(capsys: Capture) -> None:
    assert main(["member", "invite"]) == 0

    said = capsys.readouterr().out
    assert said.startswith(_LINK)
    assert said.count("\n") == 1
    assert lines() == [("invited", "founder")]


def test_later_link_says_that_members_vouch_for_it(britain: Embassy, capsys: Capture) -> None:
    seat("first", britain)

    assert main(["member", "invite", "--embassy", "gb", "--role", "editor"]) == 0

    link, sentence = capsys.readouterr().out.splitlines()
    assert link.startswith(_LINK)
    assert "members have vouched" in sentence
    assert lines() == [("invited", "operator")]
    offer = Invite.objects.get().seat_offers.get()
    assert (offer.embassy, offer.role) == (britain, "editor")


def test_later_link_names_its_embassy_where_there_are_several(
    britain: Embassy, capsys: Capture
) -> None:
    seat("first", britain)

    assert main(["member", "invite"]) == 1

    assert is_one_sentence(capsys.readouterr().err)
    assert not Invite.objects.exists()


def test_founders_link_is_made_until_somebody_has_ever_joined(britain: Embassy) -> None:
    assert (founders_link() or "").startswith(_LINK)
    member = seat("first", britain)
    assert founders_link() is None

    Member.objects.filter(pk=member.pk).update(is_active=False)
    assert founders_link() is None


def test_recovery_prints_one_link_and_is_written_down(britain: Embassy, capsys: Capture) -> None:
    seat("first", britain)

    assert main(["member", "recover", "first", "--host", britain.site.hostname]) == 0

    assert capsys.readouterr().out.startswith(_LINK)
    assert lines() == [("recovered", "operator")]


def test_recovery_on_the_wrong_installation_is_refused_in_a_sentence(
    britain: Embassy, capsys: Capture
) -> None:
    seat("first", britain)

    assert main(["member", "recover", "first", "--host", "elsewhere.example.org"]) == 1

    assert is_one_sentence(capsys.readouterr().err)
    assert lines() == [("recovery_refused", "operator")]


@pytest.mark.parametrize(
    "arguments", [["recover"], ["recover", "first"], ["invite", "--role", "x"]]
)
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["member", *arguments])

    assert leaving.value.code == 2
    assert capsys.readouterr().err.startswith("usage: ambasada")
