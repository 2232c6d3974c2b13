"""What a member, or two at once, may try against an approval."""

import contextlib
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from ambasada.lib.refused import Refused
from ambasada.network.actions import end_seat
from ambasada.network.models import Approval, Consent, FairCopy, Seat
from ambasada.pages.actions import ask
from ambasada.pages.digests import digest_of
from ambasada.publishing.models import NewsPage
from tests.asking import Answer
from tests.drills.conftest import Drill
from tests.drills.standing import CANARY, Standing, copies_now
from tests.drills.test_blindness import csrf_of
from tests.factories.pages import DAY, at, drafted
from tests.factories.staff import give_passkey, seat, signed_in

NOW = timezone.now()
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def path_to(name: str, *arguments: Any) -> str:
    return reverse(name, args=arguments, urlconf="ambasada.config.urls_staff")


def asked(there: Standing, title: str = CANARY) -> Approval:
    draft = drafted(NewsPage(title=title, published_on=DAY), at(there.britain, "en", "news/"))
    return ask([draft], by=there.member("anna"), now=NOW)


def approve_as(there: Standing, name: str, approval: Approval, **sent: str) -> Approval:
    """Send what the approve button sends, as somebody; return what became of the approval."""
    form = {"looked_at": approval.sha256} | sent
    there.browser(name).post(path_to("approve", approval.pk), form)
    approval.refresh_from_db()
    return approval


def test_seat_that_ended_between_look_and_click_approves_nothing(standing: Standing) -> None:
    approval = asked(standing)
    browser, boris = standing.browser("boris"), standing.member("boris")
    assert browser.get(path_to("approval", approval.pk)).status_code == 200
    end_seat(boris.seats.get(), by=standing.member("anna"), now=timezone.now())

    answer = browser.post(path_to("approve", approval.pk), {"looked_at": approval.sha256})

    approval.refresh_from_db()
    assert answer.headers["Location"].startswith("/account/login/")
    assert approval.status == "waiting"
    assert copies_now() == standing.copies


def test_role_that_was_taken_between_look_and_click_approves_nothing(standing: Standing) -> None:
    approval = asked(standing)
    standing.member("boris").seats.update(role=Seat.Role.EDITOR)

    assert approve_as(standing, "boris", approval).status == "waiting"
    assert copies_now() == standing.copies


def test_digest_of_one_approval_gives_no_yes_to_another(standing: Standing) -> None:
    one, other = asked(standing), asked(standing, "Another day")

    approve_as(standing, "boris", one, looked_at=other.sha256)

    assert (one.status, other.status) == ("void", "waiting")
    assert copies_now() == standing.copies


def test_copy_of_one_approval_is_not_looked_at_under_another(standing: Standing) -> None:
    one, other = asked(standing), asked(standing, "Another day")
    copies = [one.copies.get().pk, other.copies.get().pk]
    browser = standing.browser("boris")

    shown = {
        (approval.pk, copy): browser.get(path_to("look", approval.pk, copy)).status_code
        for approval in (one, other)
        for copy in copies
    }

    assert list(shown.values()) == [200, 404, 404, 200]


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 40])
def test_number_of_no_approval_is_not_here(standing: Standing, number: str) -> None:
    browser = standing.browser("boris")

    for name in ("", "approve/", "decline/", f"look/{number}/"):
        path = f"/admin/approvals/{number}/{name}"
        assert browser.get(path).status_code in {404, 405}
        assert browser.post(path).status_code in {404, 405}


def test_request_that_waits_for_a_passkey_is_not_taken_on_by_the_next_member(
    standing: Standing,
) -> None:
    approval = asked(standing)
    anna = standing.member("anna")
    browser = signed_in(anna)
    browser.post(path_to("approve", approval.pk), {"looked_at": approval.sha256})
    assert "account_reauthentication_state" in browser.session

    browser.force_login(standing.member("boris"))
    is_kept = "account_reauthentication_state" in browser.session

    approval.refresh_from_db()
    assert not is_kept
    assert approval.status == "waiting"


def test_passkey_of_another_member_confirms_nothing(standing: Standing) -> None:
    approval = asked(standing)
    third = seat("third", standing.britain, days_ago=90)
    give_passkey(third)
    browser = standing.browser("boris")
    session = browser.session
    key = Authenticator.objects.get(user=third, type=Authenticator.Type.WEBAUTHN)
    session["account_authentication_methods"][0]["id"] = key.pk
    session.save()

    browser.post(path_to("approve", approval.pk), {"looked_at": approval.sha256})

    approval.refresh_from_db()
    assert approval.status == "waiting"


def test_page_below_another_embassy_is_not_asked_for(standing: Standing) -> None:
    foreign = drafted(NewsPage(title=CANARY, published_on=DAY), at(standing.norland, "en", "news/"))

    with pytest.raises(Refused):
        ask([foreign], by=standing.member("anna"), now=NOW)
    with pytest.raises(Refused):
        ask([standing.item, foreign], by=standing.member("anna"), now=NOW)
    sent = {"version": f"publishing.newspage:{foreign.pk}"}
    answer = standing.browser("anna").post(path_to("ask", "page", standing.item.pk), sent)

    assert answer.headers["Location"] == path_to("ask", "page", standing.item.pk)
    assert not Approval.objects.filter(status="waiting").exists()


