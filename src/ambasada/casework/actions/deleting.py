"""Deleting a case: the wraps first, after which nothing of it can be opened by anybody."""

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import QuerySet

from ambasada.casework import files
from ambasada.casework.actions.attachments import blobs_folder
from ambasada.casework.actions.counting import count_ended
from ambasada.casework.models import KEYS, SEALED, Blob, Case, Matter, Outcome, Part, Wrap
from ambasada.lib.refused import Refused


def delete_case(case: Case) -> None:
    """Delete all there is of a case; repeated, it goes on where it was cut off.

    The store of keys goes first and for good: a kill between leaves a case without wraps, which
    `finish_halves` knows as deleted. Nothing is written about it anywhere.
    """
    with transaction.atomic(using=SEALED):  # nobody adds to it meanwhile
        with transaction.atomic(using=KEYS):
            Wrap.objects.filter(ref=case.ref).delete()
        let_go_of_files(Part.objects.filter(blob__case=case))
        Case.objects.filter(pk=case.pk).delete()


def let_go_of_case(case: Case, *, now: datetime) -> None:
    """Delete a case that its person took to another embassy, and count that one went so.

    What it was about nobody says, so that it counts as something else; one that a member has
    closed is counted already. A kill between the stores may lose the count, never the deletion.
    """
    with transaction.atomic(using=SEALED):
        if Case.objects.filter(pk=case.pk).exclude(state=Case.State.CLOSED).exists():
            count_ended(
                case,
                matter=Matter.OTHER,
                outcome=Outcome.TRANSFERRED,
                year=now.astimezone(UTC).year,
            )
        delete_case(case)


def delete_all_cases() -> int:
    """Delete every case after their wraps were lost for good; return how many there were.

    For a data folder that was restored without the store of keys. Rosters, the desk's keys and the
    counts stay.
    """
    cases = list(Case.objects.all())
    for case in cases:
        delete_case(case)
    return len(cases)


def delete_blob(blob: Blob) -> None:
    """Delete an attachment that no letter names."""
    with transaction.atomic(using=SEALED):
        if Blob.objects.filter(pk=blob.pk, is_bound=False).exists():
            let_go_of_files(Part.objects.filter(blob=blob))
            Blob.objects.filter(pk=blob.pk).delete()


def let_go_of_files(parts: QuerySet[Part]) -> None:
    """Delete the files of parts, whose rows go next."""
    for name in parts.values_list("file", flat=True):
        files.let_go(blobs_folder(), name)


def finish_halves() -> int:
    """Finish what a kill cut off between the two stores; return how many cases it was.

    Wraps of no case are of an appeal that was never answered with yes: they go, and whoever wrote
    sends it again. A case without wraps was being deleted: the rest of it goes. Holding the sealed
    store, this meets nothing that is still on its way. Raises Refused if there are cases and not
    one wrap: then the other store was lost, and nothing goes.
    """
    with transaction.atomic(using=SEALED):
        refs = set(Case.objects.values_list("ref", flat=True))
        wrapped = set(Wrap.objects.values_list("ref", flat=True).distinct())
        if len(refs) > 1 and not wrapped:
            message = (
                "The store of keys is empty, and there are cases. Restore keys.sqlite3; without it "
                "nobody can open them."
            )
            raise Refused(message)
        for ref in wrapped - refs:
            Wrap.objects.filter(ref=ref).delete()
    for ref in refs - wrapped:
        for case in Case.objects.filter(ref=ref):
            delete_case(case)
    return len(wrapped ^ refs)
