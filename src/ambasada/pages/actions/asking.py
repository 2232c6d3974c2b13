"""Asking for something to be made public, or to be taken back."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import (
    BOOKKEEPING,
    Approval,
    Banner,
    EmergencyBlock,
    FairCopy,
    NamedFile,
    StoredDocument,
    StoredPicture,
    is_dispensable,
    kept_bytes,
    picture_numbers,
)
from ambasada.network.rules import is_seated
from ambasada.pages.actions.drafts import note_author_of
from ambasada.pages.actions.publication import finish_in_time, give_to_readers
from ambasada.pages.corrections import require_corrections
from ambasada.pages.digests import digest_of
from ambasada.pages.erased import require_not_erased, require_own_address
from ambasada.pages.queries.approvals import consents_needed
from ambasada.pages.queries.current import current
from ambasada.pages.scheduling import moment_of, require_not_scheduled
from ambasada.pages.titles import title_of


@transaction.atomic
def ask(
    things: Sequence[models.Model],
    *,
    by: Member | Actor,
    now: datetime,
    release_at: datetime | None = None,
) -> Approval:
    """Ask for pages and facts of one embassy to be made public together, as they are now.

    With `release_at` they go out at that minute or when they are approved, whichever is later;
    nothing of them is public before. A member needs a seat in the embassy. What has not changed
    since it was approved is left out. Whatever waited for the same pages and facts becomes void.
    While the installation has no member nobody is there to be asked: what the founder asks is
    done at once.

    Raises Refused if nothing has changed, if something has a gap, if a page would stand below a
    section that is not public, or where something was erased or every site has something else; if
    a published correction is lost or missing in a language; if the moment is over, too near or too
    far; or if something of it is approved already and only waits for its moment.
    """
    if release_at is not None:
        release_at = moment_of(release_at, now=now)
    copies = [_fair_copy(thing, now=release_at or now) for thing in things]
    changed = [copy for copy in copies if not _is_public_already(copy)]
    if not changed:
        raise Refused(_("Nothing has changed since this was approved."))
    for copy in changed:
        require_not_erased(copy)
        require_own_address(copy)
    require_corrections(changed)
    together = {copy.object_id for copy in changed if copy.path is not None}
    for thing in things:
        _require_public_section(thing, together)
    return _ask(changed, Approval.Change.PUBLISH, by=by, now=now, release_at=release_at)


@transaction.atomic
def ask_to_withdraw(thing: models.Model, *, by: Member | Actor, now: datetime) -> Approval:
    """Ask for a public page, or a fact an embassy can be without, to be taken back.

    The address of a page will say that it is gone. Raises Refused if it is not public, if public
    pages stand below it, or if it is a fact that every page needs.
    """
    thing = thing.specific if isinstance(thing, Page) else thing
    if not (isinstance(thing, Page) or is_dispensable(thing)):
        raise Refused(_("Every page needs this. Change it instead of taking it back."))
    public = FairCopy.objects.of_thing(thing).filter(is_public=True).first()
    if public is None:
        raise Refused(_("This is not public."))
    below = FairCopy.objects.filter(
        path__isnull=False,
        embassy=public.embassy,
        language=public.language,
        is_public=True,
        path__startswith=public.path or "",
    ).exclude(pk=public.pk)
    if below.exists():
        raise Refused(_("Public pages stand below this one. Take those back first."))
    again = FairCopy(
        **{
            field: getattr(public, field)
            for field in (
                *("kind", "object_id", "embassy", "source", "sha256"),
                *("language", "path", "translation_key", "dated_on"),
            )
        }
    )
    return _ask([again], Approval.Change.WITHDRAW, by=by, now=now)


@transaction.atomic
def adopt(things: Sequence[models.Model], *, now: datetime) -> Approval:
    """Take what stands on a site of before approvals for approved, as its rows have it.

    For an embassy that has never had an approval: it is served today as it was yesterday. The
    ledger names the operator. Raises Refused if the embassy has had an approval.
    """
    copies = [FairCopy.of(thing) for thing in things]
    if Approval.objects.filter(embassy=copies[0].embassy).exists():
        raise Refused(_("This embassy has approvals already; nothing is taken for approved."))
    approval = _keep(copies, Approval.Change.PUBLISH, by=Actor.OPERATOR, now=now)
    give_to_readers(approval, by=Actor.OPERATOR, now=now)
    return approval


def _ask(
    copies: list[FairCopy],
    change: Approval.Change,
    *,
    by: Member | Actor,
    now: datetime,
    release_at: datetime | None = None,
) -> Approval:
    embassy = copies[0].embassy
    if isinstance(by, Member) and not is_seated(by, embassy, now.date()):
        raise Refused(_("You have no seat in this embassy."))
    for copy in copies:
        require_not_scheduled(copy)
        void_waiting(copy, by=by, now=now)
    approval = _keep(copies, change, by=by, now=now, release_at=release_at)
    if consents_needed(approval) == 0:
        finish_in_time(approval, by=by, now=now)
    return approval


def void_waiting(copy: FairCopy, *, by: Member | Actor, now: datetime) -> None:
    """Make void what waits for the same page or fact with other bytes, or with the same."""
    waiting = Approval.objects.filter(
        status=Approval.Status.WAITING,
        copies__kind=copy.kind,
        copies__object_id=copy.object_id,
    )
    for approval in waiting.distinct():
        void(approval, by=by, now=now)


def void(approval: Approval, *, by: Member | Actor, now: datetime) -> None:
    """Make an approval void: what it was about is no longer what was looked at.

    One that was decided meanwhile stays as it was decided.
    """
    still = Approval.objects.select_for_update().get(pk=approval.pk)
    if still.status not in Approval.OPEN:
        return
    approval.status, approval.decided_at = Approval.Status.VOID, now
    approval.save(update_fields=["status", "decided_at"])
    append(Verb.VOIDED, by=by, subject=approval.subject, now=now)


def _keep(
    copies: list[FairCopy],
    change: Approval.Change,
    *,
    by: Member | Actor,
    now: datetime,
    release_at: datetime | None = None,
) -> Approval:
    """Store an approval with its copies and the files they name."""
    approval = Approval.objects.create(
        embassy=copies[0].embassy,
        change=change,
        asked_by=by if isinstance(by, Member) else None,
        asked_at=now,
        release_at=release_at,
        sha256=digest_of(copies, release_at),
    )
    for copy in copies:
        if copy.embassy != approval.embassy:
            raise Refused(_("Ask for each embassy apart."))
        copy.approval = approval
        copy.save()
        for number, file in copy.files.items():
            stored = StoredDocument.objects.get(pk=number)
            if stored.uploaded_by_user is not None:
                note_author_of(copy, stored.uploaded_by_user)
            if stored.keep() != file.sha256:
                raise Refused(_("A file that this names is damaged. Store it again, then ask."))
            NamedFile.objects.create(copy=copy, sha256=file.sha256, suffix=file.suffix)
        _name_pictures(copy)
    append(Verb.ASKED, by=by, subject=approval.subject, now=now, digest=approval.sha256)
    return approval


def _name_pictures(copy: FairCopy) -> None:
    """Name the forms of a copy's pictures that readers get; who kept one is an author of it."""
    kept = StoredPicture.objects.in_bulk(copy.pictures)
    for number, picture in copy.pictures.items():
        by = kept[number].uploaded_by if number in kept else None
        if by is not None:
            note_author_of(copy, by)
        for form in picture.forms:
            if kept_bytes(form.sha256, form.suffix) is None:
                raise Refused(_("A picture here is damaged. Keep it once more, then ask."))
            NamedFile.objects.create(copy=copy, sha256=form.sha256, suffix=form.suffix)


