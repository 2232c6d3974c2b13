"""What is answered to a request on the path without scripts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ambasada.casework import actions
from ambasada.casework.bundles import NotServed
from ambasada.casework.models import Case, Pause
from ambasada.casework.plain import appeals, boxes
from ambasada.casework.plain.pages import chrome_at, code_said, letters_said, rendered
from ambasada.casework.plain.repeating import code_of, new_form
from ambasada.casework.plain.rosters import Duty, on_duty
from ambasada.casework.refusing import NotTaken, Word
from ambasada.casework.signed_intake import bundle
from ambasada.lib.sealing.codes import CaseCode
from ambasada.network.queries import Chrome

_CLOSED = gettext_lazy("Nobody can write here just now")
_USED_UP = gettext_lazy("So much was written here in the last hour that we must wait")
_FULL = gettext_lazy("There is no room for more today")
_AGAIN = gettext_lazy("It was not taken. Send it once more")
LONGEST_TEXT = 20_000  # characters, as on the page with the script
_PATH = re.compile(r"/([a-z0-9-]{1,50})/([a-z-]{2,10})/plain/(box/)?")
_STYLE = "/assets/intake.css"
_HTML, _CSS = "text/html; charset=utf-8", "text/css; charset=utf-8"


@dataclass(frozen=True)
class Asked:
    """A request, and whether an embassy may take one more appeal in this hour."""

    path: str
    fields: Mapping[str, str] | None = field(repr=False)  # None where nothing was sent
    has_room: Callable[[str], bool]


@dataclass(frozen=True)
class Answer:
    """A page; `took` names the embassy that took an appeal."""

    body: bytes = field(repr=False)
    status: int = 200
    type: str = _HTML
    took: str = ""


NOTHING = Answer(b"There is nothing here.\n", 404, "text/plain; charset=utf-8")


def answer(asked: Asked) -> Answer:
    """Return the page that a request gets; whatever is not there looks the same."""
    try:
        files = bundle()
    except NotServed:
        return NOTHING
    if asked.path == _STYLE:
        return Answer(files[_STYLE], type=_CSS)
    found = _PATH.fullmatch(asked.path)
    chrome = chrome_at(found[1], found[2]) if found else None
    if found is None or chrome is None:
        return NOTHING
    with override(chrome.language):
        return (_box if found[3] else _write)(chrome, asked)


def _write(chrome: Chrome, asked: Asked) -> Answer:
    """Answer where somebody writes for the first time, or sends once more what is here already."""
    typed = None if asked.fields is None else _typed_in(asked.fields)
    code = code_of(typed, embassy=chrome.code) if typed else CaseCode.new()
    if typed is not None and boxes.found_by(code, chrome.code):
        return Answer(_code_page(chrome, code))
    duty = on_duty(chrome.code, appeals.DESK, today=timezone.now().astimezone(UTC).date())
    if duty is None or Pause.objects.filter(embassy=chrome.code).exists():
        return _instead(chrome, _CLOSED)
    if not asked.has_room(chrome.code):
        return _instead(chrome, _USED_UP)
    if typed is None:
        return Answer(_form(chrome, duty))
    return _take(chrome, typed, duty)


def _take(chrome: Chrome, typed: appeals.Typed, duty: Duty) -> Answer:
    is_known = typed.language in {each.code for each in chrome.languages}
    if typed.website or not is_known or typed.urgency not in Case.Urgency.values:
        return NOTHING  # a robot filled a box that nobody sees, or this is another form
    wrong = _wrong_with(typed.text)
    if wrong:
        return Answer(_form(chrome, duty, wrong=wrong, typed=typed), 400)
    code = code_of(typed, embassy=chrome.code)
    # The page is there before the case is: a code that cannot be shown helps nobody.
    page = _code_page(chrome, code)
    try:
        appeal = appeals.sealed(typed, duty, code=code, now=timezone.now())
        actions.open_case(appeal, spending=None, now=timezone.now())
    except NotTaken as refused:
        if boxes.found_by(code, chrome.code):  # the same form was taken at this very moment
            return Answer(page)
        return _refusal(chrome, refused, typed.text)
    return Answer(page, took=chrome.code)


def _typed_in(fields: Mapping[str, str]) -> appeals.Typed:
    names = ("text", "class", "answer", "form", "website")
    return appeals.Typed(*(fields.get(name, "") for name in names))


def _form(chrome: Chrome, duty: Duty, **said: object) -> bytes:
    has_escrow = bool(duty.roster.escrow)
    return rendered("write", chrome, form=new_form(), has_escrow=has_escrow, **said)


def _code_page(chrome: Chrome, code: CaseCode) -> bytes:
    return rendered("code", chrome, **code_said(code, chrome.language))


def _box(chrome: Chrome, asked: Asked) -> Answer:
    """Answer where somebody comes back with a code."""
    fields = asked.fields
    if fields is None:
        return Answer(rendered("enter", chrome))
    found, text = boxes.find(fields.get("code", ""), chrome.code), fields.get("text", "")
    if found is None:
        return Answer(rendered("enter", chrome, is_unknown=True, text=text), 404)
    act = fields.get("act", "")
    if act == "delete":
        actions.delete_case(found.case)
        return Answer(rendered("deleted", chrome))
    if act == "answer":
        return _answered(chrome, found, text)
    return _thread(chrome, boxes.opened(found))


def _answered(chrome: Chrome, found: boxes.Found, text: str) -> Answer:
    box, wrong = boxes.opened(found), _wrong_with(text)
    if wrong:
        return _thread(chrome, box, wrong=wrong, text=text)
    refused, now = None, timezone.now()
    today = now.astimezone(UTC).date()
    if not box.ends_with(text, today=today):
        try:
            boxes.write(box, text, now=now)
        except NotTaken as word:
            refused = word
        box = boxes.opened(found)
    # Pressed twice, it is here although the second of the two was refused.
    if refused is not None and not box.ends_with(text, today=today):
        return _refusal(chrome, refused, text)
    return _thread(chrome, box, news=_("Your answer has arrived."))


def _thread(chrome: Chrome, box: boxes.Box, **more: str) -> Answer:
    """Show a conversation; `more` is news, what is wrong, and a text that was typed."""
    said = {
        "letters": letters_said(box.thread.letters),
        "is_damaged": bool(box.thread.problems) or box.is_locked,
        "is_read_only": _is_read_only(chrome.code),
        "delete_on": box.case.delete_on,
    }
    return Answer(rendered("thread", chrome, **said, **more))


def _is_read_only(code: str) -> bool:
    return Pause.objects.filter(embassy=code, is_read_only=True).exists()


def _wrong_with(text: str) -> str:
    if not text.strip():
        return _("Write a few words first. This box cannot stay empty.")
    if len(text) > LONGEST_TEXT or "\0" in text:
        return _("This is longer than we can take. Shorten it to 20,000 characters.")
    return ""


def _refusal(chrome: Chrome, refused: NotTaken, text: str) -> Answer:
    headings = {Word.CLOSED: _CLOSED, Word.FULL: _FULL}
    return _instead(chrome, headings.get(refused.word, _AGAIN), text=text)


def _instead(chrome: Chrome, heading: object, *, text: str = "") -> Answer:
    return Answer(rendered("instead", chrome, heading=heading, text=text), 503)
