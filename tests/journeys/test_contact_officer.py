"""The MP’s staffer and the union: a contact officer’s days, up to what readers are told of them.

Piotr keeps contacts and coordinates nothing; two coordinators stand behind what becomes public.
Through the screens of the admin, in this process: no day of it is today.
"""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.editions.actions import bake
from ambasada.network.models import Approval, Embassy
from ambasada.relations.models import Interaction, Organisation
from tests.drills.addresses import addresses_of
from tests.factories.contacts import keeper
from tests.factories.editions import folders, text_at
from tests.factories.reading import read
from tests.factories.staff import confirm_passkey, give_passkey, seat, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.files]
# The last February of which the quarter is long over, whenever this runs.
YEAR = (timezone.now().date() - timedelta(days=200)).year
HERE = "/admin/relations/gb/"
REGISTER = "/en/partners/meetings/"


def said(answer: Any) -> str:  # noqa: ANN401 -- the test client's
    assert answer.status_code == 200, answer.status_code
    main = answer.content.decode().partition('<div class="nice-padding">')[2]
    text = re.sub(r"<[^>]+>", " ", main.partition("</main>")[0])
    return " ".join(unescape(text).split())


@pytest.fixture
def piotr(edition: Embassy) -> Client:
    """Return Piotr’s browser."""
    return signed_in(keeper(edition, "piotr"))


@pytest.fixture
def coordinator(edition: Embassy) -> Client:
    """Return the browser of a coordinator who joined long ago."""
    member = seat("anna", edition, days_ago=90)
    give_passkey(member)
    browser = signed_in(member)
    confirm_passkey(browser)
    return browser


def record(browser: Client, what: str, **fields: Any) -> str:
    """Add something on a page of contacts; return where it is shown."""
    answer = browser.post(f"{HERE}{what}/add/", fields)
    assert answer.status_code == 302, said(answer)
    return str(answer["Location"])


def record_both(piotr: Client) -> str:
    """Record Hartley, Pugh and the meeting with them; return where the meeting is shown."""
    parliament = record(
        piotr, "organisations", name="Test Parliament", name_be="Парламент", circle="government"
    )
    union = record(piotr, "organisations", name="Test Workers' Union", circle="unions")
    hartley = {"name": "Imogen Hartley-Test", "standing": "public", "source": "A list"}
    record(piotr, "people", **hartley, office="Staff")
    pugh = {"name": "Gareth Pugh-Test", "standing": "private", "in_danger": "no"}
    record(piotr, "people", **pugh, purpose="To work together", source="He wrote")
    place = f"{parliament.removeprefix(HERE).strip('/')}/places"
    record(piotr, place, person_find="hartley", office="Member for Test Vale")
    owner = Member.objects.get(username="piotr").pk
    place = f"{union.removeprefix(HERE).strip('/')}/places"
    record(piotr, place, person_find="pugh", role="officer")
    met = record(
        piotr,
        "meetings",
        kind="meeting",
        status="held",
        title="Hartley and Pugh on a question",
        organisations_find="Test Parliament\nTest Workers",
        people_find="hartley\npugh",
        on=f"{YEAR}-02-03",
        directed="no",
        note="Pugh hesitates.",
        members=[owner],
    )
    promised = {"side": "theirs", "text": "Written question by 1 March", "owner": owner}
    union_ref = Organisation.objects.get(circle="unions").ref
    below = f"{met.removeprefix(HERE).strip('/')}/promises"
    record(piotr, below, **promised, due_on=f"{YEAR}-03-01", organisation=str(union_ref))
    return met


def approve_all(coordinator: Client) -> None:
    """Look at what waits, and say yes to it."""
    for each in Approval.objects.filter(status="waiting"):
        page = coordinator.get(f"/admin/approvals/{each.pk}/").content.decode()
        assert each.sha256 in page
        coordinator.post(f"/admin/approvals/{each.pk}/approve/", {"looked_at": each.sha256})
        each.refresh_from_db()
        assert each.status == "approved"


def test_officer_is_held_to_a_promise_and_a_doubtful_meeting_waits(
    piotr: Client, coordinator: Client
) -> None:
    met = record_both(piotr)

    assert "Overdue Written question by 1 March" in said(piotr.get(HERE))
    assert "Pugh hesitates." in said(piotr.get(met))
    doubtful = record(
        piotr,
        "meetings",
        kind="meeting",
        status="held",
        title="Asked for by a ministry",
        organisations_find="Test Workers",
        on=f"{YEAR}-02-10",
        on_behalf_of="A foreign ministry",
        directed="yes",
    )
    assert "Nothing may be sent" in said(piotr.get(doubtful))
    union = Organisation.objects.get(circle="unions")
    sent = {"subject_en": "Pickets", "precision": "month", f"with_{union.ref}": "on"}
    assert piotr.post(f"{doubtful}register/", sent).status_code == 200
    assert not Approval.objects.filter(status="waiting").exists()
    coordinator.post(f"{doubtful}advice/", {"advice": "We may, said a lawyer."})
    assert piotr.post(f"{doubtful}register/", sent).status_code == 302
    assert Approval.objects.filter(status="waiting").count() == 1


def test_quarter_is_told_by_circle_and_names_nobody(
    edition: Embassy, piotr: Client, coordinator: Client
) -> None:
    met = record_both(piotr)
    meeting = Interaction.objects.get()
    offices = {each.circle: each for each in meeting.organisations.all()}
    sent = {f"with_{each.ref}": "on" for each in offices.values()}
    office = offices["government"].positions.get().pk
    sent |= {f"office_{offices['government'].ref}": str(office), "precision": "month"}

    refused = piotr.post(f"{met}register/", {**sent, "subject_en": "What Hartley asked"})
    assert refused.status_code == 200
    asked = piotr.post(f"{met}register/", {**sent, "subject_en": "A written question"})
    assert asked.status_code == 302
    approve_all(coordinator)
    piotr.post(f"{HERE}register/count/", {"quarter": f"{YEAR}-q1"})
    approve_all(coordinator)
    made = bake(edition, now=timezone.now())

    assert made.faults == {}
    page = read(text_at(edition, f"{REGISTER}{YEAR}-q1/")).one("main").text
    assert "government bodies: 1 meeting trade unions: 1 meeting Rows withheld: 0." in page
    assert f"February {YEAR} Test Parliament , Member for Test Vale A written question" in page
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    served = b"".join(folders().blobs.read(each) for each in manifest.hashes if each)
    names = ("Hartley", "Imogen", "Pugh", "Gareth", "piotr", "hesitates")
    assert [each for each in names if each.encode() in served] == []


def test_officers_account_opens_counts_and_searches_no_help_request(piotr: Client) -> None:
    stranger = Client(headers={"host": str(settings.DESK_HOST)}, raise_request_exception=False)
    officer = Client(headers={"host": str(settings.DESK_HOST)}, raise_request_exception=False)
    officer.cookies = piotr.cookies

    for path in addresses_of("ambasada.config.urls_desk"):
        for method in ("GET", "POST"):
            ours, theirs = officer.generic(method, path), stranger.generic(method, path)
            assert (ours.status_code, ours.headers) == (theirs.status_code, theirs.headers), path
            assert ours.getvalue() == theirs.getvalue(), path
            if path.startswith("/s/"):
                assert ours.status_code in {400, 401, 403, 404, 405}, path
