"""The configuration of Caddy for a copy of an edition."""

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
# Import it in a site block. Write no log there, and discard the global one.
root * {root}
route {{
    map {{http.request.orig_uri.path}} {{ambasada_language}} {{
        ~^/({languages})/ "${{1}}"
        default {first}
    }}
    @hidden path */index.html *.br *.gz *//*
    rewrite @hidden /.hidden
    @page path */
    header @page Content-Language {{ambasada_language}}
    header Content-Type {unknown}"""


def caddy(manifest: Manifest, root: Path) -> str:
    """Return what a site block of Caddy imports."""
    answers = Answers.of(manifest)
    lines = _BEGIN.format(
        root=root,
        unknown=UNKNOWN_TYPE,
        first=answers.first_language,
        languages=answers.languages,
    ).splitlines()
    if answers.onion:
        lines += _onion(answers.onion)
    lines += _moved(answers)
    lines += ["    rewrite @page {path}index.html"]
    for each in SHOWN:
        lines += _folder(each.value, each, answers)
    lines += _folder(GONE, HeaderClass.YELLOW, answers)
    lines += [*_slashed(), *_missing(), "}"]
    return "\n".join([*lines, ""])


def _onion(onion: str) -> list[str]:
    """Return where a page is read through Tor; nothing for who reads it there already."""
    return [
        "    @onion {",
        "        path */",
        f"        path_regexp {PLAIN_PATH}",
        "        not host *.onion",
        "    }",
        f'    header @onion Onion-Location "{onion}{{path}}"',
    ]


def _moved(answers: Answers) -> list[str]:
    if not answers.moved:
        return []
    return [
        f"    @moved path {' '.join(answers.moved)}",
        "    handle @moved {",
        *_headers(HeaderClass.GREEN),
        *(f"        redir {path} {to} 301" for path, to in answers.moved.items()),
        "    }",
    ]


def _folder(name: str, each: HeaderClass, answers: Answers) -> list[str]:
    """Return how what stands in a folder is sent."""
    told = r'"inline; filename=\"information{http.request.uri.path.file.ext}\""'
    saved = [f"        @saved path {PLACE}", f"        header @saved Content-Disposition {SAVED}"]
    types = sorted(answers.types.get(name, {}).items())
    return [
        f"    @{name} file /{name}{{path}}",
        f"    handle @{name} {{",
        *(f"        @{name}-{suffix} path *.{suffix}" for suffix, _kind in types),
        *(f'        header @{name}-{suffix} Content-Type "{kind}"' for suffix, kind in types),
        *(saved if each is SHOWN[0] else []),
        *([f"        header Content-Disposition {told}"] if each is HeaderClass.DOCUMENT else []),
        *_headers(each),
        f"        rewrite * /{name}{{path}}",
        *_files(410 if name == GONE else 200),
        "    }",
    ]


def _slashed() -> list[str]:
    """Return where an address leads that lacks its last slash."""
    places = " ".join(f"/{name}{{path}}/index.html" for name in (*SHOWN, GONE))
    return [
        f"    @slashed file {places}",
        "    handle @slashed {",
        *_headers(HeaderClass.GREEN),
        "        redir {path}/ 301",
        "    }",
    ]


def _missing() -> list[str]:
    return [
        "    handle {",
        f"        rewrite * /{MISSING}/{{ambasada_language}}/404/index.html",
        '        header Content-Type "text/html; charset=utf-8"',
        "        header Content-Language {ambasada_language}",
        *_headers(HeaderClass.YELLOW),
        *_files(404),
        "    }",
    ]


def _headers(each: HeaderClass) -> list[str]:
    table = [(name, value.replace('"', r"\"")) for name, value in headers_for(each).items()]
    return [
        "        header {",
        *(f'            {name} "{value}"' for name, value in table),
        "            -Server",
        "            -Last-Modified",
        "        }",
    ]


def _files(status: int) -> list[str]:
    told = [f"            status {status}"] if status != 200 else []  # noqa: PLR2004 -- HTTP
    return ["        file_server {", "            precompressed br gzip", *told, "        }"]
