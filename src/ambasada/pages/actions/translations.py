"""What wagtail-localize keeps beside pages: frozen sources, their strings, what was translated."""

from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page
from wagtail_localize.models import (
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TranslatableObject,
    TranslationSource,
)

from ambasada.network.models import Approval, FairCopy


def let_go_of_translations(oldest: datetime) -> int:
    """Let go of what was translated of pages that are gone, or long ago and never approved."""
    removed = 0
    for model in (StringTranslation, SegmentOverride):
        removed += _delete(_of_no_page(model.objects.all()))
        drafts = _never_approved(model.objects.filter(updated_at__lte=oldest))
        of_pages = set(drafts.values_list("context__object_id", "locale"))
        removed += _delete(drafts)
        _take_back_titles(of_pages)
    unused = StringTranslation.objects.filter(~Exists(_segments()), updated_at__lte=oldest)
    removed += _delete(unused)
    _freeze_early_drafts_again(oldest)
    pages = Page.objects.filter(translation_key=OuterRef("object_id"), locale=OuterRef("locale"))
    removed += _delete(TranslationSource.objects.filter(~Exists(pages)))
    versions = Page.objects.filter(translation_key=OuterRef("translation_key"))
    removed += _delete(TranslatableObject.objects.filter(~Exists(versions)))
    removed += _delete(String.objects.filter(segments=None, translations=None))
    return removed + _delete(Template.objects.filter(segments=None))


def let_go_of_old_words(page: Page) -> None:
    """Let go of translations of words that a page does not say any more."""
    of_page = StringTranslation.objects.filter(context__object_id=page.translation_key)
    _delete(of_page.filter(~Exists(_segments())))


def _segments() -> QuerySet[StringSegment]:
    """Return where the words of a translation stand in a page."""
    return StringSegment.objects.filter(
        string=OuterRef("translation_of"), context=OuterRef("context")
    )


def is_being_translated(row: object, *, since: datetime) -> bool:
    """Tell whether somebody translated a page lately: that makes no revision."""
    return isinstance(row, Page) and any(
        model.objects.filter(
            context__object_id=row.translation_key, locale=row.locale_id, updated_at__gt=since
        ).exists()
        for model in (StringTranslation, SegmentOverride)
    )


def freeze_again(page: Page) -> None:
    """Let translators start from what a page says now."""
    sources = TranslationSource.objects.filter(object_id=page.translation_key, locale=page.locale)
    for source in sources:
        source.update_from_db()


def _of_no_page(translated: QuerySet) -> QuerySet:  # type: ignore[type-arg]  # of two models
    page = Page.objects.filter(
        translation_key=OuterRef("context__object_id"), locale=OuterRef("locale")
    )
    return translated.filter(~Exists(page))


def _never_approved(translated: QuerySet) -> QuerySet:  # type: ignore[type-arg]  # of two models
    """Narrow to what was written after the page was approved last and that nobody is asked about.

    A page that never was approved has its drafts, and goes with them.
    """
    copies = FairCopy.objects.filter(
        translation_key=OuterRef("context__object_id"), language=OuterRef("locale__language_code")
    )
    waiting = copies.filter(approval__status__in=Approval.OPEN)
    return translated.annotate(approved_at=_last_approval(copies)).filter(
        ~Exists(waiting), updated_at__gt=F("approved_at")
    )


def _take_back_titles(of_pages: set[tuple[Any, int]]) -> None:
    """Take drafts of titles from pages: wagtail-localize writes them there at once."""
    for key, locale in of_pages:
        pages = Page.objects.filter(translation_key=key, locale=locale)
        pages.filter(has_unpublished_changes=False).update(draft_title=F("title"))


def _freeze_early_drafts_again(oldest: datetime) -> None:
    """Let go of what was frozen of a page before it was first approved."""
    copies = FairCopy.objects.filter(
        translation_key=OuterRef("object_id"), language=OuterRef("locale__language_code")
    )
    early = TranslationSource.objects.annotate(approved_at=_first_approval(copies)).filter(
        Exists(
            Page.objects.filter(translation_key=OuterRef("object_id"), locale=OuterRef("locale"))
        ),
        last_updated_at__lte=oldest,
        last_updated_at__lt=F("approved_at"),
    )
    for source in early:
        source.update_from_db()


def _first_approval(copies: QuerySet[FairCopy]) -> Subquery:
    return _approval(copies, "approval__decided_at")


def _last_approval(copies: QuerySet[FairCopy]) -> Subquery:
    return _approval(copies, "-approval__decided_at")


def _approval(copies: QuerySet[FairCopy], order: str) -> Subquery:
    approved = copies.filter(
        Q(approval__status=Approval.Status.APPROVED, approval__change=Approval.Change.PUBLISH)
    )
    return Subquery(
        approved.order_by(order).values("approval__decided_at")[:1], output_field=DateTimeField()
    )


def _delete(rows: QuerySet) -> int:  # type: ignore[type-arg]  # of any of these models
    numbers = list(rows.values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=numbers).delete()
    return len(numbers)
