"""The draft of a list: its roll, and putting people on it or taking them off."""

from collections.abc import Collection, Mapping

from ambasada.pages.queries import current
from ambasada.prisoners.models import PrisonerList, PrisonerRoll, roll_of


def draft_of(of_list: PrisonerList) -> PrisonerList:
    """Return a list as its newest draft has it."""
    draft: PrisonerList = current(of_list)
    return draft


def entries_of(of_list: PrisonerList) -> dict[str, str]:
    """Return who is on the draft of a list: the hash of each record by reference."""
    return roll_of(of_list.roll) or {}


def put_on_roll(
    draft: PrisonerList,
    records: Mapping[str, str],
    *,
    without: Collection[str] = (),
    is_other: bool = False,
) -> bool:
    """Put records of people on a draft in place of those before; return whether that changed it.

    `draft` is what `draft_of` returned, and `is_other` whether something else in it was changed.
    """
    before = entries_of(draft)
    entries = {ref: sha256 for ref, sha256 in {**before, **records}.items() if ref not in without}
    if entries == before and draft.roll and not is_other:
        return False
    draft.roll, draft.people = PrisonerRoll.keep(entries), len(entries)
    draft.save_revision(clean=False)
    return True
