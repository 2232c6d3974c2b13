from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.statements.models import StatementIndexPage, StatementPage, StatementVersion
from ambasada.statements.plaintext import ParsedStatement


@dataclass(frozen=True)
class Imported:
    """The page a statement became, and whether this run changed anything."""

    page: StatementPage
    is_changed: bool


@transaction.atomic
def import_statement(parsed: ParsedStatement, *, embassy: Embassy, language: str) -> Imported:
    """Publish a parsed statement under the embassy's statements in one language.

    The statement of the same date and title is brought up to the text; a second run with the
    same text changes nothing: no revision, no version. What an editor found out about a source,
    and sources an editor added, stay. Raises Refused if the embassy does not use the language,
    or if the statement was taken back.
    """
    index = _index_of(embassy, language)
    found = (
        StatementPage.objects.child_of(index)
        .filter(issued_on=parsed.issued_on, title=parsed.title)
        .first()
    )
    if found and not found.live:
        message = (
            "This statement is on the site and was taken back. Publish it again in the admin, "
            "or give the text another title or date."
        )
        raise Refused(message)
    page = found or StatementPage(locale=index.locale)
    wanted = _fields_of(parsed, page)
    if found and _fields_on(page) == wanted:
        return Imported(page, is_changed=False)
    for name, value in wanted.items():
        setattr(page, name, value)
    if found is None:
        index.add_child(instance=page)
    page.save_revision().publish()
    return Imported(page, is_changed=True)


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


def keep_version(statement: StatementPage, *, now: datetime) -> None:
    """Keep the words just published as a numbered version, unless they are the last one's."""
    digest = statement.text_sha256()
    versions = StatementVersion.objects.filter(statement=statement)
    last = versions.order_by("-number").first()
    if last is not None and last.text_sha256 == digest:
        return
    number = (versions.aggregate(Max("number"))["number__max"] or 0) + 1
    StatementVersion.objects.create(
        statement=statement,
        number=number,
        published_on=now.date(),
        words=statement.words(),
        text_sha256=digest,
    )
