"""Taking everything that holds the words of a page or fact out of the database and its files."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult
from wagtail.admin.models import FormState
from wagtail.models import Comment, Page, Revision
from wagtail.search.models import IndexEntry

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.network.actions import forget_unnamed_files
from ambasada.network.models import (
    Approval,
    Author,
    Embassy,
    FairCopy,
    Mandate,
    NamedFile,
)
from ambasada.pages.actions.asking import void
from ambasada.pages.actions.forgetting import set_back
from ambasada.pages.actions.leftovers import delete_row, forget_log_of
from ambasada.pages.actions.links import forget_links
from ambasada.pages.actions.translations import let_go_of_old_words, let_go_of_translations
from ambasada.pages.queries.traces import Traces, documents_of, pictures_of

# The table that Wagtail's migrations make for searching; its name stands for the command, too.
_MERGE_INDEX = (
    "INSERT INTO wagtailsearch_indexentry_fts(wagtailsearch_indexentry_fts) VALUES ('optimize')"
)
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def erase_traces(
    traces: Traces,
    embassy: Embassy,
    *,
    subjects: Iterable[str],
    by: Member | Actor,
    now: datetime,
    keeps_public: bool = False,
) -> None:
    """Delete every row, copy, revision, comment, translation, log entry and file of some things.

    Of another embassy nothing goes, not even a file with the same bytes. With `keeps_public`, what
    is public of them stays and only what they said before goes. The ledger tells of each of
    `subjects` in the same transaction, and so the baker learns of it.

    What waited for approval becomes void; the note of any approval of theirs goes. An approval
    itself stays, and of each copy its hash, so that the ledger can still be checked: neither says a
    word. All or nothing in the database; files go once that is done. Repeated, it changes nothing.
    """
    with transaction.atomic():
        for subject in subjects:
            append(Verb.ERASED, by=by, subject=subject, now=now)
        _empty(traces.copies, by=by, now=now)
        originals = _delete_documents({each.sha256 for each in traces.files}, embassy)
        for row in traces.things:
            if not (keeps_public and _forget_past(row)):
                _delete(row)
        forget_links(embassy)
        FormState.objects.all().delete()  # previews, of anything: nobody misses one
        let_go_of_translations(_BEFORE_ALL)  # of pages that are gone, and of nothing else
    for name in originals:
        default_storage.delete(name)
    forget_unnamed_files(now=now, erased={each.sha256 for each in traces.files})
    _forget_tasks_about_gone_files()


def _empty(copies: Sequence[FairCopy], *, by: Member | Actor, now: datetime) -> None:
    """Leave of each copy nothing but its hash."""
    approvals = Approval.objects.filter(copies__in=copies)
    for approval in approvals.filter(status__in=Approval.OPEN).distinct():
        void(approval, by=by, now=now)
    Approval.objects.filter(pk__in=approvals.values("pk")).exclude(note="").update(note="")
    NamedFile.objects.filter(copy__in=copies).delete()
    FairCopy.objects.filter(pk__in=[each.pk for each in copies]).update(
        source="", is_public=False, language="", path=None, translation_key=None, dated_on=None
    )


def _delete_documents(hashes: set[str], embassy: Embassy) -> set[str]:
    """Delete the stored documents and pictures with these bytes; return documents' file names.

    A fact that names one names none any more; readers are served its approved copy as before.
    """
    NamedFile.objects.filter(sha256__in=hashes, copy__embassy=embassy).delete()
    pictures_of(embassy, hashes).delete()
    documents = documents_of(embassy, hashes)
    originals = {each.file.name for each in documents if each.file.name}
    Mandate.objects.filter(resolution_document__in=documents).update(resolution_document=None)
    forget_log_of(documents)
    for each in documents:
        each.delete()
    return originals


def _delete(thing: Any) -> None:  # noqa: ANN401 -- a page or a fact
    # Deleting one page may have moved the others in the tree, or taken them along.
    row = type(thing).objects.filter(pk=thing.pk).first()
    if row is not None:
        delete_row(row)
    Author.objects.filter(kind=thing._meta.label_lower, object_id=thing.pk).delete()


def _forget_past(thing: Any) -> bool:  # noqa: ANN401 -- a page or a fact
    """Leave of a page or fact what is public; tell whether anything is."""
    public = FairCopy.objects.of_thing(thing).filter(is_public=True).first()
    if public is None:
        return False
    set_back(thing, public)
    thing.refresh_from_db(fields=["latest_revision", "live_revision"])
    kept = {thing.latest_revision_id, thing.live_revision_id} - {None}
    Revision.objects.for_instance(thing).exclude(pk__in=kept).delete()
    if isinstance(thing, Page):
        Comment.objects.filter(page=thing).delete()
        let_go_of_old_words(thing)
    forget_log_of([thing])
    return True


def _forget_tasks_about_gone_files() -> None:
    """Delete the tasks in which Wagtail wrote down the names of files that it was to delete."""
    tasks = DBTaskResult.objects.filter(task_path__endswith="delete_file_from_storage_task")
    done = [each.pk for each in tasks if not default_storage.exists(_file_of(each))]
    DBTaskResult.objects.filter(pk__in=done).delete()


def _file_of(task: Any) -> str:  # noqa: ANN401 -- django-tasks' row, generic
    arguments = [*task.args_kwargs["args"], *task.args_kwargs["kwargs"].values()]
    return str(arguments[-1])  # the storage, then the path


def overwrite_deleted_rows() -> None:
    """Leave nothing of deleted rows in the files of the database, outside of a transaction alone.

    SQLite overwrites what is deleted, but leaves copies where it moved rows between pages, and its
    index for searching only marks words as deleted; PostgreSQL keeps deleted rows. All of it is
    written anew, while others wait for some seconds. Of PostgreSQL's own log this knows nothing.
    """
    _forget_words_of_nothing()
    _forget_tasks_about_gone_files()
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM (FULL)")
            return
        for command in (_MERGE_INDEX, "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            cursor.execute(command)


def _forget_words_of_nothing() -> None:
    """Delete what is indexed of rows that are gone: a task may have read one a moment before."""
    for number in IndexEntry.objects.values_list("content_type", flat=True).distinct():
        model: Any = ContentType.objects.get_for_id(number).model_class()
        indexed = IndexEntry.objects.filter(content_type=number)
        held = {str(pk) for pk in model.objects.values_list("pk", flat=True)} if model else set()
        gone = [pk for pk, row in indexed.values_list("pk", "object_id") if row not in held]
        IndexEntry.objects.filter(pk__in=gone).delete()
