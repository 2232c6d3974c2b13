"""The pages “Help desk” of the admin, as members with different rights see them."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from ambasada.accounts.models import Member
from ambasada.casework.actions import forget_breaches, withdraw_lost_keys
from ambasada.casework.models import (
    Breach,
    Case,
    Enrolment,
    Pause,
    Rota,
    Shift,
    StaffKey,
    Wiping,
    Wrap,
)
from ambasada.casework.queries import removed_kids
from ambasada.network.actions import device_lost, end_seat
from ambasada.network.models import Embassy
from tests.casework.client import Said
from tests.casework.desks import Desk
from tests.casework.rotas import desk_key_of
from tests.casework.test_duty_notices import a_case
from tests.factories.staff import (
    confirm_passkey,
    coordinator_of,
    editor_of,
    give_passkey,
    member_in,
    seat,
    signed_in,
)

pytestmark = pytest.mark.screens
HERE = "/admin/help-desk/"
NOW = timezone.now()


def shown(browser: Client, path: str = HERE) -> str:
    """Return the words of a page's main part."""
    answer = browser.get(path)
    assert answer.status_code == 200
    main = answer.content.decode().partition('<div class="nice-padding">')[2]
    return " ".join(strip_tags(main.partition("</main>")[0]).split())


def a_shift(**others: object) -> dict[str, object]:
    day = (NOW + timedelta(days=2)).date()
    sent = {"desk": "help", "turn": 1, "day": day.isoformat(), "begins": "09:00"}
    return sent | {"ends": "17:00", "zone": "Europe/Warsaw", "weekly_until": ""} | others


def helper_of(desk: Desk) -> Member:
    return Member.objects.get(username=desk.helper.name)


def test_code_for_a_desk_key_is_shown_once_and_works(britain: Embassy, desk: Desk) -> None:
    browser = coordinator_of(britain, "anna")
    assert "You have none." in shown(browser)

    answer = browser.post(f"{HERE}key/")

    found = re.search(r'id="code">(\d+)<', answer.content.decode())
    assert found
    assert f'href="{settings.DESK_ORIGIN}/gb/en/"' in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert found[1] not in browser.get(f"{HERE}key/").content.decode()
    assert found[1] not in str(list(Enrolment.objects.values_list()))
    desk.add("anna", "a sentence only I would write", found[1])
    assert "You made it on" in shown(browser)


def test_code_takes_a_passkey_of_the_last_minutes(britain: Embassy) -> None:
    browser = coordinator_of(britain)
    confirm_passkey(browser, seconds_ago=301)

    answer = browser.post(f"{HERE}key/")

    assert "reauthenticate" in answer.headers["Location"]
    assert not Enrolment.objects.exists()


def test_editor_on_the_roster_sees_who_is_on_duty_and_no_button(
    britain: Embassy, desk: Desk
) -> None:
    give_passkey(helper_of(desk))
    browser = signed_in(helper_of(desk))
    helper_of(desk).seats.update(role="editor")

    text = shown(browser)

    assert "Nobody is on duty now (help)." in text
    assert "Pause the forms" not in text
    assert "Delete every appeal" not in text
    assert "Add shifts" not in shown(browser, f"{HERE}{britain.code}/rota/")


@pytest.mark.parametrize("page", ["rota", "call-sheet"])
def test_who_is_not_on_the_roster_does_not_see_who_is_on_duty(
    britain: Embassy, desk: Desk, page: str
) -> None:
    browser = editor_of(britain)
    Shift.objects.create(
        embassy="gb",
        member=helper_of(desk).pk,
        desk="help",
        turn=1,
        starts_at=NOW - timedelta(hours=1),
        ends_at=NOW + timedelta(hours=1),
        zone="UTC",
    )

    answer = browser.get(f"{HERE}gb/{page}/", follow=True)

    assert "Only those on the signed list" in answer.content.decode()
    assert desk.helper.name not in answer.content.decode()
    assert f"{HERE}gb/{page}/" not in answer.content.decode()


