"""Approving in this process, through the admin's own views; imported once Django is set up."""

import json
import statistics
import sys
import time
from datetime import date, timedelta
from http import HTTPStatus

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.front.actions import raise_embassy
from ambasada.front.packs import read_pack
from ambasada.network.actions import take_seat
from ambasada.network.models import Approval, Embassy, Seat
from ambasada.pages.actions import ask
from ambasada.publishing.models import NewsIndexPage, NewsPage
from bench.commands import ROOT

_MANY = 1000
_APPROVED = 40
_DAY = date(2026, 11, 1)


def main() -> None:
    """Fill an empty data folder, and print what was measured as JSON."""
    call_command("migrate", interactive=False, verbosity=0)
    pack = read_pack(ROOT / "content" / "gb")
    embassy = raise_embassy(pack, host="127.0.0.1", port=8000, now=timezone.now())
    author, approver = _member("author", embassy), _member("approver", embassy)
    client = _signed_in(approver)
    _ask_for_news(embassy, author, range(1))
    at_1 = _queries(client)
    _ask_for_news(embassy, author, range(1, _MANY))
    at_1000 = _queries(client)
    times = sorted(
        _approve(client, each) for each in Approval.objects.filter(status="waiting")[:_APPROVED]
    )
    found = {
        "at_1": at_1,
        "at_1000": at_1000,
        "approved": len(times),
        "median": statistics.median(times),
        "p95": times[int(len(times) * 0.95) - 1],
    }
    json.dump(found, sys.stdout)


def _member(name: str, embassy: Embassy) -> Member:
    member = Member.objects.create_member(name, "a sentence only I would write")
    Authenticator.objects.create(user=member, type=Authenticator.Type.WEBAUTHN, data={})
    take_seat(member, embassy, role=Seat.Role.COORDINATOR, now=timezone.now())
    return member


def _signed_in(member: Member) -> Client:
    """Return a browser in which a member has confirmed their passkey a moment ago."""
    client = Client(headers={"host": str(settings.STAFF_HOST)})
    client.force_login(member)
    session = client.session
    passkey = Authenticator.objects.get(user=member)
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "webauthn", "id": passkey.pk, "at": time.time() + 3600}
    ]
    session["account_authentication_methods_user"] = str(member.pk)
    session.save()
    return client


def _ask_for_news(embassy: Embassy, author: Member, numbers: range) -> None:
    section = NewsIndexPage.objects.get(url_path=f"{embassy.home_path('en')}news/")
    for number in numbers:
        item = NewsPage(
            title=f"Item {number}",
            published_on=_DAY - timedelta(days=number),
            body=[("text", "<p>A paragraph of an ordinary length for a news item.</p>" * 8)],
            locale=section.locale,
            live=False,
        )
        section.add_child(instance=item)
        item.save_revision(user=author)
        ask([item], by=author, now=timezone.now())


def _queries(client: Client) -> int:
    """Count the queries of the second request; the first fills what a process looks up once."""
    client.get("/admin/approvals/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/admin/approvals/")
    if answer.status_code != HTTPStatus.OK:
        sys.exit(f"The list answered {answer.status_code}: mend that first.")
    return len(captured)


def _approve(client: Client, approval: Approval) -> float:
    """Approve through the admin; return the milliseconds until the answer."""
    began = time.perf_counter()
    client.post(f"/admin/approvals/{approval.pk}/approve/", {"looked_at": approval.sha256})
    took = (time.perf_counter() - began) * 1000
    approval.refresh_from_db()
    if approval.status != Approval.Status.APPROVED:
        sys.exit("An approval was refused: mend that first.")
    return took
