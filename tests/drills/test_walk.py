"""The whole walk: every address there is, spelled and asked in every way, on every origin.

Four canaries sing where no reader may hear them: a draft, a page for tomorrow, a page that was
taken back, and one of another embassy.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify

from ambasada.editions.actions import bake_all, export
from ambasada.editions.replies import Request
from ambasada.lib.manifests import sha256_of
from ambasada.network.models import Embassy, FairCopy, StoredDocument
from ambasada.pages.actions import approve, ask, ask_to_withdraw
from ambasada.publishing.models import NewsPage
from tests.asking import Asker
from tests.drills.addresses import LANGUAGES, READERS, addresses_of
from tests.drills.conftest import Drill
from tests.drills.planting import NORLAND_HOST, SECRETS
from tests.drills.standing import Standing, approved_by_two
from tests.factories.editions import NOW, Visitor, folders, front_door
from tests.factories.pages import DAY, approve_at_once, at, drafted
from tests.factories.register import written_row
from tests.factories.web_servers import nginx_on

pytestmark = pytest.mark.files
STAFF = addresses_of("ambasada.config.urls_staff")
PUBLIC = addresses_of("ambasada.config.urls_public")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get")
BRITAIN, NORLAND = "gb.localhost", "norland.localhost"
REGISTER = ("2026-q1/", "register.csv", "register.json", "register.atom")
CANARIES = ("draft", "tomorrow", "taken", "foreign")


def song(which: str) -> str:
    return f"Qanary sings {which}"


@dataclass(frozen=True)
class Cage:
    """Where the canaries are: their addresses, and every name under which their bytes are kept."""

    standing: Standing
    addresses: dict[str, str]  # by canary, below a language
    files: list[str]

    @property
    def paths(self) -> list[str]:
        """Everything a stranger could ask for to hear one."""
        pages = [f"/{code}/{each}" for each in self.addresses.values() for code in LANGUAGES]
        slugs = [f"/{each}" for each in self.addresses.values()]
        british = [f"/gb-en/{each}" for each in self.addresses.values()]  # Wagtail's own
        foreign = [f"/norland-en/{each}" for each in self.addresses.values()]
        return [*pages, *slugs, *british, *foreign, *self.files]


def spelled(path: str) -> Iterator[str]:
    """Yield an address as a browser, a proxy, a slip or an attacker spells it."""
    yield path
    yield path.rstrip("/") or "/"
    yield f"{path.rstrip('/')}//"
    yield f"/{path}"
    yield path.replace("/", "//")
    yield path.upper()
    yield path.title()
    yield path.replace("-", "%2d")
    yield path.replace("/", "%2f")
    yield path.replace("/", "%252f")
    yield path.replace("q", "%71")
    yield f"/en/..{path}"
    yield f"/static/..{path}"
    yield f"/%2e%2e{path}"
    yield f"/.{path}"
    yield f"{path}index.html"
    yield f"{path.rstrip('/')}.html"
    yield f"{path}\x00"
    yield f"{path};x=1"
    yield f"{path}%20"
    yield path.replace("/", "\\")


def everything(cage: Cage) -> list[str]:
    asked = [*READERS, *PUBLIC, *STAFF, *cage.paths]
    return list(dict.fromkeys(each for path in asked for each in spelled(path)))


def heard(answers: Iterable[tuple[object, int, bytes, str]], *, but: str = "") -> set[object]:
    """Return where a canary was heard, but one that may be; or a server failed."""
    songs = [song(each).encode() for each in CANARIES if each != but]
    return {
        asked
        for asked, status, body, said in answers
        if status >= 500 or any(each in body or each in said.encode() for each in songs)
    }


@pytest.fixture
def cage(standing: Standing) -> Cage:
    britain, norland = standing.britain, standing.norland
    pages = {
        "draft": planted("draft", britain),
        "tomorrow": planted("tomorrow", britain),
        "taken": planted("taken", britain),
        "foreign": planted("foreign", norland),
    }
    pages["tomorrow"].go_live_at = timezone.now() + timedelta(days=1)
    pages["tomorrow"].save_revision().publish()
    pages["tomorrow"].go_live_at = None
    pages["tomorrow"].save_revision()
    ask([pages["tomorrow"]], by=standing.member("anna"), now=timezone.now())
    approved_by_two(pages["taken"])
    approve_at_once(pages["foreign"])
    songs = {which: dict.fromkeys(LANGUAGES, song(which)) for which in ("draft", "tomorrow")}
    written_row(britain, subject=songs["draft"], office=song("draft"))
    coming = timezone.now().date() + timedelta(days=1)
    approved_by_two(written_row(britain, subject=songs["tomorrow"], not_before=coming))
    bake_all(now=NOW)
    taken = folders().current_manifest("gb")
    assert taken is not None
    bodies = [taken.entries[f"/{code}/{address(pages['taken'])}"].sha256 for code in LANGUAGES]
    take_back(pages["taken"], standing)
    bake_all(now=NOW + timedelta(minutes=1))
    hashes = [*bodies, *FairCopy.objects.values_list("sha256", flat=True)]
    hashes += [sha256_of(song(each).encode()) for each in CANARIES]
    return Cage(
        standing,
        {which: address(page) for which, page in pages.items()},
        [*(f"/edition/blob/{each}" for each in hashes), *files()],
    )


def planted(which: str, embassy: Embassy) -> NewsPage:
    """Write a page that sings, in its text and in a document of its own."""
    document = StoredDocument.objects.create(
        title=song(which), file=ContentFile(song(which).encode(), name=f"{which}.txt")
    )
    source = {"title": song(which), "archived": document}
    fields = {"introduction": song(which), "sources": [("source", source)]}
    page = NewsPage(title=f"{which} qanary", published_on=DAY, **fields)
    return drafted(page, at(embassy, "en", "news/"))


def address(page: NewsPage) -> str:
    return f"news/{page.slug}/"


def files() -> list[str]:
    """Return every name of a stored file that the web has ever had."""
    media = Path(settings.MEDIA_ROOT)
    kept = [str(each.relative_to(media)) for each in media.rglob("*") if each.is_file()]
    documents = StoredDocument.objects.filter(title__startswith="Qanary")
    return [
        *(f"/media/{each}" for each in kept),
        *(f"/unrouted-media/{each}" for each in kept),
        *(f"/documents/{each.sha256}.txt" for each in documents),
        *(f"/documents/{each.pk}/{each.filename}" for each in documents),
        *(f"/en/partners/meetings/{each}" for each in REGISTER),
    ]


def take_back(page: NewsPage, there: Standing) -> None:
    now = timezone.now()
    approval = ask_to_withdraw(page, by=there.member("anna"), now=now)
    approve(approval, by=there.member("boris"), looked_at=approval.sha256, now=now)


def answers_of(host: str, paths: list[str]) -> Iterator[tuple[object, int, bytes, str]]:
    door = front_door()
    for path in paths:
        for method in METHODS:
            answer = door.answer(Request(method, host, path, {}))
            yield (host, method, path), answer.status, bytes(answer.body), str(answer.headers)


def test_canaries_sing_where_they_may(cage: Cage) -> None:
    """Else a walk that hears nothing would say nothing."""
    assert cage.standing.britain.site.hostname == BRITAIN
    norland = Visitor(front_door(), NORLAND)

    assert song("foreign").encode() in norland.ask(f"/en/{cage.addresses['foreign']}").body
    every = {sha256 for code in ("gb", "norland") for sha256 in folders().blobs.every() if code}
    kept = b"".join(folders().blobs.read(each) for each in every)
    assert song("taken").encode() in kept, "its bytes are kept until the editions go"
    assert len(everything(cage)) > 6_000


def test_no_reader_hears_a_canary(cage: Cage) -> None:
    asked = everything(cage)
    for host, but in ((BRITAIN, ""), (NORLAND, "foreign"), ("evil.example", ""), ("", "")):
        assert heard(answers_of(host, asked), but=but) == set()


def test_what_readers_are_told_of_each_canary(cage: Cage) -> None:
    reader = Visitor(front_door(), BRITAIN)

    told = {
        which: {reader.ask(f"/{code}/{each}").status for code in LANGUAGES}
        for which, each in cage.addresses.items()
    }

    assert told == {"draft": {404}, "tomorrow": {404}, "taken": {410}, "foreign": {404}}
    assert {reader.ask(each).status for each in cage.files} == {404}


def test_stranger_on_the_staff_origin_hears_no_canary(cage: Cage) -> None:
    methods = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    browser = Client(headers={"host": str(settings.STAFF_HOST)}, raise_request_exception=False)

    def answers() -> Iterator[tuple[object, int, bytes, str]]:
        for method, path in product(methods, (*STAFF, *PUBLIC, *cage.paths)):
            answer: Any = browser.generic(method, path)
            body = b"" if answer.streaming else answer.content
            yield (method, path), answer.status_code, body, str(answer.headers)

    assert heard(answers()) == set()


def test_mirror_lets_no_canary_be_heard(cage: Cage, tmp_path: Path) -> None:
    export(cage.standing.britain, tmp_path / "copy")
    told = [path for path in (tmp_path / "copy").rglob("*") if path.is_file()]
    paths = [each for path in cage.paths for each in spelled(path) if is_sendable(each)]

    with nginx_on(tmp_path / "copy", tmp_path / "nginx") as server:
        found = heard(asked_of(Asker(server.port, host="mirror.example.org"), paths))

    assert found == set()
    songs = [song(each).encode() for each in CANARIES]
    assert {path for path in told if any(each in path.read_bytes() for each in songs)} == set()


def is_sendable(path: str) -> bool:
    """Tell whether HTTP has a line for a path."""
    return "\x00" not in path and " " not in path


def asked_of(asker: Asker, paths: list[str]) -> list[tuple[object, int, bytes, str]]:
    """Ask over the wire: three methods, since the others are told apart before the path is."""
    asked = [(path, method) for path in paths for method in ("GET", "HEAD", "POST")]

    def ask_one(one: tuple[str, str]) -> tuple[object, int, bytes, str]:
        answer = asker.ask(one[0], method=one[1])
        return one, answer.status, bytes(answer.body), str(answer.headers)

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(ask_one, asked))


@pytest.mark.parametrize("host", ["127.0.0.1", NORLAND_HOST, "admin.localhost", "evil.example"])
def test_running_server_tells_no_secret(drill: Drill, host: str) -> None:
    day = drill.planted["foreign"].partition("/news/")[2][:10]
    slugs = [f"/en/news/{day}-{slugify(each)}/" for each in SECRETS]
    names = [drill.planted[each] for each in ("withdrawn", "unused", "unused_by_number")]
    paths = [each for path in (*slugs, *names) for each in spelled(path) if is_sendable(each)]

    answers = asked_of(Asker(drill.site.port, host=host), paths)

    secrets = [each.encode() for each in SECRETS]
    told = {one for one, _status, body, _said in answers if any(each in body for each in secrets)}
    assert told == set()
    assert {one for one, status, _body, _said in answers if status >= 500} == set()
    assert len(answers) > 500