def test_state_of_the_roster_and_its_alarms_are_told(
    britain: Embassy, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = coordinator_of(britain)
    assert "number 1," in shown(browser)
    assert "half over" not in shown(browser)

    monkeypatch.setattr("ambasada.casework.queries.duty.ALARM_FROM", timedelta(0))
    assert "half over" in shown(browser)

    device_lost(helper_of(desk), by=member_in(browser), now=NOW)
    withdraw_lost_keys(now=NOW)
    assert "Nobody in the list has a key that counts" in shown(browser)


def test_late_and_forgotten_appeals_are_told_of_without_a_number(britain: Embassy) -> None:
    browser = coordinator_of(britain)
    case = a_case(urgency="danger", due_at=NOW, alarms=1)

    page = browser.get(HERE).content.decode()

    assert "Somebody in danger has waited" in page
    assert "nobody has opened will soon be deleted" in page
    assert case.ref not in page


def test_coordinator_puts_a_member_on_the_rota_lets_another_stand_in_and_ends_it(
    britain: Embassy,
) -> None:
    browser = coordinator_of(britain, "anna")
    anna, boris, bare = member_in(browser), seat("boris", britain), seat("bare", britain)
    for each in (anna, boris):
        desk_key_of(each)

    page = browser.get(f"{HERE}gb/rota/add/").content.decode()
    assert f">{bare.username}<" not in page
    assert 'value="Europe/London"' in page
    browser.post(f"{HERE}gb/rota/add/", a_shift(member=anna.pk))
    own = Shift.objects.get()
    browser.post(f"{HERE}shifts/{own.pk}/stand-in/", {"member": boris.pk})

    text = shown(browser, f"{HERE}gb/rota/")
    assert "09:00–17:00" in text
    assert "help · first · anna · Europe/Warsaw · boris stands in" in text
    browser.post(f"{HERE}shifts/{own.pk}/end/")
    assert "Nobody is on the rota." in shown(browser, f"{HERE}gb/rota/")


def test_form_that_is_wrong_is_shown_again_and_a_refusal_is_a_sentence(britain: Embassy) -> None:
    browser = coordinator_of(britain, "anna")
    anna = member_in(browser)
    desk_key_of(anna)

    again = browser.post(f"{HERE}gb/rota/add/", a_shift(member=anna.pk, begins="nine"))
    refused = browser.post(
        f"{HERE}gb/rota/add/", a_shift(member=anna.pk, zone="Europe/Nowhere"), follow=True
    )

    assert again.status_code == 200
    assert "There is no such time zone." in refused.content.decode()
    assert not Shift.objects.exists()


def test_mailboxes_are_named_with_a_passkey(britain: Embassy) -> None:
    browser = coordinator_of(britain)
    sent = {"first": "first@example.org", "second": "second@example.org"}

    assert browser.post(f"{HERE}gb/mailboxes/", {"first": "x"}).status_code == 200
    browser.post(f"{HERE}gb/mailboxes/", sent)

    assert Rota.objects.values("first", "second").get() == sent
    assert "first@example.org · second@example.org" in shown(browser)
    confirm_passkey(browser, seconds_ago=301)
    assert browser.post(f"{HERE}gb/mailboxes/", {}).status_code == 302
    assert Rota.objects.values("first", "second").get() == sent


def test_forms_are_paused_at_once_and_resumed_with_a_passkey(britain: Embassy) -> None:
    browser = coordinator_of(britain)
    confirm_passkey(browser, seconds_ago=301)

    browser.post(f"{HERE}gb/pause/")
    assert "The forms are paused" in shown(browser)
    browser.post(f"{HERE}gb/resume/")
    assert Pause.objects.exists()
    confirm_passkey(browser)
    browser.post(f"{HERE}gb/resume/")

    assert not Pause.objects.exists()


def test_wiping_takes_two_coordinators_with_passkeys(britain: Embassy) -> None:
    a_case()
    browsers = []
    for name in ("anna", "boris"):
        member = seat(name, britain, days_ago=60)
        give_passkey(member)
        browsers.append(signed_in(member))
        confirm_passkey(browsers[-1])
    anna, boris = browsers

    anna.post(f"{HERE}gb/wipe/")
    confirm = f"{HERE}wipings/{Wiping.objects.get().pk}/confirm/"
    assert "anna asked for it." in shown(boris, confirm)
    anna.post(confirm)
    assert Case.objects.count() == 1
    confirm_passkey(boris, seconds_ago=301)
    boris.post(confirm)
    assert Case.objects.count() == 1
    confirm_passkey(boris)
    boris.post(confirm)

    assert not Case.objects.exists()


def test_lost_device_takes_the_desk_key_at_once(
    britain: Embassy, desk: Desk, django_capture_on_commit_callbacks: object
) -> None:
    browser, lost = coordinator_of(britain), helper_of(desk)
    assert callable(django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/admin/members/{lost.pk}/device-lost/")

    assert StaffKey.objects.get().suspended_on is not None
    assert desk.helper.kid in removed_kids("gb")
    assert Said(desk.helper.ask("/s/queue")).word == "unknown"


def test_clock_takes_it_within_a_minute_where_that_failed(britain: Embassy, desk: Desk) -> None:
    device_lost(helper_of(desk), by=seat("anna", britain), now=NOW)
    assert StaffKey.objects.get().suspended_on is None

    assert withdraw_lost_keys(now=NOW) == 1

    assert desk.helper.kid in removed_kids("gb")


def test_lost_key_shows_what_it_could_open_and_starts_the_clock_of_72_hours(
    britain: Embassy, desk: Desk
) -> None:
    for urgency in ("danger", "normal", "normal"):
        desk.person().appeal("Help.", urgency=urgency)
    other = a_case(desk="press")  # as in each case, the key has a wrap; one that opens nothing
    Wrap.objects.create(
        ref=other.ref, stream="case", epoch=1, kid=desk.helper.kid, roster=1, wrap=b"sealed"
    )
    browser = coordinator_of(britain)

    device_lost(helper_of(desk), by=member_in(browser), now=NOW)
    withdraw_lost_keys(now=NOW)

    lost = Breach.objects.get()
    text = shown(browser, f"{HERE}breaches/{lost.pk}/")
    assert "Danger: 1Deadline: 0Other: 2" in text
    assert "71 hours are left." in text or "72 hours are left." in text
    read = Case.objects.filter(desk="help").values_list("ref", flat=True)
    assert all(ref in text for ref in read)
    assert other.ref not in text
    assert "the clock of 72 hours runs" in shown(browser)
    browser.post(f"{HERE}breaches/{lost.pk}/close/")
    assert "the clock of 72 hours runs" not in shown(browser)


def test_first_page_tells_coordinators_of_the_embassy_alone(
    britain: Embassy, norland: Embassy
) -> None:
    browsers = [coordinator_of(britain), editor_of(britain), coordinator_of(norland, "nils")]
    Breach.objects.create(embassy="gb", member=1, kid="a" * 16, known_at=NOW)

    told = ["The help desk of gb" in each.get("/admin/").content.decode() for each in browsers]

    assert told == [True, False, False]


def test_drafts_are_in_every_language_and_name_nobody(britain: Embassy, desk: Desk) -> None:
    desk.person().appeal("Help.")
    browser = coordinator_of(britain)
    device_lost(helper_of(desk), by=member_in(browser), now=NOW)
    withdraw_lost_keys(now=NOW)

    page = browser.get(f"{HERE}breaches/{Breach.objects.get().pk}/").content.decode()

    drafts = dict(re.findall(r'<textarea[^>]* lang="(\w+)">([^<]+)<', page))
    assert set(drafts) == set(britain.languages)
    assert len(set(drafts.values())) == len(drafts)
    refs = list(Case.objects.values_list("ref", flat=True))
    for text in drafts.values():
        for word in (desk.helper.name, desk.helper.kid, *refs):
            assert word not in text


def test_seat_that_was_given_up_is_no_breach(desk: Desk) -> None:
    member = helper_of(desk)

    end_seat(member.seats.get(), by=member, now=NOW)

    assert withdraw_lost_keys(now=NOW) == 1
    assert not Breach.objects.exists()


def test_key_that_opened_nothing_is_no_breach(britain: Embassy) -> None:
    member = seat("anna", britain)
    desk_key_of(member)

    device_lost(member, by=member, now=NOW)

    assert withdraw_lost_keys(now=NOW) == 1
    assert not Breach.objects.exists()


def test_breach_is_forgotten_after_a_month(britain: Embassy) -> None:
    Breach.objects.create(embassy=britain.code, member=1, kid="a" * 16, known_at=NOW)

    forget_breaches(now=NOW + timedelta(days=29))
    assert Breach.objects.exists()
    forget_breaches(now=NOW + timedelta(days=31))

    assert not Breach.objects.exists()


def test_call_sheet_is_one_page_with_offices_numbers_and_mailboxes(britain: Embassy) -> None:
    browser = coordinator_of(britain, "duty-office")
    member = member_in(browser)
    desk_key_of(member)
    Rota.objects.create(embassy="gb", first="first@example.org")
    browser.post(f"{HERE}gb/rota/add/", a_shift(member=member.pk))

    page = browser.get(f"{HERE}gb/call-sheet/").content.decode()

    for word in ("999", "first@example.org", "duty-office", "09:00–17:00 Europe/Warsaw"):
        assert word in page
    assert "w-header" not in page