def _fair_copy(thing: Any, *, now: datetime) -> FairCopy:  # noqa: ANN401 -- a page or any fact
    """Return the copy of the latest revision; raises Refused if it has a gap."""
    latest = current(thing)
    try:
        _require_whole(latest, now=now)
    except ValidationError as error:
        raise Refused(_gap(latest, error)) from None
    if getattr(latest, "go_live_at", None) or getattr(latest, "expire_at", None):
        raise Refused(
            _("When it goes out is named when you ask, not in the page. Remove it there, then ask.")
        )
    copy = FairCopy.of(latest)
    if picture_numbers(latest) != set(copy.pictures):
        raise Refused(_("A picture in this is not there any more. Choose another one."))
    return copy


def _require_whole(thing: Any, *, now: datetime) -> None:  # noqa: ANN401 -- likewise
    """Raise ValidationError if a page or fact, or a row below it, is not as its model wants it.

    A draft is saved with gaps, so what no form has checked yet is checked here.
    """
    thing.full_clean()
    for relation in get_all_child_relations(type(thing)):
        if relation.get_accessor_name() in BOOKKEEPING:
            continue
        for row in getattr(thing, relation.get_accessor_name()).all():
            row.full_clean()
    if isinstance(thing, EmergencyBlock):
        thing.require_rows()
    if isinstance(thing, Banner):
        thing.require_standing(now)


def _gap(thing: Any, error: ValidationError) -> str:  # noqa: ANN401 -- likewise
    field, messages = next(iter(error.message_dict.items()))
    label = ""
    if field != "__all__":
        label = f"{_label(thing, field)}: "
    return f"“{title_of(thing)}”: {label}{messages[0]}"


def _label(thing: Any, field: str) -> str:  # noqa: ANN401 -- likewise
    """Return the name of a field of a page or fact, or of the rows below it."""
    below = [each.related_model for each in get_all_child_relations(type(thing))]
    for model in (type(thing), *below):
        with suppress(FieldDoesNotExist):
            return str(model._meta.get_field(field).verbose_name)
    return field


def _is_public_already(copy: FairCopy) -> bool:
    return FairCopy.objects.filter(
        kind=copy.kind, object_id=copy.object_id, is_public=True, sha256=copy.sha256
    ).exists()


def _require_public_section(thing: models.Model, together: set[int]) -> None:
    if not isinstance(thing, Page) or thing.depth <= 2:  # noqa: PLR2004 -- home pages' depth
        return
    parent = thing.get_parent()
    is_public = FairCopy.objects.filter(
        object_id=parent.pk, path__isnull=False, is_public=True
    ).exists()
    if parent.pk not in together and not is_public:
        raise Refused(_("The section above this page is not public. Ask for that first."))
