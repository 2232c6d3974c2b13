"""What may be written down as a mirror or as the onion address, and by whom."""

import pytest
from django.urls import reverse

from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, Mirror, OnionAddress
from ambasada.network.queries import facts_of
from tests.factories.onions import onion_of
from tests.factories.pages import mirror, onion, withdraw_at_once
from tests.factories.staff import editor_of

MIRROR = "https://mirror.example.org"


def address(name: str, *arguments: int) -> str:
    return reverse(name, args=arguments, urlconf="ambasada.config.urls_staff")


def told(embassy: Embassy) -> tuple[list[str], str]:
    """Return what readers may be told: mirrors, and the onion address."""
    facts = facts_of(embassy)
    assert facts is not None
    return [each.address for each in facts.mirrors], facts.onion


def test_approved_addresses_are_facts_until_they_are_taken_back(britain: Embassy) -> None:
    first, second = mirror(britain, MIRROR), mirror(britain, onion_of(2))
    own = onion(britain, onion_of())
    assert told(britain) == ([MIRROR, onion_of(2)], onion_of())

    for fact in (first, own):
        withdraw_at_once(fact)

    assert told(britain) == ([second.address], "")


@pytest.mark.parametrize(
    "written", ["http://mirror.example.org", f"{MIRROR}/", "https://127.0.0.1", "https://a.local"]
)
def test_mirror_that_no_reader_could_trust_or_reach_is_refused(
    britain: Embassy, written: str
) -> None:
    with pytest.raises(Refused, match=r"Write it as https://mirror\.example\.org is written"):
        mirror(britain, written)


def test_letter_gone_wrong_is_refused_with_what_to_do(britain: Embassy) -> None:
    wrong = onion_of().replace("http://", "http://a")[:-7] + ".onion"
    for write in (mirror, onion):
        with pytest.raises(Refused, match="a letter is wrong or missing"):
            write(britain, wrong)


@pytest.mark.parametrize("written", [MIRROR, onion_of().removeprefix("http://"), onion_of() + "/"])
def test_what_is_no_onion_address_is_refused(britain: Embassy, written: str) -> None:
    with pytest.raises(Refused, match=r"Write it as http://….onion is written"):
        onion(britain, written)


def test_editor_writes_both_down_and_neither_is_public(britain: Embassy) -> None:
    browser = editor_of(britain)
    for kind, written in (("mirror", MIRROR), ("onionaddress", onion_of())):
        sent = {"embassy": britain.pk, "address": written}
        answer = browser.post(address(f"wagtailsnippets_network_{kind}:add"), sent)
        assert answer.status_code == 302, answer.content.decode()

    again = browser.post(address("wagtailsnippets_network_onionaddress:add"), sent)

    assert "This embassy has an onion address already." in again.content.decode()
    assert (Mirror.objects.get().live, OnionAddress.objects.get().live) == (False, False)
    assert told(britain) == ([], "")


def test_editor_of_another_embassy_changes_neither(britain: Embassy, norland: Embassy) -> None:
    browser = editor_of(norland)
    for kind, fact in (
        ("mirror", mirror(britain, MIRROR)),
        ("onionaddress", onion(britain, onion_of())),
    ):
        sent = {"embassy": britain.pk, "address": onion_of(9)}
        browser.post(address(f"wagtailsnippets_network_{kind}:edit", fact.pk), sent)
        browser.post(address(f"wagtailsnippets_network_{kind}:add"), sent)
        assert fact.get_latest_revision_as_object().address == fact.address

    assert (Mirror.objects.count(), OnionAddress.objects.count()) == (1, 1)
