"""Counting the queries of each page type in this process; imported once Django is set up."""

import copy
import json
import sys
from dataclasses import replace
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambasada.accounts.models import Actor
from ambasada.front.actions import raise_embassy, site_port
from ambasada.front.packs import PAGE_KEYS, Pack, PackText, read_pack
from ambasada.network.models import Embassy
from ambasada.statements.actions import import_statement
from ambasada.statements.models import StatementPage
from ambasada.statements.plaintext import parse
from bench.commands import ROOT
from bench.statement import INVENTED_STATEMENT

_LATEST = date(2026, 11, 1)
_FEW = 3
_MANY_STATEMENTS = 30
_HOSTS = ("127.0.0.1", "second.localhost", "third.localhost")


def main(embassies: int, languages: int, items: int) -> None:
    """Fill an empty data folder at this scale; print the queries by page type as JSON."""
    call_command("migrate", interactive=False, verbosity=0)
    pack = read_pack(ROOT / "content" / "gb")
    codes = pack.languages[:languages]
    for index, host in enumerate(_HOSTS[:embassies]):
        sized = _sized(pack, codes, items if index == 0 else min(items, _FEW))
        sized.facts["code"] = f"embassy{index}"
        embassy = raise_embassy(sized, host=host, port=site_port(host, 8000), now=timezone.now())
        _add_statements(embassy, min(items, _MANY_STATEMENTS))
    counts = {name: _queries(path) for name, path in _addresses(codes[0]).items()}
    for code in codes[1:]:  # where some pages are shown in another language's stead
        for name, path in _addresses(code).items():
            counts[name] = max(counts[name], _queries(path))
    json.dump(counts, sys.stdout)


def _sized(pack: Pack, codes: list[str], news: int) -> Pack:
    """Return the pack with these languages, and as many news items of one text as asked for.

    Of many items every tenth is translated, as happens; raising 900 pages takes minutes.
    """
    facts: dict[str, Any] = copy.deepcopy(pack.facts) | {"languages": codes}
    model = next(texts for texts in pack.news.values() if set(codes) <= set(texts))
    items = {}
    for index in range(news):
        day = _LATEST - timedelta(days=index)
        items[f"{day}-item"] = {
            code: PackText(text.path, text.front | {"published_on": day}, text.markdown)
            for code, text in model.items()
            if code in codes and (code == codes[0] or news <= _FEW or index % 10 == 0)
        }
    pages = {
        key: {code: text for code, text in texts.items() if code in codes}
        for key, texts in pack.pages.items()
    }
    return replace(pack, facts=facts, pages=pages, news=items, statements={})


def _add_statements(embassy: Embassy, count: int) -> None:
    """Give the embassy so many statements, all in one language, which is shown in the others."""
    parsed = parse(INVENTED_STATEMENT.encode(), language="en")
    for index in range(count):
        day = parsed.issued_on + timedelta(days=index)
        import_statement(
            replace(parsed, issued_on=day),
            embassy=embassy,
            language="en",
            by=Actor.FOUNDER,
            now=timezone.now(),
        )


def _addresses(code: str) -> dict[str, str]:
    """Return an address of each page type in a language."""
    statement = StatementPage.objects.order_by("pk").values_list("slug", flat=True)[0]
    return {key: f"/{code}/" if key == "home" else f"/{code}/{key}/" for key in PAGE_KEYS} | {
        "news item": f"/{code}/news/{_LATEST}-item/",
        "statement": f"/{code}/statements/{statement}/",
    }


def _queries(path: str) -> int:
    """Count the queries of the second request; the first fills what a process looks up once."""
    client = Client(headers={"host": _HOSTS[0]})
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        status = client.get(path).status_code
    if status != HTTPStatus.OK:
        sys.exit(f"{path} answered {status}: mend that first.")
    return len(captured)
