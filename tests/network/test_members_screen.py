"""The page "Members" of the admin, as its readers with different rights see it."""

import re
from datetime import UTC, datetime

from django.test import Client
from django.utils.html import strip_tags

from ambasada.accounts.models import Actor, Invite, Member
from ambasada.network.actions import ask_invite
from ambasada.network.models import Embassy, Seat
from tests.factories.staff import coordinator_of, editor_of, member_in, seat, signed_in

NOW = datetime.now(tz=UTC)
MEMBERS = "/admin/members/"


def shown(browser: Client, path: str = MEMBERS) -> str:
    """Return the words of a page's main part."""
    answer = browser.get(path)
    assert answer.status_code == 200
    main = answer.content.decode().partition('<div class="nice-padding">')[2]
    return " ".join(strip_tags(main.partition("</main>")[0]).split())


def test_members_of_ones_own_embassies_are_listed_and_no_others(
    britain: Embassy, norland: Embassy
) -> None:
    browser = coordinator_of(britain)
    seat("writer", britain, role=Seat.Role.EDITOR)
    seat("norlander", norland)

    text = shown(browser)

    assert "coordinator (you) writes, approves, vouches · since" in text
    assert "has a passkey" in text
    assert re.search(r"writer writes · since [^·]+ · has no passkey", text)
    assert "norlander" not in text


def test_day_from_which_a_new_coordinator_approves_is_told(britain: Embassy) -> None:
    seat("founder", britain, days_ago=60)
    new = seat("new", britain, days_ago=4)

    text = shown(signed_in(new))

    assert "may approve from" in text
    assert "You may invite, vouch and approve from" in text
    assert "Invite somebody" not in text


def test_who_writes_sees_no_button_and_the_reason(britain: Embassy) -> None:
    ask_invite(by=Actor.OPERATOR, embassy=britain, role="editor", now=NOW)
    browser = editor_of(britain)

    text = shown(browser)

    assert "Coordinators invite and vouch. Ask one of yours." in text
    assert "Vouch" not in text
    assert "Invite somebody" not in text
    assert "Vouch only if" not in shown(
        browser, f"{MEMBERS}invites/{Invite.objects.get().pk}/vouch/"
    )


def test_link_and_word_are_shown_once_and_kept_nowhere(britain: Embassy) -> None:
    browser = coordinator_of(britain)

    answer = browser.post(f"{MEMBERS}invite/", {"role": "editor", "embassy": britain.pk})

    text = answer.content.decode()
    link = re.search(r'id="link">([^<]+)<', text)
    word = re.search(r'id="word">([^<]+)<', text)
    assert link
    assert word
    assert link[1].startswith("http://admin.localhost:8000/account/join/#")
    assert answer.headers["Cache-Control"] == "no-store"
    for secret in (link[1].partition("#")[2], word[1]):
        assert secret not in shown(browser)
        assert secret not in str(browser.session.items())
    assert "Waits for the person it was sent to." in shown(browser)


def test_second_voucher_is_shown_the_word(britain: Embassy) -> None:
    first, second = coordinator_of(britain, "first"), coordinator_of(britain, "second")
    asked = ask_invite(by=member_in(first), embassy=britain, role="editor", now=NOW)
    address = f"{MEMBERS}invites/{asked.invite.pk}/vouch/"

    assert "You have vouched for this." in shown(first)
    assert "Vouch" in shown(second)
    assert 'id="word"' in second.post(address).content.decode()
    assert second.post(address).headers["Location"] == MEMBERS
    assert "You have vouched for this." in second.get(MEMBERS).content.decode()


def test_lost_device_of_a_colleague_is_asked_about_first(britain: Embassy) -> None:
    browser, lost = editor_of(britain), coordinator_of(britain)
    address = f"{MEMBERS}{member_in(lost).pk}/device-lost/"

    assert "All sessions of coordinator end at once." in shown(browser, address)
    assert lost.get("/admin/").status_code == 200
    assert browser.post(address).headers["Location"] == MEMBERS
    assert lost.get("/admin/").headers["Location"].startswith("/account/login/")


def test_own_lost_device_ends_this_session_too(britain: Embassy) -> None:
    browser = editor_of(britain)

    answer = browser.post(f"{MEMBERS}{member_in(browser).pk}/device-lost/")

    assert answer.headers["Location"] == "/account/login/"
    assert browser.get("/admin/").headers["Location"].startswith("/account/login/")


def test_member_of_another_embassy_is_as_good_as_absent(britain: Embassy, norland: Embassy) -> None:
    browser = coordinator_of(britain)
    other = seat("norlander", norland)

    answers = [
        browser.post(f"{MEMBERS}{number}/{act}/").status_code
        for number in (other.pk, 10**12)
        for act in ("device-lost", "way-back")
    ]

    assert answers == [404] * 4
    assert Member.objects.get(pk=other.pk).session_salt == ""


def test_way_back_shows_a_link_and_says_what_it_does(britain: Embassy) -> None:
    browser = coordinator_of(britain)
    lost = seat("lost", britain)

    text = browser.post(f"{MEMBERS}{lost.pk}/way-back/").content.decode()

    assert 'id="link"' in text
    assert 'id="word"' not in text
    assert "A way back for lost" in shown(browser)


def test_stranger_is_sent_to_sign_in(britain: Embassy) -> None:
    member = seat("press", britain)
    stranger = Client(headers={"host": "admin.localhost"})

    for path in ("", "invite/", "invites/1/vouch/", f"{member.pk}/device-lost/"):
        answer = stranger.post(MEMBERS + path)
        assert answer.headers["Location"].startswith("/account/login/")
