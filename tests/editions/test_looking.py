"""Mirrors are looked at by the clock, and readers are led to none that shows something else."""

import socket
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import brotli
import pytest
from django.conf import settings

from ambasada.accounts.models import Actor, LedgerLine
from ambasada.editions.actions import (
    ask_rollback,
    erase,
    look_at_a_mirror,
    rotate,
)
from ambasada.editions.keys import KeyFolder
from ambasada.editions.models import MirrorCheck
from ambasada.editions.queries import elsewhere_of
from ambasada.editions.replies import Answer
from ambasada.lib.manifests import Manifest, sha256_of
from ambasada.lib.minisign import SecretKey
from ambasada.network.models import Embassy, Seat
from tests.factories.editions import NOW, baked, folders, text_at
from tests.factories.mirrors import (
    Site,
    approved_at,
    body_is,
    on_this_machine,
    pull,
    root_of,
    site_of,
)
from tests.factories.onions import onion_of
from tests.factories.pages import mirror, news, withdraw_at_once
from tests.factories.staff import editor_of, seat
from tests.factories.web_servers import nginx_on

pytestmark = [pytest.mark.django_db, pytest.mark.files]
HOUR = timedelta(hours=1)
Fault, Standing = MirrorCheck.Fault, MirrorCheck.Standing


@pytest.fixture
def site(edition: Embassy) -> Iterator[Site]:
    """Serve what Britain serves at an approved address."""
    with site_of(edition) as one:
        approved_at(edition, one.address)
        yield one


def looked(now: datetime = NOW) -> tuple[str, str]:
    """Look at the one mirror there is; return what is wrong and how it stands."""
    check = look_at_a_mirror(now=now, allows=on_this_machine)
    assert check is not None
    return check.fault, check.standing


def verify_page(embassy: Embassy, *, later: timedelta) -> str:
    baked(embassy, later=later)
    return text_at(embassy, "/en/verify/")


def current() -> Manifest:
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    return manifest


def signed(manifest: Manifest, key: SecretKey | None = None) -> dict[str, bytes]:
    """Return a manifest and its signature by path; with the edition key, as a thief would."""
    by = key or KeyFolder(settings.KEYS_ROOT, "gb").edition_key
    assert by is not None
    content = manifest.canonical()
    return {
        "/edition/manifest.json.minisig": by.sign(content, "gb").encode(),
        "/edition/manifest.json": content,
    }


def show(site: Site, files: dict[str, bytes]) -> None:
    """Let the mirror show other files; a path that begins another one comes first."""
    site.meddling = {path: body_is(files[path]) for path in sorted(files)}


def test_sound_mirror_is_shown_with_days_and_without_numbers(site: Site, britain: Embassy) -> None:
    assert site.address not in verify_page(britain, later=timedelta(minutes=1))

    assert looked(NOW.replace(second=7)) == ("", Standing.LISTED)

    check = MirrorCheck.objects.get()
    assert (check.checked_at, check.found_at) == (NOW, NOW)
    assert (check.edition, check.made_at) == (1, current().created)
    for language, day in (("en", "24 November 2026"), ("be", "24 лістапада 2026")):
        baked(britain, later=2 * HOUR)
        page = text_at(britain, f"/{language}/verify/")
        assert f"{site.address}/</dt>" in page
        assert page.count(day) >= 2


def test_looks_at_the_proof_and_at_every_guarded_page(site: Site) -> None:
    looked()

    assert site.asked[:4] == [
        "/edition/charter.json",
        "/edition/charter.json.minisig",
        "/edition/manifest.json.minisig",
        "/edition/manifest.json",
    ]
    below = ("", "contact/", "emergency/", "help/", "verify/")
    guarded = {"/", "/exit/", *(f"/{code}/{each}" for code in ("en", "be", "ru") for each in below)}
    assert set(site.asked[4:]) == guarded
    assert len(site.asked) == 4 + len(guarded)


def test_mirror_is_looked_at_once_an_hour_and_one_at_a_time(site: Site, edition: Embassy) -> None:
    with site_of(edition) as other:
        approved_at(edition, other.address)
        found = [
            look_at_a_mirror(now=NOW + timedelta(minutes=each), allows=on_this_machine)
            for each in (0, 1, 2, 59, 60, 61, 62)
        ]

    asked = [each and each.address for each in found]
    first, second = sorted((site.address, other.address))
    assert {asked[0], asked[1]} == {first, second}
    assert asked[2:] == [None, None, asked[0], asked[1], None]


