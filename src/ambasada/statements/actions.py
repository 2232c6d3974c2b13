from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from ambasada.accounts.models import Actor
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Embassy, FairCopy
from ambasada.pages.actions import ask
from ambasada.pages.queries import current
from ambasada.statements.models import StatementIndexPage, StatementPage
from ambasada.statements.plaintext import ParsedStatement


@dataclass(frozen=True)
class Imported:
    """The page a statement became, whether this run changed it, and what was asked for it."""

    page: StatementPage
    approval: Approval | None = None  # None: nothing has changed

    @property
    def is_changed(self) -> bool:
        """Whether this run changed anything."""
        return self.approval is not None


@transaction.atomic
def import_statement(
    parsed: ParsedStatement, *, embassy: Embassy, language: str, by: Actor, now: datetime
) -> Imported:
    """Write a parsed statement under the embassy's statements, and ask for it to be public.

    While the installation has no member that is done at once; later it waits for approval. A
    second run with the same text changes nothing: no revision, no request. Raises Refused as
    `write_statement` does.
    """
    page, is_changed = write_statement(parsed, embassy=embassy, language=language)
    return Imported(page, ask([page], by=by, now=now) if is_changed else None)


@transaction.atomic
def write_statement(
    parsed: ParsedStatement, *, embassy: Embassy, language: str
) -> tuple[StatementPage, bool]:
    """Write a parsed statement as a draft in one language; return it and whether it changed.

    The statement of the same date and title is brought up to the text. What an editor found out
    about a source, and sources an editor added, stay. Raises Refused if the embassy does not use
    the language, or if the statement was taken back.
    """
    index = _index_of(embassy, language)
    found = (
        StatementPage.objects.child_of(index)
        .filter(issued_on=parsed.issued_on, title=parsed.title)
        .first()
    )
    if found and _was_taken_back(found):
        message = (
            "This statement is on the site and was taken back. Publish it again in the admin, "
            "or give the text another title or date."
        )
        raise Refused(message)
    page = current(found) if found else StatementPage(locale=index.locale, live=False)
    wanted = _fields_of(parsed, page)
    if found and _fields_on(page) == wanted:
        return page, False
    for name, value in wanted.items():
        setattr(page, name, value)
    if found is None:
        index.add_child(instance=page)
    page.save_revision()
    return page, True


def _was_taken_back(page: StatementPage) -> bool:
    copies = FairCopy.objects.of_thing(page)
    return copies.once_public().exists() and not copies.filter(is_public=True).exists()


def _index_of(embassy: Embassy, language: str) -> StatementIndexPage:
    index = StatementIndexPage.objects.filter(
        url_path__startswith=embassy.home_path(language)
    ).first()
    if language not in embassy.languages or index is None:
        spoken = ", ".join(embassy.languages)
        message = (
            f"This embassy has no pages in the language “{language}”. "
            f"Name one of these with --language: {spoken}."
        )
        raise Refused(message)
    return index


def _fields_of(parsed: ParsedStatement, page: StatementPage) -> dict[str, object]:
    """Return the fields of the page that a parsed statement fills, in storable form."""
    return {
        "title": parsed.title,
        "issued_on": parsed.issued_on,
        "issuers": parsed.issuer_line,
        "declarations": _paragraphs(parsed.declarations),
        "announcement": _paragraphs(parsed.body),
        "functions_heading": parsed.functions_heading,
        "functions": _paragraphs(parsed.functions),
        "supported_by": parsed.supported_by,
        "supporters": _paragraphs(parsed.supporters),
        "sources": _sources_of(parsed, page),
    }


def _sources_of(parsed: ParsedStatement, page: StatementPage) -> list[tuple[str, dict[str, Any]]]:
    """Return the file's sources, with what editors found out about them, then the editors' own."""
    known = {source["title"]: source for _name, source in _sources_on(page)}
    sources = []
    for each in parsed.sources:
        source = known.pop(each.title, {"accessed_on": None, "archived": None})
        read = {"title": each.title, "address": each.address or source.get("address", "")}
        read["dated_on"] = each.dated_on or source.get("dated_on")
        sources.append(("source", source | read))
    return sources + [("source", source) for source in known.values()]


def _sources_on(page: StatementPage) -> list[tuple[str, dict[str, Any]]]:
    return [
        ("source", {**block.value, "address": block.value["address"] or ""})
        for block in page.sources
    ]


def _paragraphs(texts: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("paragraph", text) for text in texts]


def _fields_on(page: StatementPage) -> dict[str, object]:
    """Return the same fields as they stand on a page, in the same form."""
    streams = ("declarations", "announcement", "functions", "supporters")
    plain = ("title", "issued_on", "issuers", "functions_heading", "supported_by")
    return (
        {name: getattr(page, name) for name in plain}
        | {
            name: [("paragraph", str(block.value)) for block in getattr(page, name)]
            for name in streams
        }
        | {"sources": _sources_on(page)}
    )
