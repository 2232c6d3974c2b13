"""Whom a text for readers names, of all whom an embassy knows."""

from collections.abc import Iterable, Iterator

from ambasada.lib.searching import spans_in, tidy
from ambasada.network.models import Embassy
from ambasada.pages.queries import current
from ambasada.register.models import RegisterEntry
from ambasada.relations.models import Interaction, Person, Spelling, Word
from ambasada.relations.names import forms_of
from ambasada.relations.redacting import Redaction

_MOST = 500  # words of names that are looked up, and spellings that are compared


def is_anybody_named(texts: Iterable[str], interaction: Interaction) -> bool:
    """Tell whether a text names somebody.

    Of those who were at the meeting any word of their name counts, unless an organisation there
    has it too; of the others whom the embassy knows, their whole name.
    """
    whole, theirs = [each for each in texts if each], _words_of_organisations(interaction)
    here = [_redaction(each, without=theirs) for each in interaction.people.all()]
    return any(
        each.of(text, is_about=True) != text for each in here for text in whole
    ) or is_whole_name_in(whole, interaction.embassy)


def is_whole_name_in(texts: Iterable[str], embassy: Embassy) -> bool:
    """Tell whether the whole name of somebody whom an embassy knows stands in a text."""
    whole = [each for each in texts if each]
    known = Redaction(_spellings_in(whole, embassy))
    return any(known.of_others(text) != text for text in whole)


def rows_naming(person: Person, embassy: Embassy) -> list[RegisterEntry]:
    """Return the rows of an embassy’s public register in which the whole name of somebody stands.

    It may have been written before they were known here.
    """
    known = _redaction(person, without=set())
    rows = RegisterEntry.objects.filter(embassy=embassy).select_related("latest_revision")
    drafts: Iterator[RegisterEntry] = (current(each) for each in rows.order_by("held", "pk"))
    return [each for each in drafts if any(known.of_others(text) != text for text in _said(each))]


def _said(entry: RegisterEntry) -> list[str]:
    return [*entry.subject.values(), *entry.organisation.values(), entry.office]


def _words_of_organisations(interaction: Interaction) -> set[str]:
    found: set[str] = set()
    for each in interaction.organisations.prefetch_related("spellings"):
        for text in (each.name, *(one.text for one in each.spellings.all())):
            found.update(_words(text))
    return found


def _words(text: str) -> list[str]:
    tidied = tidy(text)
    return [tidied[start:end].casefold() for start, end in spans_in(tidied)]


def _redaction(person: Person, *, without: set[str]) -> Redaction:
    spelt = [person.name, *person.spellings.values_list("text", flat=True)]
    words = ([word for word in _words(text) if word not in without] for text in spelt)
    return Redaction(" ".join(each) for each in words if each)


def _spellings_in(texts: Iterable[str], embassy: Embassy) -> list[str]:
    """Return the spellings of people of which a word stands in a text."""
    forms: set[str] = set()
    for text in texts:
        for word in _words(text):
            forms.update(*forms_of(word))
    words = Word.objects.filter(folded__in=sorted(forms - {""})[:_MOST])
    spelt = Spelling.objects.seen_by(embassy).exclude(person=None)
    found = spelt.filter(pk__in=words.values("spelling")).order_by("pk")
    return list(found.values_list("text", flat=True)[:_MOST])
