"""What Wagtail keeps beside pages and facts: comments, previews, its own log."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import Comment, CommentReply, ModelLogEntry, Page, PageLogEntry

from ambasada.network.models import Author


def let_go_of_comments(oldest: datetime) -> int:
    """Delete old comments and replies; a young one outlives the revision it was written on."""
    young = Comment.objects.filter(created_at__gt=oldest)
    young.filter(revision_created__created_at__lte=oldest).update(revision_created=None)
    removed = 0
    for model in (CommentReply, Comment):
        old = model.objects.filter(created_at__lte=oldest)
        removed += old.count()
        old.delete()
    return removed


def let_go_of_previews(now: datetime) -> None:
    """Delete the forms that previews were made of after a day, and who had what open after an hour.

    Wagtail does so by itself as soon as somebody opens the next preview, which may be never. It is
    told in no line: that would say when somebody worked.
    """
    FormState.objects.filter(last_updated_at__lte=now - FormState.STALE_TIMEOUT).delete()
    EditingSession.objects.filter(last_seen_at__lte=now - EditingSession.STALE_TIMEOUT).delete()


def let_go_of_log_entries(oldest: datetime) -> int:
    """Delete what Wagtail logged long ago, and the words of comments that are gone."""
    removed = 0
    for log in (PageLogEntry, ModelLogEntry):
        old = log.objects.filter(timestamp__lte=oldest)
        removed += old.count()
        old.delete()
    told = PageLogEntry.objects.filter(action__startswith="wagtail.comments.")
    here = set(Comment.objects.values_list("pk", flat=True))
    gone = [each.pk for each in told if each.data.get("comment", {}).get("id") not in here]
    PageLogEntry.objects.filter(pk__in=gone).delete()
    return removed + len(gone)


def forget_log_of(things: Iterable[Any]) -> None:
    """Delete what Wagtail logged of pages and facts: each entry has the title of a draft."""
    for thing in things:
        if isinstance(thing, Page):
            PageLogEntry.objects.filter(page_id=thing.pk).delete()
        else:
            kind = ContentType.objects.get_for_model(thing)
            ModelLogEntry.objects.filter(content_type=kind, object_id=str(thing.pk)).delete()


def delete_row(row: Any) -> int:  # noqa: ANN401 -- a page or a fact
    """Delete a page with what stands below it, or a fact, and what Wagtail logged of them.

    Return how many went.
    """
    going = [row]
    if isinstance(row, Page):
        going += row.get_descendants().specific()
    forget_log_of(going)
    row.delete()
    forget_log_of(each for each in going if each.pk)  # it has just written a page's title once more
    return len(going)


def let_go_of_authors() -> int:
    """Delete who wrote pages and facts that are gone."""
    noted: dict[str, set[int]] = defaultdict(set)
    for kind, number in Author.objects.values_list("kind", "object_id").distinct():
        noted[kind].add(number)
    removed = 0
    for kind, numbers in noted.items():
        model: Any = apps.get_model(kind)
        here = set(model.objects.filter(pk__in=numbers).values_list("pk", flat=True))
        removed += Author.objects.filter(kind=kind, object_id__in=numbers - here).delete()[0]
    return removed
