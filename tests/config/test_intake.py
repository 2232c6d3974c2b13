"""The intake serves what the root key signed, or is closed; the public site goes on either way."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from ambasada.casework import intake_page, signed_intake
from ambasada.config.cli import main
from ambasada.config.intakes import bodies_of, intake_faults, sealed_faults, settle_intakes
from ambasada.config.ready import faults
from ambasada.editions.actions import intake_of, keys_of
from ambasada.editions.escrows import keep_escrow
from ambasada.lib.escrow.records import Record
from ambasada.lib.headers import HeaderClass, headers_for
from ambasada.lib.intakes import INTAKE, IntakeList
from ambasada.lib.minisign import SecretKey
from ambasada.network.models import Embassy, FairCopy, SpoiltCopy
from ambasada.network.queries import facts_of
from tests.config.state import is_one_sentence
from tests.factories.duty import development_root, key_of, put_in_force
from tests.factories.editions import NOW
from tests.factories.embassies import CONTENT, raised_from
from tests.factories.staff import seat

pytestmark = [pytest.mark.django_db, pytest.mark.files]
Capture = pytest.CaptureFixture[str]
PAGE = "/gb/en/"


@pytest.fixture
def person() -> Client:
    """Return the browser of somebody at the help origin."""
    return Client(headers={"host": str(settings.HELP_HOST)})


@pytest.fixture
def own_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let the bundle stand in a folder of this test's own."""
    folder = tmp_path / "bundle"
    shutil.copytree(intake_page.BUNDLE, folder)
    monkeypatch.setattr(intake_page, "BUNDLE", folder)
    signed_intake.bundle.cache_clear()
    yield folder
    signed_intake.bundle.cache_clear()


def offline_root(embassy: Embassy) -> SecretKey:
    """Put a root key in the development root's place, and return it."""
    root = SecretKey.make()
    development_root(embassy)
    keys_of(embassy).pin(root.public)
    return root


def signed_by(root: SecretKey, file: Path) -> Path:
    file.with_name(f"{file.name}.minisig").write_text(root.sign(file.read_bytes(), "intake"))
    return file


def test_development_root_signs_by_itself_what_is_served(britain: Embassy, person: Client) -> None:
    settle_intakes(now=NOW)

    page = person.get(PAGE)

    signed = intake_of(britain).in_force
    assert signed is not None
    assert signed.shown.differences({**bodies_of(britain).pages, **signed_intake.bundle()}) == []
    assert (signed.shown.number, signed.shown.origin) == (1, settings.HELP_ORIGIN)
    assert page.content == bodies_of(britain).pages[PAGE]
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers_for(HeaderClass.INTAKE).items() <= dict(page.headers).items()
    assert intake_faults() == []


def test_every_listed_file_is_served_as_it_was_signed(britain: Embassy, person: Client) -> None:
    settle_intakes(now=NOW)
    signed = intake_of(britain).in_force
    assert signed is not None

    found = {path: person.get(path).content for path in signed.shown.files}

    assert signed.shown.differences(found) == []
    assert {"/assets/intake.js", "/assets/en.json", "/gb/be/"} < set(found)
    for name, content in signed.files.items():
        assert person.get(f"/gb/{name}").content == content


def test_page_names_embassies_of_its_own_nation_alone(britain: Embassy, tmp_path: Path) -> None:
    pack = shutil.copytree(CONTENT / "gb", tmp_path / "xt")
    facts = (pack / "embassy.toml").read_text("utf-8")
    (pack / "embassy.toml").write_text(facts.replace('code = "gb"', 'code = "xt"'), "utf-8")
    testland = raised_from(pack, "xt.localhost")
    root = development_root(testland).public
    settle_intakes(now=NOW)
    settle_intakes(now=NOW)  # once the others have a root key as well

    pages = bodies_of(britain).pages
    assert f"&quot;root&quot;: &quot;{root.line}&quot;".encode() in pages[PAGE]
    assert b"norland" not in pages[PAGE]
    assert intake_faults() == []


