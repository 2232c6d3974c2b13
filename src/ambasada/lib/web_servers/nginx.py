"""The configuration of nginx for a copy of an edition."""

from itertools import pairwise
from pathlib import Path

from ambasada.lib.bundles import PLACE
from ambasada.lib.headers import HeaderClass, headers_for
from ambasada.lib.manifests import Manifest
from ambasada.lib.web_servers import (
    GONE,
    MISSING,
    PLAIN_PATH,
    SAVED,
    SHOWN,
    UNKNOWN_TYPE,
    Answers,
)

_BEGIN = """\
# Written by Ambasada, and written anew with the copy it stands in: change nothing here.
# Include it in a server block that has its own listen, server_name and certificates.
root {root};
access_log off;
error_log /dev/null crit;
server_tokens off;
absolute_redirect off;
merge_slashes off;
charset off;
gzip off;
gzip_static on;
error_page 404 @missing;
error_page 410 @told_gone;
default_type {unknown};
location ~ "//|(?:/index\\.html|\\.br|\\.gz)$" {{ return 404; }}
set $ambasada_language {first};
if ($uri ~ "^/({languages})/") {{ set $ambasada_language $1; }}
set $ambasada_page "";
if ($uri ~ "/$") {{ set $ambasada_page $ambasada_language; }}
set $ambasada_suffix "";
if ($uri ~ "\\.([A-Za-z0-9]+)$") {{ set $ambasada_suffix $1; }}
set $ambasada_place "";
set $ambasada_onion "";"""


def nginx(manifest: Manifest, root: Path) -> str:
    """Return what a `server` block of nginx includes."""
    answers = Answers.of(manifest)
    names = [each.value for each in SHOWN]
    lines = _BEGIN.format(
        root=root,
        unknown=UNKNOWN_TYPE,
        first=answers.first_language,
        languages=answers.languages,
    ).splitlines()
    if answers.onion:
        lines += _onion(answers.onion)
    lines += _headers(HeaderClass.GREEN, indent="")
    lines += [f"location = {path} {{ return 301 {to}; }}" for path, to in answers.moved.items()]
    lines += [f"location = {PLACE} {{", *_types(answers, SHOWN[0].value), *_saved(), "}"]
    for each, following in pairwise((*SHOWN, GONE)):
        place = "/" if each is SHOWN[0] else f"@{each}"
        types = _types(answers, str(each))
        lines += [f"location {place} {{", *types, *_shown(HeaderClass(each), following), "}"]
    lines += _gone([*names, GONE])
    for place, folder, tried in (
        ("told_gone", GONE, f"/{GONE}$uri /{GONE}${{uri}}index.html"),
        (MISSING, MISSING, f"/{MISSING}/$ambasada_language/404/index.html"),
    ):
        lines += [f"location @{place} {{", *_types(answers, folder), *_absent(tried), "}"]
    return "\n".join([*lines, ""])


def _onion(onion: str) -> list[str]:
    """Return where a page is read through Tor; nothing for who reads it there already."""
    return [
        f'if ($uri ~ "{PLAIN_PATH}") {{ set $ambasada_place {onion}$uri; }}',
        'if ($host ~ "\\.onion$") { set $ambasada_place ""; }',
        'if ($uri ~ "/$") { set $ambasada_onion $ambasada_place; }',
    ]


def _types(answers: Answers, folder: str) -> list[str]:
    pairs = sorted(answers.types.get(folder, {}).items())
    return ["    types {", *(f'        "{kind}" {suffix};' for suffix, kind in pairs), "    }"]


def _shown(each: HeaderClass, following: str) -> list[str]:
    """Return how what stands in the folder of a class is sent; else the next folder is tried."""
    if each is HeaderClass.DOCUMENT:
        name = r"inline; filename=\"information.$ambasada_suffix\""
        told = [f'    add_header Content-Disposition "{name}" always;']
    else:
        told = [
            "    add_header Content-Language $ambasada_page always;",
            "    add_header Onion-Location $ambasada_onion always;",
        ]
    return [
        f"    try_files /{each}$uri /{each}${{uri}}index.html @{following};",
        *_headers(each),
        "    add_header Vary accept-encoding always;",
        *told,
    ]


def _saved() -> list[str]:
    """Return how the copy to read offline is sent; it is not there in every copy of an edition."""
    return [
        f"    try_files /{SHOWN[0]}$uri =404;",
        *_headers(SHOWN[0]),
        f"    add_header Content-Disposition {SAVED} always;",
    ]


def _gone(names: list[str]) -> list[str]:
    """Return what becomes of an address where nothing stands: it is gone, or lacks a slash."""
    return [
        f"location @{GONE} {{",
        f"    if (-f $document_root/{GONE}$uri) {{ return 410; }}",
        f"    if (-f $document_root/{GONE}${{uri}}index.html) {{ return 410; }}",
        "    # A file of this name is there, so the name holds nothing that could break a header.",
        *(
            f"    if (-f $document_root/{name}$uri/index.html) {{ return 301 $uri/; }}"
            for name in names
        ),
        "    return 404;",
        "}",
    ]


def _absent(tried: str) -> list[str]:
    return [
        f"    try_files {tried} =404;",
        *_headers(HeaderClass.YELLOW),
        "    add_header Vary accept-encoding always;",
        "    add_header Content-Language $ambasada_language always;",
        "    add_header Onion-Location $ambasada_place always;",
    ]


def _headers(each: HeaderClass, indent: str = "    ") -> list[str]:
    table = [(name, value.replace('"', r"\"")) for name, value in headers_for(each).items()]
    return [
        *(f'{indent}add_header {name} "{value}" always;' for name, value in table),
        f'{indent}add_header Last-Modified "" always;',
    ]
