import pytest
from django.urls import reverse

from ambasada.network.models import Embassy, Wording
from tests.factories.staff import boxes, editor_of
from tests.network.test_admin import address, emergency_form

CALL = {"en": "Call in danger", "be": "Тэлефануйце", "ru": "Звоните"}


def test_editor_of_one_embassy_changes_nothing_of_another(
    britain: Embassy, norland: Embassy
) -> None:
    wording = norland.wordings.get(key=Wording.Key.NEVER_ASK)
    before = wording.text
    browser = editor_of(britain)

    answers = [
        browser.get(address("wording", wording)),
        browser.post(address("wording", wording), boxes("text", CALL)),
        browser.post(
            address("emergencyblock", norland.emergency_block),
            emergency_form(norland.emergency_block, channel_en="Ours now"),
        ),
    ]

    wording.refresh_from_db()
    norland.emergency_block.refresh_from_db()
    assert wording.text == before
    assert [each.status_code for each in answers] == [302] * 3
    assert norland.emergency_block.channel["en"] != "Ours now"


@pytest.mark.parametrize("code", ["gb", "norland"])
def test_editor_is_shown_the_facts_of_their_own_embassy_only(
    embassies: dict[str, Embassy], code: str
) -> None:
    browser = editor_of(embassies[code])
    listing = reverse("wagtailsnippets_network_channel:list", urlconf="ambasada.config.urls_staff")

    shown = browser.get(listing).content.decode()

    listed = {
        each: [channel.address in shown for channel in embassy.channels.all()]
        for each, embassy in embassies.items()
    }
    (other,) = set(embassies) - {code}
    assert set(listed[code]) == {True}
    assert set(listed[other]) == {False}
