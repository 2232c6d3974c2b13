"""What a human says to what a list claims: into the draft with it, or leave it alone."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.models import Member
from ambasada.lib.refused import Refused
from ambasada.network.models import FairCopy
from ambasada.network.rules import answered_by
from ambasada.pages.actions.drafts import note_author
from ambasada.pages.scheduling import require_not_scheduled
from ambasada.prisoners.drafting import draft_of, put_on_roll
from ambasada.prisoners.models import PrisonerClaim, PrisonerList, PrisonerRecord


@transaction.atomic
def accept_claims(
    of_list: PrisonerList, numbers: Collection[int], *, by: Member, now: datetime
) -> int:
    """Put what claims of a list say into its draft; return how many there were.

    Nothing becomes public: somebody asks for the list to be approved, and who accepted is among
    its authors. Raises Refused without a seat, if nothing of it waits any more, or if the list is
    approved already and only waits for its moment.
    """
    claims = _claims(of_list, numbers, by=by, now=now)
    require_not_scheduled(FairCopy.of(of_list))
    kept = set(
        PrisonerRecord.objects.filter(sha256__in=[each.record for each in claims]).values_list(
            "sha256", flat=True
        )
    )
    records = {each.ref: each.record for each in claims if each.record in kept}
    put_on_roll(draft_of(of_list), records)
    note_author(of_list, by)
    PrisonerClaim.objects.filter(pk__in=[each.pk for each in claims]).delete()
    return len(records)


@transaction.atomic
def dismiss_claims(
    of_list: PrisonerList, numbers: Collection[int], *, by: Member, now: datetime
) -> int:
    """Leave alone what claims say; the same is not claimed again. Return how many there were.

    Raises Refused without a seat, or if nothing of it waits any more.
    """
    claims = _claims(of_list, numbers, by=by, now=now)
    of_them = PrisonerClaim.objects.filter(pk__in=[each.pk for each in claims])
    return of_them.update(is_dismissed=True)


def _claims(
    of_list: PrisonerList, numbers: Collection[int], *, by: Member, now: datetime
) -> list[PrisonerClaim]:
    if not answered_by(by, today=now.date()).filter(pk=of_list.embassy_id).exists():
        raise Refused(_("You have no seat in this embassy."))
    waiting = PrisonerClaim.objects.filter(of_list=of_list, pk__in=numbers, is_dismissed=False)
    claims = list(waiting.select_for_update())
    if not claims:
        raise Refused(_("Nothing of this waits any more. Look at the list again."))
    return claims