@pytest.mark.usefixtures("site")
def test_look_writes_no_ledger_and_no_edition_within_the_day(britain: Embassy) -> None:
    looked()
    baked(britain, later=HOUR)
    looked(NOW + HOUR)  # it serves the edition that lists it
    baked(britain, later=HOUR)
    lines, number = LedgerLine.objects.count(), current().number

    for hours in range(2, 8):
        looked(NOW + hours * HOUR)
        assert baked(britain, later=hours * HOUR).edition is None

    assert (LedgerLine.objects.count(), current().number) == (lines, number)
    looked(NOW + 24 * HOUR)
    made = baked(britain, later=24 * HOUR)
    assert made.edition == number + 1
    pages = {f"/{language}/verify/" for language in britain.languages}
    assert made.changed == pages | {f"{each}information.txt" for each in pages}


@pytest.mark.parametrize("path", ["/en/", "/en/emergency/", "/be/contact/", "/ru/verify/"])
def test_altered_page_takes_a_mirror_off_until_it_is_sound_again(
    site: Site, britain: Embassy, path: str
) -> None:
    looked()
    assert site.address in verify_page(britain, later=timedelta(minutes=1))
    site.meddling = {path: body_is(b"<p>Call 07700 900999.</p>")}

    assert looked(NOW + HOUR) == (Fault.ALTERED, Standing.FALSE)

    assert site.address not in verify_page(britain, later=HOUR)
    browser = editor_of(britain)
    assert site.address in browser.get("/admin/").content.decode()
    site.meddling = {}
    assert looked(NOW + 2 * HOUR) == ("", Standing.LISTED)
    assert site.address in verify_page(britain, later=2 * HOUR)
    assert site.address not in browser.get("/admin/").content.decode()


def test_false_mirror_that_hides_stays_off(site: Site, britain: Embassy) -> None:
    looked()
    site.meddling = {"/en/help/": body_is(b"something else")}
    looked(NOW + HOUR)
    site.meddling = {"/edition/": lambda answer: replace(answer, status=503)}

    assert looked(NOW + 2 * HOUR) == (Fault.UNREACHABLE, Standing.FALSE)
    assert site.address not in verify_page(britain, later=2 * HOUR)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_unreachable_mirror_stays_with_the_day_it_was_reached(edition: Embassy) -> None:
    with site_of(edition) as site:
        approved_at(edition, site.address)
        looked()

    assert looked(NOW + 30 * HOUR) == (Fault.UNREACHABLE, Standing.LISTED)

    page = verify_page(edition, later=30 * HOUR)
    assert site.address in page
    assert "reached on 24 November 2026" in page
    assert "25 November 2026" not in page.partition('id="mirrors"')[2].partition("</section>")[0]


def test_mirror_that_was_never_sound_is_not_shown(edition: Embassy) -> None:
    address = f"http://127.0.0.1:{closed_port()}"
    approved_at(edition, address)

    assert looked() == (Fault.UNREACHABLE, Standing.NEW)
    assert address not in verify_page(edition, later=HOUR)


@pytest.mark.parametrize("path", ["/edition/", "/en/contact/"])
@pytest.mark.parametrize("status", [301, 302, 404, 410])
def test_mirror_that_leads_elsewhere_or_has_nothing_is_false(
    site: Site, path: str, status: int
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0.2)
        place = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/"
        site.meddling = {
            path: lambda answer: replace(
                answer,
                status=status,
                headers=[(b"location", place.encode()), (b"content-length", b"0")],
                body=b"",
            )
        }

        assert looked() == (Fault.ALTERED, Standing.FALSE)
        with pytest.raises(TimeoutError):
            elsewhere.accept()


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_mirror_that_cannot_answer_just_now_is_unreachable(site: Site, status: int) -> None:
    looked()
    site.meddling = {"/edition/": lambda answer: replace(answer, status=status)}

    assert looked(NOW + HOUR) == (Fault.UNREACHABLE, Standing.LISTED)


def test_mirror_of_another_embassy_has_the_wrong_key(edition: Embassy, norland: Embassy) -> None:
    with site_of(norland) as other:
        approved_at(edition, other.address)

        assert looked() == (Fault.WRONG_KEY, Standing.FALSE)


def test_edition_signed_with_another_key_is_the_wrong_key(site: Site) -> None:
    show(site, signed(current(), SecretKey.make()))

    assert looked() == (Fault.WRONG_KEY, Standing.FALSE)


@pytest.mark.parametrize("content", [b"", b"{}", b"<html>This domain is for sale</html>"])
def test_what_is_no_proof_at_all_is_false(site: Site, content: bytes) -> None:
    site.meddling = {"/edition/": body_is(content)}

    assert looked()[1] == Standing.FALSE


