"""Plants in a raised site what no reader may ever see, and who may sign in.

Run as `python -m tests.drills.planting` in the environment of that site; prints what it planted.
"""

import json
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from ambasada.accounts.models import Member
    from ambasada.network.models import Embassy

DRAFT = "Qanary draft never published"
UNSAVED = "Qanary revision of a live page"
WITHDRAWN = "Qanary item taken back"
SCRIPTED = "Qanary item a script set live"
WAGTAILS = "Qanary item published past approval"
WAITING = "Qanary item that waits for approval"
FACT = "Qanary fact nobody approved"
ORPHAN = "Qanary live item below a withdrawn section"
PRIVATE = "Qanary item an editor made private"
EMBARGOED = "Qanary item for tomorrow"
SCHEDULED = "Qanary item approved for tomorrow"
ROW = "Qanary row of the register that waits"
COMING = "Qanary row of the register for tomorrow"
NOTE = "Qanary note of a meeting"
UNUSED = "Qanary document nobody links"
FOREIGN = "Qanary item of Norland"
SECRETS = (
    DRAFT,
    UNSAVED,
    WITHDRAWN,
    SCRIPTED,
    WAGTAILS,
    WAITING,
    FACT,
    ORPHAN,
    PRIVATE,
    EMBARGOED,
    SCHEDULED,
    ROW,
    COMING,
    NOTE,
    UNUSED,
)

NORLAND_HOST = "norland.localhost"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 -- of an invented member
PASSWORD = "a sentence only I would write"  # noqa: S105 -- likewise


def plant() -> dict[str, Any]:
    from ambasada.network.models import Embassy  # noqa: PLC0415 -- needs Django set up

    norland = _raise_norland()
    british = Embassy.objects.get(code="gb")
    return {
        "sessions": {
            "seated": _sign_in(_member("drill-seated", british, second_factor=True)),
            "keyed": _sign_in(_give_passkey(_member("drill-keyed", british, second_factor=True))),
            "halfway": _sign_in(_member("drill-halfway", british, second_factor=False)),
        },
        "withdrawn": _plant_pages(british),
        "row": _plant_register(british),
        "foreign": _plant_foreign_page(),
        **_plant_documents(british),
        "norland": norland.pk,
    }


def _raise_norland() -> "Embassy":
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415 -- likewise

    from ambasada.front.actions import raise_embassy  # noqa: PLC0415 -- likewise
    from ambasada.front.packs import read_pack  # noqa: PLC0415 -- likewise

    pack = read_pack(Path(__file__).resolve().parents[2] / "content" / "norland")
    port = settings.PUBLIC_PORT
    return raise_embassy(pack, host=NORLAND_HOST, port=port, now=timezone.now())


def _add_news(section: str, title: str, **fields: Any) -> Any:  # noqa: ANN401 -- Wagtail
    """Add news as a draft; with live=True as a script would, past every approval."""
    from wagtail.models import Page  # noqa: PLC0415 -- needs Django set up

    from ambasada.publishing.models import NewsPage  # noqa: PLC0415 -- likewise

    parent = Page.objects.get(url_path=section)
    given = {"live": False, "introduction": title, **fields}
    page = NewsPage(title=title, locale=parent.locale, **given)
    added = parent.specific.add_child(instance=page)
    added.save_revision()
    return added


def _plant_pages(british: "Embassy") -> str:
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up
    from wagtail.models import Page  # noqa: PLC0415 -- needs Django set up

    from tests.factories.pages import approve_at_once, withdraw_at_once  # noqa: PLC0415

    news = f"{british.home_path('en')}news/"
    _add_news(news, DRAFT)
    _add_news(news, SCRIPTED, live=True)
    _add_news(news, WAGTAILS).get_latest_revision().publish()
    tomorrow = timezone.now() + timedelta(days=1)
    _add_news(news, EMBARGOED, go_live_at=tomorrow).get_latest_revision().publish()
    about = Page.objects.get(url_path=f"{british.home_path('en')}about/").specific
    about.title = UNSAVED
    about.save_revision()
    block = british.emergency_block
    block.response_time = dict.fromkeys(block.response_time, FACT)
    block.save()
    withdrawn = _add_news(news, WITHDRAWN)
    approve_at_once(withdrawn)
    withdraw_at_once(withdrawn)
    _plant_waiting(_add_news(news, WAITING))
    _plant_scheduled(_add_news(news, SCHEDULED))
    _plant_section(british, news)
    return f"/en/{withdrawn.address}"


def _plant_section(british: "Embassy", news: str) -> None:
    """Plant a section that was taken back with what stands below it, and a private page."""
    from wagtail.models import Page, PageViewRestriction  # noqa: PLC0415 -- needs Django set up

    from ambasada.publishing.models import NewsIndexPage  # noqa: PLC0415 -- likewise
    from tests.factories.pages import approve_at_once, withdraw_at_once  # noqa: PLC0415

    home = Page.objects.get(url_path=british.home_path("en")).specific
    section = NewsIndexPage(title="A section", slug="a-section", locale=home.locale)
    home.add_child(instance=section)
    approve_at_once(section)
    orphan = _add_news(section.url_path, ORPHAN)
    approve_at_once(orphan)
    withdraw_at_once(orphan)
    withdraw_at_once(section)
    type(orphan).objects.filter(pk=orphan.pk).update(live=True)
    private = _add_news(news, PRIVATE, live=True)
    PageViewRestriction.objects.create(
        page=private, restriction_type=PageViewRestriction.LOGIN, password=""
    )


