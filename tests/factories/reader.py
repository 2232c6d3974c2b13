"""A reader: somebody with a browser, without cookies, on an embassy's host name."""

from django.test import Client
from django.utils import translation
from django.utils.text import capfirst

from tests.factories.reading import Answer


class Reader:
    """Ask an embassy's public origin; a fault of ours is answered as readers see it."""

    def __init__(self, host: str) -> None:
        self.host = host
        self._client = Client(headers={"host": host}, raise_request_exception=False)

    def get(self, path: str, **headers: str) -> Answer:
        return Answer(self._client.get(path, headers=headers))

    def ask(self, method: str, path: str) -> Answer:
        return Answer(self._client.generic(method, path))


def said(text: str, language: str) -> str:
    """Return a text of the interface in a language, as the catalogue has it."""
    with translation.override(language):
        return translation.gettext(text)


def sentence(text: str, language: str) -> str:
    """Return such a text with the capital letter that begins a sentence."""
    return capfirst(said(text, language))