@pytest.mark.parametrize("is_much", [False, True])
def test_manifest_that_nobody_signed_is_not_read(
    site: Site, britain: Embassy, *, is_much: bool
) -> None:
    """A number without end, or a few bytes that are read into a hundred megabytes."""
    looked()
    assert site.address in verify_page(britain, later=timedelta(minutes=1))
    signature = (folders().edition("gb", 2) / "manifest.json.minisig").read_bytes()
    endless = folders().manifest_bytes("gb", 2).replace(b'"charter":1', b'"charter":1e999')
    lie = brotli.compress(b"[" + b"{}," * 1_000_000 + b"{}]") if is_much else endless
    packing = [(b"content-encoding", b"br")] if is_much else []

    def lies(answer: Answer) -> Answer:
        made = body_is(lie)(answer)
        return replace(made, headers=[*made.headers, *packing])

    site.meddling = {
        "/edition/manifest.json": lies,
        "/edition/manifest.json.minisig": lambda answer: replace(
            body_is(signature)(answer), headers=[(b"content-length", b"%d" % len(signature))]
        ),
    }
    tracemalloc.start()
    found = looked(NOW + HOUR)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found == (Fault.WRONG_KEY, Standing.FALSE)
    assert peak < 30_000_000
    assert site.address not in verify_page(britain, later=HOUR)


def test_edition_that_we_never_made_is_altered_whoever_signed_it(site: Site) -> None:
    """The thief of the edition key signs a page with a number of ours, and another text."""
    text = b"<p>Come to the square at six.</p>"
    page = replace(current().entries["/en/help/"], sha256=sha256_of(text), size=len(text))
    for number in (current().number, current().number + 1):
        theirs = replace(current(), number=number, entries={**current().entries, "/en/help/": page})
        show(site, {**signed(theirs), "/en/help/": text})

        assert looked(NOW + number * HOUR) == (Fault.ALTERED, Standing.FALSE)


def test_number_of_an_edition_that_went_proves_nothing(site: Site, britain: Embassy) -> None:
    """Nor does an earlier charter, with the key that was stolen and replaced since."""
    stolen = KeyFolder(settings.KEYS_ROOT, "gb").edition_key
    old = current()
    rotate(britain, by=Actor.FOUNDER, now=NOW)
    baked(britain, later=HOUR)
    charter = folders().edition("gb", old.number)
    theirs = replace(old, number=0, created=NOW + 2 * HOUR, expires=NOW + 99 * HOUR)
    show(
        site,
        {
            **signed(theirs, stolen),
            "/edition/charter.json": (charter / "charter.json").read_bytes(),
            "/edition/charter.json.minisig": (charter / "charter.json.minisig").read_bytes(),
        },
    )

    assert looked(NOW + 3 * HOUR) == (Fault.ALTERED, Standing.FALSE)


@pytest.mark.usefixtures("site")
def test_number_that_is_not_ours_any_more_takes_a_mirror_off() -> None:
    """What it shows was signed once, and would send somebody in danger to the wrong telephone."""
    keys = KeyFolder(settings.KEYS_ROOT, "gb")
    charter, root = keys.charter, keys.development_root
    assert charter is not None
    assert root is not None
    fewer = replace(charter.charter, number=9, contacts=charter.charter.contacts[1:])
    keys.install(fewer.canonical(), root.sign(fewer.canonical(), "gb"))

    assert looked() == (Fault.ALTERED, Standing.FALSE)


def test_mirror_that_does_not_pull_is_older_and_then_has_run_out(
    edition: Embassy, tmp_path: Path
) -> None:
    with site_of(edition) as site:
        pull(site.address, tmp_path / "mirror", root=root_of(edition))
    with nginx_on(tmp_path / "mirror", tmp_path / "nginx") as server:
        approved_at(edition, f"http://127.0.0.1:{server.port}")
        assert looked() == ("", Standing.LISTED)
        news(edition)
        baked(edition, later=2 * HOUR)
        assert looked(NOW + 3 * HOUR) == ("", Standing.LISTED)
        news(edition, title="Another day")
        baked(edition, later=72 * HOUR)
        assert looked(NOW + 73 * HOUR) == (Fault.OLDER, Standing.LISTED)
        assert looked(NOW + 24 * 31 * HOUR) == (Fault.EXPIRED, Standing.LISTED)


def test_onion_mirror_is_shown_and_said_to_be_unchecked(edition: Embassy) -> None:
    mirror(edition, onion_of(3))

    assert look_at_a_mirror(now=NOW, allows=on_this_machine) is None
    page = verify_page(edition, later=HOUR)
    assert f"{onion_of(3)}/</dt>" in page
    assert "not checked: it is reached through Tor alone" in page
    screen = editor_of(edition).get("/admin/editions/").content.decode()
    assert "Not checked: it is reached through Tor alone." in screen