def test_second_time_nothing_is_signed_anew(britain: Embassy) -> None:
    settle_intakes(now=NOW)
    first = intake_of(britain).in_force

    settle_intakes(now=NOW + timedelta(days=1))

    assert intake_of(britain).in_force == first


def test_altered_page_closes_the_intake_calmly(britain: Embassy, person: Client) -> None:
    settle_intakes(now=NOW)
    keys = settings.KEYS_ROOT / "gb"
    offline_root_signs_the_same(britain)
    for page in (keys / "pages").iterdir():
        page.write_bytes(page.read_bytes().replace(b"</body>", b"<script></script></body>"))
    signed_intake._served.cache_clear()  # noqa: SLF001 -- as in another process

    answer = person.get(PAGE)

    assert answer.status_code == 503
    assert b"Nobody can write here just now" in answer.content
    assert b"tel:999" in answer.content
    assert b"<script" not in answer.content
    assert intake_faults()[0].startswith("The intake of gb is closed. /gb/")


def offline_root_signs_the_same(embassy: Embassy) -> None:
    """Let another root key sign the list in force, so that no development root does so anew."""
    signed = intake_of(embassy).in_force
    assert signed is not None
    root = offline_root(embassy)
    intake_of(embassy).install(signed.content, root.sign(signed.content, "intake").encode())


def test_bundle_that_is_not_the_sources_closes_the_intake(
    britain: Embassy,  # noqa: ARG001 -- whose intake it is
    person: Client,
    own_bundle: Path,
) -> None:
    settle_intakes(now=NOW)
    signed_intake.bundle.cache_clear()
    signed_intake._served.cache_clear()  # noqa: SLF001 -- as in another process
    (own_bundle / "intake.js").write_bytes(b"fetch('https://evil.example.org')")

    settle_intakes(now=NOW)

    assert person.get("/assets/intake.js").status_code == 404
    assert person.get(PAGE).status_code == 503
    assert intake_faults()[0].startswith(
        "The intake of gb is closed. intake.js of the intake is not the file whose SHA-256"
    )


def test_without_a_signed_list_the_intake_is_closed(britain: Embassy, person: Client) -> None:
    offline_root(britain)
    settle_intakes(now=NOW)

    assert person.get(PAGE).status_code == 503
    assert person.get("/gb/intake.json").status_code == 404
    assert "Begin with `ambasada key intake`." in intake_faults()[0]


