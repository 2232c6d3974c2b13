"""The pages of the path without scripts: whole by themselves, with what to call above all else."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.utils import translation

from ambasada.casework.intake_page import page_style
from ambasada.casework.models import PlainPath
from ambasada.lib.sealing.codes import CaseCode
from ambasada.lib.sealing.contents import Sender
from ambasada.lib.sealing.letters import Opened
from ambasada.lib.sealing.word_lists import LANGUAGES
from ambasada.network.models import Embassy
from ambasada.network.queries import Chrome, chrome_for, facts_of

_PAGES = ("write", "code", "enter", "thread", "deleted", "instead")
_STEP = 4_096  # bytes: a page with a short answer is as long as one with none


def warm() -> None:
    """Load templates and catalogues once, before there are children."""
    for name in _PAGES:
        get_template(f"casework/plain/{name}.html")
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Language")


def chrome_at(code: str, language: str) -> Chrome | None:
    """Return what frames the pages of an embassy; None if it has no path without scripts."""
    if not PlainPath.objects.filter(embassy=code).exists():
        return None
    embassy = Embassy.objects.select_related("site").filter(code=code).first()
    facts = facts_of(embassy) if embassy else None
    if embassy is None or facts is None or language not in embassy.languages:
        return None
    with translation.override(language):
        return chrome_for(facts, language)


def rendered(name: str, chrome: Chrome, **said: Any) -> bytes:
    """Return a page in the language of its frame, as long as many others."""
    context = {
        "chrome": chrome,
        "language": chrome.language,
        "style": page_style(),
        "write": f"/{chrome.code}/{chrome.language}/plain/",
        "read": f"/{chrome.code}/{chrome.language}/plain/box/",
        "with_script": f"{settings.HELP_ORIGIN}/{chrome.code}/{chrome.language}/",
    }
    with translation.override(chrome.language):
        page = render_to_string(f"casework/plain/{name}.html", context | said).encode()
    return page + b" " * (-len(page) % _STEP)


def code_said(code: CaseCode, language: str) -> dict[str, Any]:
    """Return a code as a page shows it: words of its language, or English ones, and digits."""
    words = code.words(language if language in LANGUAGES else "en")
    return {"words": words.split(), "digits": code.digits.split()}


def letters_said(letters: Iterable[Opened]) -> list[dict[str, Any]]:
    """Return what is shown of each letter."""
    return [
        {
            "is_member": each.content.sender is Sender.MEMBER,
            "day": each.content.day,
            "kind": each.content.kind.value,
            "text": _text(each.content.body.get("text")),
            "files": [named.name for named in each.content.attachments],
        }
        for each in letters
    ]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