def _plant_register(british: "Embassy") -> str:
    """Plant a meeting whose row is public, one whose row waits, and one whose day comes later."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.models import Actor, Member  # noqa: PLC0415 -- likewise
    from ambasada.pages.actions.publication import finish  # noqa: PLC0415 -- likewise
    from tests.factories.contacts import meeting, organisation, put_on_register  # noqa: PLC0415
    from tests.factories.register import row, written_row  # noqa: PLC0415 -- likewise

    member = Member.objects.earliest("pk")
    union = organisation(british, member)
    fields = dict.fromkeys(("title", "note", "place", "agenda", "outcome", "summary"), NOTE)
    met = meeting(british, member, organisations=[union], **fields)
    asked = put_on_register(met, member)
    finish(asked, by=Actor.OPERATOR, now=timezone.now())
    said = dict.fromkeys(british.languages, ROW)
    written_row(british, subject=said, office=ROW)
    later = timezone.now().date() + timedelta(days=1)
    row(british, subject={"en": COMING}, office=COMING, not_before=later)
    return "/en/partners/meetings/2026-q1/"


def _plant_waiting(page: Any) -> None:  # noqa: ANN401 -- Wagtail
    """Leave a page waiting for a yes that never comes."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.models import Actor, Member  # noqa: PLC0415 -- likewise
    from ambasada.pages.actions import ask  # noqa: PLC0415 -- likewise

    assert Member.objects.count() >= 2, "the request would be done at once"
    ask([page], by=Actor.OPERATOR, now=timezone.now())


def _plant_scheduled(page: Any) -> None:  # noqa: ANN401 -- Wagtail
    """Leave a page approved for a moment that does not come while the site runs."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.models import Actor  # noqa: PLC0415 -- likewise
    from ambasada.pages.actions import ask  # noqa: PLC0415 -- likewise
    from ambasada.pages.actions.publication import finish_in_time  # noqa: PLC0415 -- likewise

    now = timezone.now()
    asked = ask([page], by=Actor.OPERATOR, now=now, release_at=now + timedelta(days=1))
    finish_in_time(asked, by=Actor.OPERATOR, now=now)
    assert asked.status == asked.Status.SCHEDULED


def _plant_foreign_page() -> str:
    from tests.factories.pages import approve_at_once  # noqa: PLC0415 -- needs Django set up

    page = _add_news("/norland-en/news/", FOREIGN)
    approve_at_once(page)
    return f"/en/{page.address}"


def _plant_documents(british: "Embassy") -> dict[str, str]:
    from django.core.files.base import ContentFile  # noqa: PLC0415 -- needs Django set up

    from ambasada.network.models import StoredDocument  # noqa: PLC0415 -- likewise
    from tests.factories.pages import approve_at_once  # noqa: PLC0415 -- likewise

    def store(title: str, text: str) -> StoredDocument:
        file = ContentFile(text.encode(), name="resolution.txt")
        return StoredDocument.objects.create(title=title, file=file)

    unused = store(UNUSED, UNUSED)
    store("Stored once", "the same words")
    twice = store("Stored once more", "the same words")
    source = {"title": "The same words", "archived": twice}
    news = f"{british.home_path('en')}news/"
    approve_at_once(_add_news(news, "Two stored copies", sources=[("source", source)]))
    return {
        "unused": f"/documents/{unused.sha256}.txt",
        "unused_by_number": f"/documents/{unused.pk}/{unused.filename}",
        "twice": f"/documents/{twice.sha256}.txt",
    }


def _member(username: str, embassy: "Embassy", *, second_factor: bool) -> "Member":
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: PLC0415
    from allauth.mfa.totp.internal.auth import TOTP  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415 -- likewise

    from ambasada.accounts.models import Member  # noqa: PLC0415 -- likewise
    from ambasada.network.actions import take_seat  # noqa: PLC0415 -- likewise

    member = Member.objects.create_member(username, PASSWORD)
    take_seat(member, embassy, role="coordinator", now=timezone.now())
    if second_factor:
        TOTP.activate(member, TOTP_SECRET)
        RecoveryCodes.activate(member)
    return member


def _give_passkey(member: "Member") -> "Member":
    """Give a member a passkey that no browser has: only its confirmation is of use."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 -- needs Django set up

    data = {"name": "A key", "credential": {}}
    Authenticator.objects.create(user=member, type=Authenticator.Type.WEBAUTHN, data=data)
    return member


def _sign_in(member: "Member") -> str:
    """Return the key of a session, as signing in would have made it."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 -- needs Django set up
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    key = Authenticator.objects.filter(user=member, type=Authenticator.Type.WEBAUTHN).first()
    if key:  # confirmed, and for the length of a drill
        at = time.time() + 3600
        record = {"method": "mfa", "type": "webauthn", "id": key.pk, "at": at}
        session["account_authentication_methods"] = [record]
        session["account_authentication_methods_user"] = str(member.pk)
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(plant()))  # noqa: T201 -- read by the drills
