"""What becomes of drafts that nobody touches any more."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef
from wagtail.models import Page, Revision

from ambasada.network.models import Approval, Author, Embassy, FairCopy, fact_kinds, is_dispensable
from ambasada.pages.actions.leftovers import delete_row, forget_log_of
from ambasada.pages.actions.translations import freeze_again, is_being_translated

_HOME_DEPTH = 2


def let_go_of_drafts(oldest: datetime) -> int:
    """Let go of drafts that nobody has touched since a moment; return how many things went.

    A page or fact goes back to what was approved last. If it never was, it goes altogether.
    """
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for revision, kind, number in _old_revisions(oldest):
        found[kind, number].append(revision)
    return sum(_let_go(thing, numbers, oldest) for thing, numbers in found.items())


def _old_revisions(oldest: datetime) -> Iterable[tuple[int, int, str]]:
    """Return (revision, kind, number of the thing) of old revisions but those that are public."""
    old = Revision.objects.filter(created_at__lte=oldest).order_by("pk")
    for model in (Page, *fact_kinds()):
        copies = FairCopy.objects.once_public().filter(object_id=OuterRef("pk"))
        pages_or_kind = {"path__isnull": False} if model is Page else {"kind": _label(model)}
        live = model.objects.filter(
            Exists(copies.filter(**pages_or_kind)), live_revision__isnull=False
        )
        old = old.exclude(pk__in=live.values("live_revision"))
    return old.values_list("pk", "base_content_type_id", "object_id")


def _label(model: type[models.Model]) -> str:
    return model._meta.label_lower


def _let_go(thing: tuple[int, str], revisions: list[int], oldest: datetime) -> int:
    """Let go of a thing's old revisions, or of the thing; return how much went."""
    kind, number = thing
    model: Any = ContentType.objects.get_for_id(kind).model_class()
    row: Any = None
    if model is Page or model in fact_kinds():
        # Whoever saves it meanwhile waits, and what they save is young.
        row = model.objects.select_for_update().filter(pk=number).first()
    if isinstance(row, Page):
        row = row.specific
    if row is not None and _is_untouched(row, oldest):
        copy = _last_approved(row)
        if copy is not None:
            set_back(row, copy)
        elif _may_go(row, oldest):
            return delete_row(row)
    old = Revision.objects.filter(pk__in=revisions)
    if row is not None:
        row.refresh_from_db(fields=["latest_revision", "live_revision"])
        old = old.exclude(pk__in={row.latest_revision_id, row.live_revision_id} - {None})
    removed = old.count()
    old.delete()
    return removed


def _is_untouched(row: Any, oldest: datetime) -> bool:  # noqa: ANN401 -- a page or a fact
    """Tell whether a thing's newest draft is an old one that nobody is asked about."""
    latest = row.latest_revision
    if latest is None or latest.created_at > oldest:
        return False
    is_public = row.live and row.latest_revision_id == row.live_revision_id
    # What Wagtail has for live without an approval is a draft all the same.
    is_draft = not is_public or _last_approved(row) is None
    return is_draft and not _is_asked_for(row) and not is_being_translated(row, since=oldest)


def _is_asked_for(row: Any) -> bool:  # noqa: ANN401 -- a page or a fact
    waiting = FairCopy.objects.of_thing(row).filter(approval__status__in=Approval.OPEN)
    return waiting.exists()


def _last_approved(row: Any) -> FairCopy | None:  # noqa: ANN401 -- a page or a fact
    """Return the copy readers are served, or were before it was taken back."""
    copies = FairCopy.objects.of_thing(row).once_public()
    return copies.order_by("-is_public", "-approval__decided_at", "-pk").first()


def set_back(row: Any, copy: FairCopy) -> None:  # noqa: ANN401 -- a page or a fact
    """Make a row say what was approved last, and nothing of any draft."""
    if not row.live or FairCopy.of(row).sha256 != copy.sha256:
        # Wagtail writes the draft of what is not live into the row itself.
        row = _restored(row, copy)
    else:
        row.latest_revision = row.live_revision
    row.has_unpublished_changes = False
    if isinstance(row, Page):
        row.draft_title = row.title
        row.latest_revision_created_at = getattr(row.latest_revision, "created_at", None)
        row.save(clean=False)
        freeze_again(row)
    else:
        row.save()
    Author.objects.filter(kind=row._meta.label_lower, object_id=row.pk).delete()
    forget_log_of([row])


def _restored(row: Any, copy: FairCopy) -> Any:  # noqa: ANN401 -- a page or a fact
    """Return a thing as it was approved; Wagtail's own notes about it stay as they are."""
    restored = row.with_content_json(copy.content["fields"])
    for name in ("first_published_at", "last_published_at"):
        setattr(restored, name, getattr(row, name))
    restored.latest_revision = restored.live_revision = None
    return restored


def _may_go(row: Any, oldest: datetime) -> bool:  # noqa: ANN401 -- a page or a fact
    """Tell whether what was never approved goes: with what is below it, or not at all.

    An embassy that was not approved yet stays as it was raised: nobody could raise it again.
    """
    if not isinstance(row, Page):
        return is_dispensable(row) and _is_approved(row.embassy)
    if row.depth <= _HOME_DEPTH or not _is_approved(_embassy_above(row)):
        return False
    below = row.get_descendants().specific()
    return all(_is_untouched(each, oldest) and _last_approved(each) is None for each in below)


def _is_approved(embassy: Embassy | None) -> bool:
    return embassy is None or FairCopy.objects.of_thing(embassy).filter(is_public=True).exists()


def _embassy_above(page: Page) -> Embassy | None:
    code = page.url_path.strip("/").partition("/")[0].rpartition("-")[0]
    return Embassy.objects.filter(code=code).first()