def test_list_of_another_address_closes_the_intake(
    britain: Embassy, person: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle_intakes(now=NOW)
    offline_root_signs_the_same(britain)
    signed_intake._served.cache_clear()  # noqa: SLF001 -- as in another process
    monkeypatch.setattr(settings, "HELP_ORIGIN", "https://help.example.org")

    assert person.get(PAGE).status_code == 503
    assert "and it is served at https://help.example.org." in intake_faults()[0]


def test_page_nobody_listed_is_not_there(britain: Embassy, person: Client) -> None:
    assert britain.pk
    settle_intakes(now=NOW)

    for path in ("/gb/xx/", "/nowhere/en/", "/assets/other.js", "/gb/intake.json.other"):
        assert person.get(path).status_code == 404


def test_offline_root_signs_a_list_whose_pages_are_served_from_then_on(
    britain: Embassy, person: Client, *, tmp_path: Path, capsys: Capture
) -> None:
    root, file = offline_root(britain), tmp_path / INTAKE

    assert main(["key", "intake", str(file), "--embassy", "gb"]) == 0
    assert "minisign -S -s root.key -m intake.json" in capsys.readouterr().out
    assert person.get(PAGE).status_code == 503
    assert main(["key", "install", str(signed_by(root, file)), "--embassy", "gb"]) == 0
    assert "List 1 of the intake is in force." in capsys.readouterr().out

    assert person.get(PAGE).content == bodies_of(britain).pages[PAGE]
    assert [each for each in intake_faults() if "of gb" in each] == []


def test_what_would_be_said_now_is_told_until_it_is_signed(
    britain: Embassy, person: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle_intakes(now=NOW)
    offline_root_signs_the_same(britain)
    before = person.get(PAGE).content
    monkeypatch.setattr(signed_intake, "instance_of", lambda _code: "another")

    settle_intakes(now=NOW)

    assert person.get(PAGE).content == before
    assert intake_faults() == [
        (
            "The intake of gb would say something else now than its root key signed, and goes on "
            "as it was. Sign what `ambasada key intake` writes."
        )
    ]


def test_list_that_is_older_changed_or_another_embassys_is_refused(
    britain: Embassy, norland: Embassy, *, tmp_path: Path, capsys: Capture
) -> None:
    root, file = offline_root(britain), tmp_path / INTAKE
    keys_of(norland).make_development_root()
    keys_of(norland).pin(root.public)
    assert main(["key", "intake", str(file), "--embassy", "gb"]) == 0
    newer = IntakeList.read(file.read_bytes())
    signed_by(root, file)
    capsys.readouterr()

    assert main(["key", "install", str(file), "--embassy", "norland"]) == 1
    assert "is of the embassy gb" in capsys.readouterr().err
    file.write_bytes(newer.canonical().replace(b'"number":1', b'"number":2'))
    assert main(["key", "install", str(file), "--embassy", "gb"]) == 1
    assert is_one_sentence(capsys.readouterr().err)
    strange = dict.fromkeys(newer.files, "0" * 64)
    file.write_bytes(IntakeList("gb", newer.origin, 5, newer.issued, strange).canonical())
    assert main(["key", "install", str(signed_by(root, file)), "--embassy", "gb"]) == 1
    assert "names pages that are not here" in capsys.readouterr().err
    assert intake_of(britain).in_force is None


def test_second_embassy_signs_the_same_bytes(
    britain: Embassy, person: Client, *, tmp_path: Path, capsys: Capture
) -> None:
    root, sister, file = offline_root(britain), SecretKey.make(), tmp_path / INTAKE
    assert main(["key", "intake", str(file), "--embassy", "gb"]) == 0
    signed_by(root, file)
    (tmp_path / "sister.pub").write_text(sister.public.file)
    second = ["--second", str(tmp_path / "sister.pub")]
    other = SecretKey.make().sign(file.read_bytes(), "not hers")
    (tmp_path / "intake.json.second.minisig").write_text(other)

    assert main(["key", "install", str(file), "--embassy", "gb", *second]) == 1
    right = sister.sign(file.read_bytes(), "hers")
    (tmp_path / "intake.json.second.minisig").write_text(right)
    assert main(["key", "install", str(file), "--embassy", "gb", *second]) == 0

    signed = intake_of(britain).in_force
    assert signed is not None
    assert (signed.second, signed.second_key) == (right.encode(), sister.public)
    assert person.get("/gb/intake.json.second.minisig").content == right.encode()
    assert capsys.readouterr().err.startswith("The list of the intake is not signed")


def test_check_says_what_is_amiss_with_sealed_help(britain: Embassy) -> None:
    settle_intakes(now=NOW)
    key_of(seat("helper", britain, days_ago=40))
    put_in_force(britain, now=timezone.now() - timedelta(days=14))
    today = timezone.now().date()
    year = Record(f"age1{'q' * 58}", "2/3", today - timedelta(400), today - timedelta(366))
    keep_escrow(britain, year)

    told = sealed_faults()

    assert told == [
        "The roster of gb is 14 days old and ends in 16. Sign another one.",
        (
            f"Nobody has tried since {year.drilled_on} whether the sheets of the escrow of gb "
            "open anything. Hold a drill."
        ),
    ]
    assert set(told) <= set(faults())


def test_embassy_whose_copies_are_damaged_stops_nothing(britain: Embassy) -> None:
    settle_intakes(now=NOW)
    before = intake_of(britain).in_force
    FairCopy.objects.public(britain).filter(kind="network.embassy").update(sha256="0" * 64)
    with pytest.raises(SpoiltCopy):
        facts_of(britain)

    settle_intakes(now=NOW)

    assert intake_of(britain).in_force == before
    assert [each for each in intake_faults() if "of gb" in each] == []
