"""What a banner may say, for how long, and who writes one."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ambasada.lib.refused import Refused
from ambasada.network.models import Banner, Embassy
from tests.factories.pages import ALERT, NOW, banner, draft_banner, withdraw_at_once
from tests.factories.staff import boxes, editor_of

ADD = "wagtailsnippets_network_banner:add"


def address(name: str, *arguments: int) -> str:
    return reverse(name, args=arguments, urlconf="ambasada.config.urls_staff")


def sent(embassy: Embassy, **changed: Any) -> dict[str, Any]:
    """Return the form of a banner as a browser sends it."""
    values = {"embassy": embassy.pk, "level": "warning", "link": "", "until": "25/11/2026 18:00"}
    return {**values, **boxes("text", ALERT), **changed}


@pytest.mark.parametrize(
    "until",
    [NOW, NOW - timedelta(seconds=1), NOW + timedelta(days=30, seconds=1)],
    ids=["now", "over", "too far"],
)
def test_banner_stands_at_most_thirty_days_from_now_on(britain: Embassy, until: object) -> None:
    with pytest.raises(Refused, match=r"\A“Banner”: until: Name a moment within the next 30 days"):
        banner(britain, until=until)

    assert banner(britain, until=NOW + timedelta(days=30)).live


@pytest.mark.parametrize(
    "link", ["https://example.org/", "/emergency/", "emergency", "../", "//x/", "a b/", "en//x/"]
)
def test_link_leads_to_a_page_of_the_site_below_its_language(britain: Embassy, link: str) -> None:
    with pytest.raises(Refused, match=r"Write it as emergency/ is written\."):
        banner(britain, link=link)


def test_link_leads_to_a_public_page(britain: Embassy) -> None:
    with pytest.raises(Refused, match=r"There is no public page at this address\."):
        banner(britain, link="nowhere/")

    assert banner(britain, link="emergency/").live


@pytest.mark.parametrize("which", ["name", "short_name"])
@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_banner_does_not_name_the_embassy(britain: Embassy, which: str, language: str) -> None:
    name = getattr(britain, which)[language]

    with pytest.raises(Refused, match="Leave out the name of the embassy"):
        banner(britain, text=ALERT | {"en": f"Go. The {name.upper()} says so."})


def test_banner_is_there_in_every_language_and_is_short(britain: Embassy) -> None:
    with pytest.raises(Refused, match="Write this in every language"):
        banner(britain, text={"en": "Go.", "ru": "Уходите."})
    with pytest.raises(Refused, match="at most 300 characters"):
        banner(britain, text=ALERT | {"be": "а" * 301})

    assert banner(britain, text=ALERT | {"be": "а" * 300}).live


def test_editor_writes_the_first_banner_and_then_the_same_one_again(britain: Embassy) -> None:
    browser = editor_of(britain)

    first = browser.post(address(ADD), sent(britain))
    second = browser.post(address(ADD), sent(britain))
    written = Banner.objects.get()
    changed = browser.post(
        address("wagtailsnippets_network_banner:edit", written.pk), sent(britain, level="danger")
    )

    assert (first.status_code, second.status_code, changed.status_code) == (302, 200, 302)
    assert "This embassy has a banner already." in second.content.decode()
    assert Banner.objects.get().get_latest_revision_as_object().level == "danger"
    assert not written.live


def test_editor_of_another_embassy_reaches_no_banner(britain: Embassy, norland: Embassy) -> None:
    written = draft_banner(britain)
    browser = editor_of(norland)

    browser.post(address("wagtailsnippets_network_banner:edit", written.pk), sent(britain))
    browser.post(address(ADD), sent(britain))

    assert Banner.objects.get().get_latest_revision_as_object().level == "danger"


def test_banner_that_was_taken_back_is_written_again(britain: Embassy) -> None:
    written = banner(britain)
    withdraw_at_once(written)
    assert not written.live

    again = banner(britain, level="notice")

    assert (again.pk, again.live) == (written.pk, True)


def test_banner_of_an_unknown_level_is_refused(britain: Embassy) -> None:
    with pytest.raises(ValidationError):
        draft_banner(britain, level="panic").full_clean()
