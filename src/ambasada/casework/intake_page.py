"""The page on which somebody asks for help: approved facts around a bundle whose bytes are known.

The bundle is built by frontend/build.py: one script, one style sheet, and one file of texts and
words for each language. Their hashes are in `intake.sha256`, which is part of the source, so that
anybody can build them again and compare.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from ambasada.casework.bundles import Bundle
from ambasada.lib.refused import Refused
from ambasada.network.languages import spoken
from ambasada.network.models import Wording
from ambasada.network.queries import Chrome, Facts, chrome_for

BUNDLE = Path(__file__).with_name("static_intake")
SUMS = Path(__file__).with_name("intake.sha256")
_ASSETS = "/assets/"


@dataclass(frozen=True)
class Asset:
    """A file of the bundle, and the hash without which a browser does not take it."""

    address: str
    integrity: str


@dataclass(frozen=True)
class ThroughTor:
    """Onion addresses that the page names; "" where there is none."""

    site: str = ""  # of the public site, as the charter proves it
    plain: str = ""  # of the path without scripts, where the embassy has opened it


NOWHERE = ThroughTor()


@dataclass(frozen=True)
class OtherEmbassy:
    """An embassy of this installation to which somebody may take their case.

    The page carries its root key, since whoever serves a roster could serve another key with it.
    """

    facts: Facts
    instance: str
    root: str

    def told(self, language: str) -> dict[str, str | list[str]]:
        """Return what the script is told, its name in a language of the page if it has that."""
        embassy = self.facts.embassy
        return {
            "code": embassy.code,
            "instance": self.instance,
            "languages": list(embassy.languages),
            "name": spoken(embassy.name, language).text,
            "root": self.root,
        }


def intake_page(
    facts: Facts,
    language: str,
    *,
    instance: str,
    root: str,
    tor: ThroughTor = NOWHERE,
    others: Sequence[OtherEmbassy] = (),
) -> bytes:
    """Return the page of an embassy in a language; the same facts always make the same bytes.

    `instance` is the permanent id of the installation, as rosters name it, and `root` the public
    key that signs them, on one line. Raises Refused if the bundle was not built.
    """
    with translation.override(language):
        chrome = chrome_for(facts, language)
        texts = _asset(f"{language}.json")
        context = {
            "chrome": chrome,
            "language": language,
            "asked": [
                ("embassy", chrome.code),
                ("instance", instance),
                ("root", root),
                ("site", chrome.origin),
                ("onion", tor.site),
                ("texts", texts.address),
                ("texts-hash", texts.integrity),
                ("others", json.dumps([each.told(language) for each in others])),
                *_said(chrome),
            ],
            "links": _links(chrome),
            "onion": tor.site,
            "plain": f"{tor.plain}/{chrome.code}/{language}/plain/" if tor.plain else "",
            "script": _asset("intake.js"),
            "style": page_style(),
        }
        return render_to_string("casework/intake.html", context).encode()


def _said(chrome: Chrome) -> list[tuple[str, str]]:
    """Return what the script says in the embassy's own words."""
    wording = chrome.wording
    languages = "|".join(f"{each.code} {each.endonym}" for each in chrome.languages)
    return [
        ("languages", languages),
        ("name", chrome.name),
        ("nation", chrome.nation),
        ("territory", chrome.territory),
        ("inside-country", wording.get(Wording.Key.INSIDE_COUNTRY, "")),
        ("inside-advice", chrome.emergency.inside_country),
        ("never-ask", wording.get(Wording.Key.NEVER_ASK, "")),
        ("receipt-code", wording.get(Wording.Key.RECEIPT_CODE, "")),
        ("deletion", wording.get(Wording.Key.DELETION, "")),
    ]


def _links(chrome: Chrome) -> list[tuple[str, str]]:
    """Return where on the public site there is help without a script."""
    labels = (
        (_("Guides: what to do, step by step"), "guides"),
        (_("What help there is, and who else helps"), "help"),
        (_("Our other channels, and what each reveals about you"), "contact"),
        (_("How to read and write safely"), "safety"),
    )
    return [(label, f"{chrome.origin}/{chrome.language}/{page}/") for label, page in labels]


def page_style() -> Asset:
    """Return the style sheet of the page."""
    return _asset("intake.css")


def _asset(name: str) -> Asset:
    content = bundle_file(name)
    if content is None:
        message = f"{name} of the intake was not built. Run frontend/build.py."
        raise Refused(message)
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode("ascii")
    return Asset(f"{_ASSETS}{name}", f"sha256-{digest}")


def own_bundle() -> Bundle:
    """Return what the page loads, and the hashes that the source has of it."""
    return Bundle("intake", BUNDLE, SUMS)


def bundle_file(name: str) -> bytes | None:
    """Return a file of the bundle, None if it has none of this name or it was not built."""
    return own_bundle().file(name)


def known_sums() -> dict[str, str]:
    """Return the SHA-256 of each file of the bundle, by its name, as the source has them."""
    return own_bundle().known


def changed_files() -> list[str]:
    """Name the files of the bundle that are missing, or are others than the source says."""
    return own_bundle().changed()
