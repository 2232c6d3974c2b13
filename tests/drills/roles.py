"""Every address of the staff origin with the numbers of things that are there, asked by a role."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, URLResolver, get_resolver, resolve
from django.utils import timezone
from django.utils.regex_helper import normalize
from wagtail.models.media import UploadedFile
from wagtail_localize.models import StringSegment, Translation

from ambasada.accounts.models import Member
from ambasada.casework.actions import ask_wiping
from ambasada.casework.models import Breach, Shift
from ambasada.editions.actions import ask_restoration, ask_rollback
from ambasada.editions.folders import Folders
from ambasada.lib.tombstones import Tombstone, lay
from ambasada.network.actions import ask_invite, ask_seat_change, end_seat
from ambasada.network.models import Mirror, OnionAddress, Seat
from ambasada.pages.actions import ask
from ambasada.publishing.models import RecurringDay
from tests.casework.rotas import desk_key_of
from tests.drills.contacts import relations_numbers
from tests.drills.standing import CANARY, Standing
from tests.factories.pages import DAY, at, draft_banner, drafted
from tests.factories.photographs import kept
from tests.factories.prisoners import imported, person
from tests.factories.staff import confirm_passkey, give_passkey, seat, signed_in

ROLES = (
    "stranger",
    "member without a key",
    "member whose seat ended",
    "editor",
    "coordinator",
    "coordinator of another embassy",
)
METHODS = ("GET", "POST")


class Asked(NamedTuple):
    """What became of a request, in a word of the table, what was shown, and what was done."""

    outcome: str
    body: bytes
    done: object


@dataclass(frozen=True)
class Address:
    """One pattern of the staff table with something of Britain's filled in."""

    name: str
    path: str


def addresses(numbers: Mapping[str, Any]) -> list[Address]:
    """Return an address for each pattern of the staff table, those of included tables too."""
    patterns = get_resolver(settings.STAFF_URLCONF).url_patterns
    return list(dict.fromkeys(_walk(patterns, numbers)))


def _walk(
    patterns: list[Any], numbers: Mapping[str, Any], *, before: str = "/", space: str = ""
) -> Iterator[Address]:
    for each in patterns:
        for form, names in normalize(each.pattern.regex.pattern):
            if isinstance(each, URLResolver):
                inner = f"{space}{each.namespace}:" if each.namespace else space
                filled = form % dict.fromkeys(names, "1")
                yield from _walk(each.url_patterns, numbers, before=before + filled, space=inner)
            else:
                name = space + (each.name or "")
                path = before + form % _values(name, names, numbers)
                yield Address(_answering(path), path)


def _answering(path: str) -> str:
    """Return the name of what answers a path: a place that is closed stands before its views."""
    try:
        return str(resolve(path, settings.STAFF_URLCONF).view_name)
    except Resolver404:
        return "not_here"