def test_what_is_taken_back_is_forgotten(site: Site, britain: Embassy) -> None:
    looked()
    for fact in britain.mirrors.all():
        withdraw_at_once(fact)

    assert site.address not in verify_page(britain, later=HOUR)
    assert look_at_a_mirror(now=NOW + HOUR, allows=on_this_machine) is None
    assert not MirrorCheck.objects.exists()


def test_by_itself_the_clock_connects_to_nothing_on_this_machine(site: Site) -> None:
    check = look_at_a_mirror(now=NOW)

    assert check is not None
    assert check.fault == Fault.UNREACHABLE
    assert site.asked == []


def test_rollback_brings_no_false_mirror_back(site: Site, britain: Embassy) -> None:
    looked()
    listed = baked(britain, later=HOUR).edition
    site.meddling = {"/en/": body_is(b"something else")}
    looked(NOW + HOUR)
    baked(britain, later=HOUR)
    assert listed is not None

    rolled_back(britain, listed)

    assert site.address not in verify_page(britain, later=2 * HOUR)


def test_look_does_not_end_what_a_rollback_holds(site: Site, britain: Embassy) -> None:
    looked()
    first = baked(britain, later=HOUR).edition
    looked(NOW + 25 * HOUR)
    baked(britain, later=25 * HOUR)
    assert first is not None
    rolled_back(britain, first)
    assert "25 November 2026" not in verify_page(britain, later=26 * HOUR)

    looked(NOW + 49 * HOUR)

    assert "26 November 2026" not in verify_page(britain, later=49 * HOUR)
    site.meddling = {"/en/": body_is(b"something else")}
    looked(NOW + 50 * HOUR)
    assert site.address not in verify_page(britain, later=50 * HOUR)


def rolled_back(embassy: Embassy, number: int) -> None:
    """Go back to an edition, as the founder may while nobody has joined."""
    ask_rollback(embassy, number, reason="A test", by=Actor.FOUNDER, now=NOW)


def test_screen_says_edition_age_and_what_is_wrong(site: Site, britain: Embassy) -> None:
    browser = editor_of(britain)
    assert "Not looked at yet." in browser.get("/admin/editions/").content.decode()
    looked()
    sound = " ".join(browser.get("/admin/editions/").content.decode().split())
    site.meddling = {"/en/": body_is(b"something else")}
    looked(NOW + HOUR)
    false = " ".join(browser.get("/admin/editions/").content.decode().split())

    assert "Edition 1 of 24/11/2026, 12:00 UTC" in sound
    assert "looked at on 24/11/2026, 12:00 UTC" in sound
    assert "Shown to readers" in sound
    assert "Altered: not what we signed" in false
    assert "looked at on 24/11/2026, 13:00 UTC" in false
    assert "Taken off: not shown to readers until it is sound again" in false


def test_member_of_another_embassy_is_told_of_neither(site: Site, norland: Embassy) -> None:
    site.meddling = {"/en/": body_is(b"something else")}
    looked()
    browser = editor_of(norland)

    for path in ("/admin/", "/admin/editions/"):
        assert site.address not in browser.get(path).content.decode()


def test_age_is_that_of_the_edition_it_served(site: Site, britain: Embassy) -> None:
    looked()
    check = MirrorCheck.objects.get()
    [today] = elsewhere_of(britain, now=NOW + 23 * HOUR).mirrors
    [later] = elsewhere_of(britain, now=NOW + 49 * HOUR).mirrors

    assert (today.address, today.check, today.days_old, later.days_old) == (
        site.address,
        check,
        0,
        2,
    )


def test_mirror_that_still_has_what_was_erased_is_not_shown(site: Site, britain: Embassy) -> None:
    item = news(britain, title="Zorkanary-Test was seen")
    baked(britain, later=timedelta(minutes=1))
    assert looked() == ("", Standing.LISTED)
    held, blobs = current(), folders().blobs
    guarded = {
        path: blobs.read(entry.sha256)
        for path, entry in held.entries.items()
        if entry.type.startswith("text/html")
    }
    folder = folders().edition("gb", held.number)
    proof = {f"/edition/{each.name}": each.read_bytes() for each in folder.iterdir()}

    by = seat("writer", britain, role=Seat.Role.EDITOR, days_ago=60)
    erase(item, britain, by=by, now=NOW + timedelta(minutes=2))
    baked(britain, later=timedelta(minutes=3))
    show(site, {**guarded, **proof})

    # It waits for no hour: the erasure sends the clock there.
    assert looked(NOW + timedelta(minutes=3)) == (Fault.ERASED, Standing.NEW)
    assert site.address not in verify_page(britain, later=timedelta(minutes=4))
    show(site, {})
    assert looked(NOW + 2 * HOUR) == ("", Standing.LISTED)
    assert site.address in verify_page(britain, later=3 * HOUR)
