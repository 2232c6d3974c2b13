"""Assets, which leave before Django's own middleware: their headers."""

from collections.abc import MutableMapping

from ambasada.lib.headers import HeaderClass, headers_for


def asset_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:  # noqa: ARG001
    """Put the headers of an asset on, those about caching left to the name's hash."""
    for name, value in headers_for(HeaderClass.ASSET).items():
        headers[name] = value