def _values(name: str, names: list[str], numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what fills an address: what is known for its name, its table, or for all."""
    special: Mapping[str, Any] = {}
    for key in (name.partition(":")[0], name):
        if isinstance(numbers.get(key), dict):
            special = numbers[key]
    return {each: special.get(each, numbers.get(each, "1")) for each in names}


def numbers_of(there: Standing) -> dict[str, Any]:
    """Plant one of each thing in Britain, each with the canary in it; return their numbers."""
    draft = drafted(_canary_page(), at(there.britain, "en", "news/"))
    anna, now = there.member("anna"), timezone.now()
    asked = ask([draft], by=anna, now=now)
    invite = ask_invite(by=anna, embassy=there.britain, role="editor", now=now).invite
    translation = Translation.objects.get()
    item, document = there.item, there.document
    there.document.__class__.objects.filter(pk=document.pk).update(title=CANARY)
    upload = UploadedFile.objects.create(
        uploaded_by_user=anna,
        for_content_type=ContentType.objects.get_for_model(document),
        file=ContentFile(b"Q", name="q.txt"),
    )
    revision, third = draft.latest_revision_id, seat("third", there.britain).seats.get()
    change = ask_seat_change(third, Seat.Role.EDITOR, by=anna, now=now)
    rollback = ask_rollback(there.britain, None, reason=CANARY, by=anna, now=now).pk
    stone = lay(Folders(settings.EDITIONS_ROOT).tombstones, Tombstone(0, "gb", now.date())).number
    restoration = ask_restoration(there.britain, stone, by=anna, now=now).pk
    said = dict.fromkeys(there.britain.languages, CANARY)
    picture = kept(there.britain, anna, alternative=said, rights=CANARY)
    form = picture.renditions.all()[0]
    listing = imported(there.britain, person(1, name=CANARY, died="2025-01-01"), person(2))
    assert listing.approval is not None
    compared = {"_0": draft.pk, "_1": revision, "_2": revision}
    return {
        "page_id": draft.pk,
        "page_to_move_id": draft.pk,
        "parent_page_id": draft.get_parent().pk,
        "destination_id": at(there.britain, "en", "statements/").pk,
        "revision_id": revision,
        "content_type_app_name": "publishing",
        "content_type_model_name": "newspage",
        "app_label": "network",
        "app_name": "network",
        "model_name": "channel",
        "object_id": draft.pk,
        "number": asked.pk,
        "copy": asked.copies.get().pk,
        "poster": {"number": item.pk},
        "kind": "page",
        "translation_source_id": translation.source_id,
        "translation_id": translation.pk,
        "string_segment_id": StringSegment.objects.filter(source=translation.source).first().pk,
        "document_id": document.pk,
        "doc_id": document.pk,
        "uploaded_file_id": upload.pk,
        "ask": {"kind": "page", "number": draft.pk},
        "code": there.britain.code,
        "take_back": {"kind": "page", "number": item.pk},
        "members_change_seat": {"number": third.pk},
        "approve_rollback": {"number": rollback, "code": there.britain.code},
        "decline_rollback": {"number": rollback, "code": there.britain.code},
        "remove_person": {"code": there.britain.code, "ref": "a" * 16},
        "prisoner_claims": {"number": listing.of_list.pk, "kind": "death"},
        "prisoner_rows": {
            "number": listing.approval.pk,
            "copy": listing.approval.copies.get().pk,
        },
        "restore": {"stone": stone, "code": there.britain.code},
        "approve_restoration": {"number": restoration, "code": there.britain.code},
        "decline_restoration": {"number": restoration, "code": there.britain.code},
        "erase": {"kind": "page", "number": item.pk},
        "erase_document": {"number": document.pk},
        "erase_picture": {"number": picture.pk},
        "kept_picture": {"sha256": form.sha256, "suffix": form.suffix},
        "picture_chooser": {"pk": picture.pk},
        "members_confirm": {"number": change.pk},
        "members_drop": {"number": change.pk},
        "members_vouch": {"number": invite.pk},
        "members_device_lost": {"number": anna.pk},
        "members_way_back": {"number": anna.pk},
        "wagtailadmin_pages:revisions_compare": compared,
        "wagtaildocs_chooser": {"pk": document.pk},
        "wagtaildocs_serve": {"_0": document.pk, "_1": document.filename},
        "wagtail_bulk_action": {
            "app_label": "wagtailcore",
            "model_name": "page",
            "action": "delete",
        },
        "wagtailadmin_pages:choose_parent": {"app_label": "publishing", "model_name": "newspage"},
        "wagtailadmin_editing_sessions:ping": {
            "app_label": "publishing",
            "model_name": "newspage",
            "object_id": draft.pk,
        },
        "wagtail_localize:edit_string_translation": {"translation_id": translation.pk},
        "wagtailsnippets_prisoners_prisonerlist": _numbers_of(listing.of_list),
        "wagtailsnippetchoosers_prisoners_prisonerlist": {"pk": listing.of_list.pk},
        **_duty(there, anna),
        **relations_numbers(there.britain, anna),
        **dict(_facts(there)),
    }


def _duty(there: Standing, anna: Member) -> dict[str, Any]:
    """Return the numbers of a shift, lost keys, and a request to delete every appeal."""
    code, now = there.britain.code, timezone.now()
    shift = Shift.objects.create(
        embassy=code,
        member=anna.pk,
        desk="help",
        turn=Shift.Turn.FIRST,
        starts_at=now,
        ends_at=now + timedelta(hours=8),
        zone="Europe/London",
    )
    lost = Breach.objects.create(embassy=code, member=anna.pk, kid="a" * 16, known_at=now)
    wiping = ask_wiping(there.britain, by=anna, now=now)
    key = desk_key_of(there.member("boris"))
    key.suspended_on = now.date() - timedelta(days=7)
    key.save()
    numbers: dict[str, Any] = {
        "key_reinstate": key,
        "key_end": key,
        "shift_stand_in": shift,
        "shift_end": shift,
        "breach": lost,
        "breach_close": lost,
    }
    numbers |= {"wipe_confirm": wiping, "wipe_drop": wiping}
    return {name: {"number": each.pk} for name, each in numbers.items()}


def _facts(there: Standing) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the numbers of a draft of each kind of fact, by the table of its addresses."""
    britain = there.britain
    facts: list[Any] = [britain, britain.emergency_block, britain.mandate, britain.search_words]
    facts.append(draft_banner(britain))
    below = ("channels", "offices", "wordings", "figures", "data_sets", "timeline_events")
    facts += [getattr(britain, each).first() for each in below]
    facts += [RecurringDay.objects.filter(embassy=britain).first()]
    facts += [
        model.objects.create(embassy=britain, address=f"https://{CANARY}.example.org", live=False)
        for model in (Mirror, OnionAddress)
    ]
    said = dict.fromkeys(britain.languages, CANARY)
    for fact in facts:
        for field in fact._meta.get_fields():
            if type(field).__name__ == "InLanguages":
                setattr(fact, field.name, said)
        fact.save_revision(clean=False)  # as the admin saves a draft
        fact.save()
        kind = f"{fact._meta.app_label}_{fact._meta.model_name}"
        yield f"wagtailsnippets_{kind}", _numbers_of(fact)
        yield f"wagtailsnippetchoosers_{kind}", {"pk": fact.pk}


def _numbers_of(fact: Any) -> dict[str, Any]:  # noqa: ANN401 -- of any kind
    number = fact.latest_revision_id
    where = {"pk": fact.pk, "revision_id": number}
    return where | {"revision_id_a": number, "revision_id_b": number}


def _canary_page() -> Any:  # noqa: ANN401 -- a page
    from ambasada.publishing.models import NewsPage  # noqa: PLC0415 -- once

    return NewsPage(title=CANARY, introduction=CANARY, published_on=DAY)


def browsers(there: Standing) -> dict[str, Client]:
    """Return a browser for each role, signed in as that role can be."""
    host = str(settings.STAFF_HOST)
    bare = Member.objects.create_member("keyless", "-")
    ended = seat("ended", there.britain)
    Seat.objects.create(member=bare, embassy=there.britain, role="editor", starts_on=DAY)
    editor = seat("editor", there.britain, role=Seat.Role.EDITOR)
    for member in (ended, editor):
        give_passkey(member)
    found = {
        "stranger": Client(headers={"host": host}),
        "member without a key": signed_in(bare),
        "member whose seat ended": signed_in(ended),
        "editor": signed_in(editor),
        "coordinator": there.browser("boris"),
        "coordinator of another embassy": there.browser("nils"),
    }
    for role in ("member whose seat ended", "editor"):
        confirm_passkey(found[role])
    end_seat(ended.seats.get(), by=ended, now=timezone.now())
    return found


def ask_as(
    browser: Client,
    method: str,
    path: str,
    *,
    form: Mapping[str, Any],
    noticed: Callable[[], object],
) -> Asked:
    """Ask, notice what that did, and undo it in the tables and in the browser."""
    browser.raise_request_exception = False
    cookies = deepcopy(browser.cookies)
    with transaction.atomic():
        answer = browser.post(path, form) if method == "POST" else browser.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        close(answer)
        done = noticed()
        transaction.set_rollback(True)
    browser.cookies = cookies
    return Asked(outcome(answer), body, done)


def close(answer: HttpResponseBase) -> None:
    """Close the files of an answer, and not the connection of the test to its database."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)


def outcome(answer: HttpResponseBase) -> str:
    """Return in a word of the table what became of a request."""
    status = answer.status_code
    where = answer.headers.get("Location", "")
    if status == 404 or where.startswith("/admin/login/"):  # which is closed
        return "not here"
    words = {
        "home": status == 403 or where == "/admin/",
        "sign in": where.startswith("/account/login/"),
        "add a key": where == "/account/keys/",
        "other method": status == 405,
        "fails": status >= 500,
    }
    return next((word for word, holds in words.items() if holds), "may")