def test_editor_declines_in_their_own_embassy_alone(standing: Standing) -> None:
    editor = seat("editor", standing.britain, role=Seat.Role.EDITOR)
    foreign = seat("foreign", standing.norland, role=Seat.Role.EDITOR)
    approval = asked(standing)

    signed_in(foreign).post(path_to("decline", approval.pk))
    approval.refresh_from_db()
    after_foreign = approval.status
    signed_in(editor).post(path_to("decline", approval.pk))
    approval.refresh_from_db()

    assert (after_foreign, approval.status) == ("waiting", "declined")
    assert copies_now() == standing.copies


def test_markup_in_titles_and_notes_is_shown_as_text(standing: Standing) -> None:
    draft = drafted(NewsPage(title=SCRIPT, published_on=DAY), at(standing.britain, "en", "news/"))
    draft.introduction = f"<p>{SCRIPT}</p>"
    draft.save_revision()
    browser = standing.browser("anna")
    shown = [browser.get(path_to("ask", "page", draft.pk))]
    approval = ask([draft], by=standing.member("anna"), now=NOW)
    shown += [browser.get(path_to(name)) for name in ("approvals", "drafts")]
    shown += [browser.get("/admin/"), browser.get(path_to("approval", approval.pk))]
    shown += [browser.get(path_to("look", approval.pk, approval.copies.get().pk))]
    browser.post(path_to("decline", approval.pk), {"note": SCRIPT})
    shown += [browser.get(path_to("approval", approval.pk))]

    for answer in shown:
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content
        assert b"<img src=x" not in answer.content


def test_title_of_ten_thousand_letters_is_refused_in_a_sentence(standing: Standing) -> None:
    item = standing.item
    revision = item.save_revision()
    content = revision.content | {"title": "x" * 10_000}  # PostgreSQL's column has no room for it
    Revision.objects.filter(pk=revision.pk).update(content=content)
    browser = standing.browser("anna")
    path = path_to("ask", "page", item.pk)
    looked = browser.get(path)
    key = f"publishing.newspage:{item.pk}"

    answer = browser.post(path, {"version": key}, follow=True)

    assert (looked.status_code, answer.status_code) == (200, 200)
    assert not Approval.objects.filter(status="waiting").exists()
    assert browser.get(path_to("drafts")).status_code == 200


def test_copy_of_a_type_that_is_no_more_breaks_no_list(standing: Standing) -> None:
    approval, other = asked(standing), asked(standing, "Another day")
    FairCopy.objects.filter(approval=approval).update(kind="publishing.gone")
    browser = standing.browser("boris")
    browser.raise_request_exception = False

    answer = browser.get(path_to("approvals"))

    assert answer.status_code == 200
    assert "Another day" in answer.content.decode()
    assert approve_as(standing, "boris", approval).status != "approved"
    assert other.status == "waiting"


def test_bundle_of_hundreds_is_asked_for_and_approved_as_one(standing: Standing) -> None:
    section = at(standing.britain, "en", "news/")
    drafts = [drafted(NewsPage(title=f"Day {n}", published_on=DAY), section) for n in range(120)]
    approval = ask(drafts, by=standing.member("anna"), now=NOW)
    assert digest_of(approval.copies.all()) == approval.sha256
    shown = standing.browser("boris").get(path_to("approval", approval.pk))

    drafts[77].title = CANARY
    drafts[77].save_revision()

    assert shown.status_code == 200
    assert approve_as(standing, "boris", approval).status == "void"
    assert copies_now() == standing.copies


def test_one_member_who_clicks_many_times_at_once_says_yes_once(drill: Drill) -> None:
    member = drill.signed_in("keyed")
    with contextlib.closing(sqlite3.connect(drill.site.home / "main.sqlite3")) as database:
        query = "SELECT id, sha256 FROM network_approval WHERE status = 'waiting' ORDER BY id"
        number, sha256 = database.execute(f"{query} DESC LIMIT 1").fetchone()
    shown = member.ask(f"/admin/approvals/{number}/")
    token = csrf_of(shown)
    session = dict(member.says)["Cookie"]

    def click(_number: int) -> Answer:
        cookies = f"{session}; staff_csrf={shown.cookie('staff_csrf')}"
        fields = f"csrfmiddlewaretoken={token}&looked_at={sha256}"
        return drill.staff.ask_form(f"/admin/approvals/{number}/approve/", fields, cookies=cookies)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(click, range(6)))

    with contextlib.closing(sqlite3.connect(drill.site.home / "main.sqlite3")) as database:
        consents = database.execute(
            "SELECT count(*) FROM network_consent WHERE approval_id = ?", [number]
        ).fetchone()
        status = database.execute(
            "SELECT status FROM network_approval WHERE id = ?", [number]
        ).fetchone()
    assert {answer.status for answer in answers} == {302}
    assert {answer.header("Location") for answer in answers} == {f"/admin/approvals/{number}/"}
    assert (consents, status) == ((1,), ("waiting",))
    assert re.fullmatch("[0-9a-f]{64}", sha256)
    assert Consent._meta.db_table == "network_consent"
