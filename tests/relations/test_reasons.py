"""Why something was refused is said in the language of whoever sent it."""

from enum import StrEnum

import pytest
from django.utils import translation

from ambasada.lib.contacts.reasons import Fault, Reason
from ambasada.lib.contacts.rows import MOST_COLUMNS, MOST_ROWS
from ambasada.lib.contacts.vcards import MOST_CARDS
from ambasada.relations.reasons import SENTENCES, told


def test_limits_are_as_the_sentences_say() -> None:
    assert f"{MOST_COLUMNS:,} columns" in Fault.WIDE
    assert f"{MOST_ROWS:,} rows" in Fault.LONG
    assert f"{MOST_CARDS:,} cards" in Fault.CARDS


@pytest.mark.parametrize("language", ["be", "ru"])
@pytest.mark.parametrize("reason", [*Reason, *Fault], ids=lambda each: each.name)
def test_sentence_is_translated(reason: StrEnum, language: str) -> None:
    assert reason in SENTENCES
    with translation.override(language):
        assert told(str(reason)) != reason
