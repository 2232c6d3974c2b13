"""Looking at an intake from outside: whether what it serves is what its embassy signed.

For the people of another embassy, who run this from time to time, best through Tor. It asks for
the list, verifies it, then asks for each file on it as a browser would and compares bytes and
headers. A header can do what no byte of a page says: lead elsewhere, set a cookie, load a style.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from ambasada.lib.connecting import Guard, anywhere
from ambasada.lib.fetching import Fetched, NotThere, Site, Unfetched
from ambasada.lib.headers import HeaderClass, headers_for
from ambasada.lib.intakes import (
    INTAKE,
    LARGEST,
    SECOND,
    IntakeList,
    NotAnIntakeList,
    list_signed_by,
)
from ambasada.lib.manifests import sha256_of
from ambasada.lib.minisign import NotSigned, PublicKey
from ambasada.lib.proofs import LARGEST_SIGNATURE, SIGNATURE
from ambasada.lib.refused import Refused

_OF_EDITION = f"/edition/{INTAKE}"
_WARNING = "Ask the embassy by another way; nobody should write there meanwhile."
_LARGEST_FILE = 4_000_000
_WITHIN = 15 * 60.0  # seconds, through Tor
_IN_ALL = 40_000_000  # bytes
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    "/": "text/html",
}
# What carries an answer and does nothing in a browser.
_CARRIES = frozenset(
    {
        "accept-ranges", "age", "connection", "content-encoding", "content-length",
        "content-type", "date", "etag", "keep-alive", "last-modified", "server",
        "strict-transport-security", "transfer-encoding", "vary", "via",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Looked:
    """What was found at an intake."""

    shown: IntakeList
    sha256: str  # of the list
    faults: tuple[str, ...]  # in sentences; none if all is as it was signed


def look_at_intake(
    address: str, *, root: PublicKey, second: PublicKey | None = None, allows: Guard = anywhere
) -> Looked:
    """Return what differs between an intake and its signed list.

    `address` is that of the embassy's site, or of the page on which people write. `second` is the
    root key of the embassy that signs the list as well. Raises Refused if the list itself can't be
    had or is not signed with these keys: then nothing is known of the page.
    """
    parts = urlsplit(address)
    origin, path = f"{parts.scheme}://{parts.netloc}", parts.path
    site = Site(origin, allows=allows, within=_WITHIN, in_all=_IN_ALL)
    try:
        place = _place_of_list(site, path)
        shown, sha256 = _list_at(site, place, root=root, second=second)
        faults = [] if place == _OF_EDITION else _page_faults(shown, origin, path)
        if shown.origin != site.address:
            site.close()
            site = Site(shown.origin, allows=allows, within=_WITHIN, in_all=_IN_ALL)
        for each in sorted(shown.files):
            faults += _file_faults(site, shown, each)
    finally:
        site.close()
    return Looked(shown, sha256, tuple(faults))


def _place_of_list(site: Site, path: str) -> str:
    """Return where a list stands: at an intake with its embassy, at a site with its edition."""
    code = path.strip("/").partition("/")[0]
    if code:
        try:
            site.get(f"/{code}/{INTAKE}", at_most=LARGEST)
        except NotThere:
            pass
        except Unfetched as reason:
            message = f"{reason} {_WARNING}"
            raise Refused(message) from None
        else:
            return f"/{code}/{INTAKE}"
    return _OF_EDITION


def _list_at(
    site: Site, place: str, *, root: PublicKey, second: PublicKey | None
) -> tuple[IntakeList, str]:
    try:
        content = site.get(place, at_most=LARGEST)
        signature = site.get(f"{place}{SIGNATURE}", at_most=LARGEST_SIGNATURE)
        shown = list_signed_by(root, content, signature)
        if second is not None:
            signature = site.get(f"{place}{SECOND}", at_most=LARGEST_SIGNATURE)
            list_signed_by(second, content, signature)
    except (Unfetched, NotSigned, NotAnIntakeList) as reason:
        message = f"{reason} {_WARNING}"
        raise Refused(message) from None
    return shown, sha256_of(content)


def _page_faults(shown: IntakeList, origin: str, path: str) -> list[str]:
    """Tell whether the page that was named at an intake is one of its list."""
    if origin == shown.origin and path in shown.files:
        return []
    return [f"{origin}{path} is not a page of this list, which is of {shown.origin}."]


def _file_faults(site: Site, shown: IntakeList, path: str) -> list[str]:
    try:
        fetched = site.fetch(path, at_most=_LARGEST_FILE)
    except Unfetched as reason:
        return [str(reason)]
    place = f"{site.address}{path}"
    found = [f"{place} {each}" for each in _header_faults(fetched, path)]
    if sha256_of(fetched.body) != shown.files[path]:
        found.insert(0, f"{place} is not what was signed: it is another file, or an altered one.")
    return found


def _header_faults(fetched: Fetched, path: str) -> list[str]:
    ours = {name.lower(): value for name, value in headers_for(HeaderClass.INTAKE).items()}
    found = []
    for name, value in fetched.headers:
        if name in ours and value != ours[name]:
            found.append(f"has another “{name}” than an intake: {ascii(value)[1:-1][:200]}")
        elif name not in ours and name not in _CARRIES:
            found.append(f"has a header that no intake has: {ascii(name)[1:-1][:60]}.")
    given = dict(fetched.headers)
    found += [f"lacks the header “{name}”." for name in sorted(ours.keys() - given.keys())]
    kind = next(kind for end, kind in _TYPES.items() if path.endswith(end))
    if given.get("content-type", "").partition(";")[0] != kind:
        found.append(f"is not said to be {kind}.")
    return found
