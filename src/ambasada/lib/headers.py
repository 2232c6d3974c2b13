"""The table of response headers, by class of response.

One table for Django today and for the front door that serves editions later, so that a page
carries the same protection whoever sends it. Public classes allow nothing inline and nothing
from another host; the staff class is as strict as Wagtail's own screens bear.
"""

from collections.abc import Mapping
from enum import StrEnum


class HeaderClass(StrEnum):
    """Which row of the table a response takes."""

    GREEN = "green"  # a public page anybody may be seen reading
    YELLOW = "yellow"  # a public page about help: leaves no copy on the device
    SEARCH = "search"  # what the live site answers to who searches; no edition holds it
    EXIT = "exit"  # the page quick exit passes through
    ASSET = "asset"  # a style sheet, a script, a font; how long it keeps its name's hash decides
    KEPT = "kept"  # an asset under a name that holds its hash
    DOCUMENT = "document"  # a stored document, named by its hash
    STAFF = "staff"  # the admin origin
    PREVIEW = "preview"  # a page shown inside the admin's preview frame
    INTAKE = "intake"  # the help origin: the page, its script, and what it asks
    PLAIN = "plain"  # the path without scripts: pages with forms, and nothing that runs
    DESK = "desk"  # the desk origin, likewise


_PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; "
    "img-src 'self' data:; form-action {forms}; base-uri 'none'; "
    "frame-ancestors {frames}"
)
# Wagtail 7.4's screens still write style attributes and a few inline scripts; nothing may come
# from another host, nothing may frame them, and forms go nowhere else.
_STAFF_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
_EVERYWHERE = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), interest-cohort=(), browsing-topics=()"
    ),
    # Speculative look-ups of linked hosts would tell a resolver what the reader looks at.
    "X-DNS-Prefetch-Control": "off",
}
_PUBLIC = {
    "Content-Security-Policy": _PUBLIC_POLICY.format(frames="'none'", forms="'none'"),
    "X-Frame-Options": "DENY",
}

# One script, one style sheet, requests to the origin itself, and nothing else; strings never
# become markup or code.
_SEALED_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src {pictures}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
_SEALED = {
    "X-Frame-Options": "DENY",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cache-Control": "no-store",
}

_TABLE: Mapping[HeaderClass, Mapping[str, str]] = {
    # A minute: long enough for a second look, short enough for a correction to arrive.
    HeaderClass.GREEN: {**_PUBLIC, "Cache-Control": "public, max-age=60"},
    HeaderClass.YELLOW: {**_PUBLIC, "Cache-Control": "no-store"},
    HeaderClass.SEARCH: {
        **_PUBLIC,
        # Where scripts run, one asks in place of the form: browsers keep on the disk what a form
        # sent, to open a closed tab again.
        "Content-Security-Policy": (
            _PUBLIC_POLICY.format(frames="'none'", forms="'self'") + "; connect-src 'self'"
        ),
        "Cache-Control": "no-store",
    },
    HeaderClass.EXIT: {
        **_PUBLIC,
        "Cache-Control": "no-store",
        "Clear-Site-Data": '"cache", "cookies", "storage"',
    },
    HeaderClass.ASSET: {"Content-Security-Policy": "default-src 'none'; sandbox"},
    HeaderClass.KEPT: {
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "public, max-age=31536000, immutable",
    },
    HeaderClass.DOCUMENT: {
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "public, max-age=31536000, immutable",
    },
    HeaderClass.STAFF: {
        # With no-referrer a browser posts forms from the origin "null", which CSRF refuses.
        "Referrer-Policy": "same-origin",
        "Content-Security-Policy": _STAFF_POLICY,
        "X-Frame-Options": "SAMEORIGIN",
        "Cache-Control": "no-store",
    },
    HeaderClass.PREVIEW: {
        "Content-Security-Policy": _PUBLIC_POLICY.format(frames="'self'", forms="'none'"),
        "X-Frame-Options": "SAMEORIGIN",
        "Cache-Control": "no-store",
    },
    HeaderClass.INTAKE: {
        **_SEALED,
        "Content-Security-Policy": _SEALED_POLICY.format(pictures="data:"),
    },
    HeaderClass.PLAIN: {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        ),
        "X-Frame-Options": "DENY",
        "Cache-Control": "no-store",
    },
    HeaderClass.DESK: {
        **_SEALED,
        # What a member opened in the page is shown from its memory, in a frame without an origin;
        # the one worker stretches a phrase.
        "Content-Security-Policy": (
            _SEALED_POLICY.format(pictures="data:")
            + "; font-src 'self'; frame-src blob:; worker-src 'self'; trusted-types desk"
        ),
    },
}


def headers_for(header_class: HeaderClass) -> dict[str, str]:
    """Return the headers of one class, those that hold everywhere included."""
    return {**_EVERYWHERE, **_TABLE[header_class]}
