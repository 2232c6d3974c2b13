"""What goes on paper: copies of a letter, and a brief."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from ambasada.lib.printing import Sheet, press
from ambasada.network.languages import spoken
from ambasada.network.models import Embassy
from ambasada.relations.models import Letter, LetterCopy

_HERE = Path(__file__).resolve().parent
_STYLE = _HERE / "paper.css"
_FACE = _HERE.parent / "pages" / "static" / "ambasada" / "title.woff2"


def letters_on_paper(letter: Letter, copies: Sequence[LetterCopy]) -> bytes:
    """Return copies of a letter as PDF, each on sheets of its own. Raises NoPress or Unprintable.

    One that went says the day on which it did.
    """
    context = {"letter": letter, "copies": copies, "today": timezone.now().date()}
    return _printed("letter", context, embassy=letter.embassy, language=letter.language)


def brief_on_paper(brief: object, *, embassy: Embassy, language: str) -> bytes:
    """Return a brief as PDF. Raises NoPress or Unprintable."""
    context = {"brief": brief, "today": timezone.now().date()}
    return _printed("brief", context, embassy=embassy, language=language)


def _printed(kind: str, context: Mapping[str, object], *, embassy: Embassy, language: str) -> bytes:
    with override(language):
        html = render_to_string(
            f"relations/papers/{kind}.html",
            {
                **context,
                "language": language,
                "name": spoken(embassy.name, language).text,
                "band": embassy.band,
                "day": date_format(timezone.now().date(), "DATE_FORMAT"),
            },
        )
    sheet = Sheet(html, _STYLE.read_text(encoding="utf-8"), {"/title.woff2": _FACE.read_bytes()})
    with press() as running:
        return running.printed(sheet)
