"""Writing down how a name is spelt, and the words by which it is found."""

from collections.abc import Sequence
from typing import NamedTuple

from ambasada.relations.models import Organisation, Person, Spelling, Word
from ambasada.relations.names import stored_words


class Spelt(NamedTuple):
    """A name as it is written in a language; "" if nobody said in which."""

    text: str
    language: str = ""


def spell(owner: Organisation | Person, names: Sequence[Spelt]) -> None:
    """Keep these spellings of a name, its own before them, and their words; no others stay."""
    of = "person" if isinstance(owner, Person) else "organisation"
    known = {each.text for each in names}
    whole = [*([] if owner.name in known else [Spelt(owner.name)]), *names]
    owner.spellings.all().delete()
    made = Spelling.objects.bulk_create(
        Spelling(
            **{of: owner}, embassy=getattr(owner, "embassy", None), text=text, language=language
        )
        for text, language in dict.fromkeys(whole)
    )
    Word.objects.bulk_create(
        Word(spelling=spelling, folded=form)
        for spelling in made
        for form in sorted(stored_words(spelling.text))
    )
