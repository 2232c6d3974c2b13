"""Writing down how a name is spelt, and the words by which it is found."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ambasada.relations.models import Organisation, Person, Spelling, Word
from ambasada.relations.names import stored_words


class Spelt(NamedTuple):
    """A name as it is written in a language; "" if nobody said in which."""

    text: str
    language: str = ""


def spell(owner: Organisation | Person, names: Sequence[Spelt]) -> None:
    """Keep these spellings of a name, its own before them, and their words; no others stay.

    Rows that say so already stay as they are: a merge that is undone knows them again.
    """
    of = "person" if isinstance(owner, Person) else "organisation"
    known = {each.text for each in names}
    wanted = dict.fromkeys([*([] if owner.name in known else [Spelt(owner.name)]), *names])
    for spelling in owner.spellings.order_by("pk"):
        said = Spelt(spelling.text, spelling.language)
        if said in wanted:
            del wanted[said]
        else:
            spelling.delete()
    made = Spelling.objects.bulk_create(
        Spelling(
            **{of: owner}, embassy=getattr(owner, "embassy", None), text=text, language=language
        )
        for text, language in wanted
    )
    keep_words(made)


def keep_words(spellings: Iterable[Spelling]) -> None:
    """Store the words by which spellings that have none yet are found."""
    Word.objects.bulk_create(
        Word(spelling=spelling, folded=form)
        for spelling in spellings
        for form in sorted(stored_words(spelling.text))
    )
