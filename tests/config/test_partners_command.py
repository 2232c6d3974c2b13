"""`ambasada partners`, as it is typed, and what the desk is served of it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from ambasada.casework.queries import partner_faults
from ambasada.config.cli import main
from ambasada.editions.actions import keys_of
from ambasada.lib.minisign import SecretKey
from ambasada.lib.partner_lists import LONGEST
from ambasada.lib.sealing.fingerprints import fingerprint
from ambasada.lib.sealing.keys import Identity
from ambasada.network.models import Embassy
from tests.config.state import is_one_sentence
from tests.factories.duty import ALL, development_root

pytestmark = [pytest.mark.django_db(databases=ALL), pytest.mark.files]
Capture = pytest.CaptureFixture[str]
GB = ("--embassy", "gb")
KEY = Identity.new().recipient


@pytest.fixture
def listed(britain: Embassy, tmp_path: Path) -> Path:
    """Draft a list of one partner."""
    development_root(britain)
    (tmp_path / "partners.csv").write_text(
        f"name,registration,recipient\nTest Law Centre,T-0000,{KEY}\n"
    )
    done("draft", tmp_path / "partners.csv", tmp_path / "partners.json")
    return tmp_path / "partners.json"


def done(*arguments: str | Path) -> None:
    assert main(["partners", *(str(each) for each in arguments), *GB]) == 0


def refused(capsys: Capture, *arguments: str | Path) -> str:
    assert main(["partners", *(str(each) for each in arguments), *GB]) == 1
    said = capsys.readouterr().err
    assert is_one_sentence(said), said
    return said


def asked(name: str) -> tuple[int, bytes]:
    answer = Client(headers={"host": str(settings.DESK_HOST)}).get(f"/gb/{name}")
    return answer.status_code, answer.content


def test_list_goes_to_the_root_key_and_to_the_desk(listed: Path, capsys: Capture) -> None:
    done("draft", listed.with_name("partners.csv"), listed)
    drafted = capsys.readouterr().out
    assert asked("partners.json")[0] == 404
    done("sign", listed)
    done("install", listed)
    done("show")
    shown = capsys.readouterr().out

    said = f"  Test Law Centre  T-0000\n      {KEY}\n      {fingerprint(KEY)}\n"
    assert said in drafted
    assert said in shown
    assert asked("partners.json") == (200, listed.read_bytes())
    signature = listed.with_name("partners.json.minisig").read_bytes()
    assert asked("partners.json.minisig") == (200, signature)


def test_list_that_another_key_signed_is_not_put_in_force(listed: Path, capsys: Capture) -> None:
    signature = SecretKey.make().sign(listed.read_bytes(), "gb partners")
    listed.with_name("partners.json.minisig").write_text(signature)

    assert "not signed with the root key" in refused(capsys, "install", listed)
    assert "Begin with" in refused(capsys, "show")


def test_list_is_not_signed_where_the_root_key_is_kept_elsewhere(
    britain: Embassy, listed: Path, capsys: Capture
) -> None:
    keys_of(britain).pin(SecretKey.make().public)

    assert "Sign where it is kept" in refused(capsys, "sign", listed)


def test_table_without_a_key_is_refused(listed: Path, capsys: Capture) -> None:
    table = listed.with_name("other.csv")
    table.write_text("name,registration,recipient\nTest Law Centre,T-0000,none\n")

    assert "Line 2 names no partner" in refused(capsys, "draft", table, listed)


def test_list_that_ends_is_told_and_so_is_one_of_another_root(
    britain: Embassy, listed: Path
) -> None:
    done("sign", listed)
    done("install", listed)
    root, today = development_root(britain).public, timezone.now().date()

    def told(day: date) -> list[str]:
        return partner_faults(britain, root, today=day)

    assert told(today) == []
    assert "ends on" in told(today + LONGEST - timedelta(days=14))[0]
    assert "has expired" in told(today + LONGEST + timedelta(days=1))[0]
    other = SecretKey.make().public
    assert "is not signed" in partner_faults(britain, other, today=today)[0]
