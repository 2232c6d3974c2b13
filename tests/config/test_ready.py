import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django.fixtures import Settings

from ambasada.config.intakes import settle_intakes
from ambasada.config.ready import faults, pending_migrations, require_ready
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, EmergencyBlock
from tests.factories.editions import NOW

pytestmark = pytest.mark.django_db


def record(app: str, name: str) -> None:
    MigrationRecorder(connection).record_applied(app, name)


def test_database_of_this_version_is_ready() -> None:
    require_ready()

    assert not pending_migrations()


@pytest.mark.parametrize("app", ["network", "accounts", "front", "wagtailcore"])
def test_database_of_a_newer_version_is_refused(app: str) -> None:
    record(app, "9999_from_the_future")

    with pytest.raises(Refused, match="written by a newer version of Ambasada"):
        require_ready()


def test_database_of_an_older_version_is_refused_until_it_is_prepared() -> None:
    recorder = MigrationRecorder(connection)
    newest = max(name for app, name in recorder.applied_migrations() if app == "front")
    recorder.record_unapplied("front", newest)

    with pytest.raises(Refused, match="not prepared for this version"):
        require_ready()

    assert pending_migrations()


def test_sound_installation_has_no_faults(embassies: dict[str, Embassy]) -> None:
    assert embassies
    settle_intakes(now=NOW)

    assert faults() == []


def test_debug_is_a_fault(settings: Settings) -> None:
    settings.DEBUG = True

    assert [each for each in faults() if each.startswith("DEBUG is on")]


@pytest.mark.parametrize("name", ["ADMINS", "MANAGERS"])
def test_mail_about_errors_is_a_fault(settings: Settings, name: str) -> None:
    setattr(settings, name, [("Office", "office@example.org")])

    assert [each for each in faults() if each.startswith("Mail about errors is on")]


def test_embassy_without_an_emergency_block_is_a_fault(embassies: dict[str, Embassy]) -> None:
    EmergencyBlock.objects.filter(embassy=embassies["norland"]).delete()

    assert faults()[0] == "The embassy norland has no emergency block. Restore it."


@pytest.mark.parametrize("host", ["STAFF_HOST", "HELP_HOST", "DESK_HOST"])
def test_embassy_under_the_name_of_another_origin_is_a_fault(
    embassies: dict[str, Embassy], settings: Settings, host: str
) -> None:
    site = embassies["norland"].site
    site.hostname = getattr(settings, host)
    site.save()

    assert [each for each in faults() if "shares a host name" in each]
