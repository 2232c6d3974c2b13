"""Every page is read by the rules of the HTML standard, without an error."""

import html5lib
import pytest

from ambasada.network.models import Embassy, FairCopy
from tests.factories.pages import news, statement
from tests.factories.reader import Reader

pytestmark = pytest.mark.screens


def test_no_page_has_an_error_of_html(britain: Embassy, reader_in_britain: Reader) -> None:
    news(britain, "en", body=[("text", "<h2>Part</h2><p>Words.</p>")])
    statement(britain, "en")
    pages = FairCopy.objects.public(britain).filter(path__isnull=False)
    found = {}
    for language, path in pages.values_list("language", "path"):
        parser = html5lib.HTMLParser()
        parser.parse(reader_in_britain.get(f"/{language}/{path}").body)
        found[language, path] = [code for _place, code, _said in parser.errors]

    assert len(found) > 30
    assert {place: errors for place, errors in found.items() if errors} == {}
