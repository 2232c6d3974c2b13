import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from ambasada.accounts.models import Invite, Member

pytestmark = pytest.mark.django_db
_PASSWORD = "a sentence only I would write"  # noqa: S105 -- of an invented member


def test_no_member_is_made_a_superuser() -> None:
    with pytest.raises(IntegrityError):
        Member.objects.create(username="press", is_superuser=True)


def test_no_member_becomes_a_superuser() -> None:
    Member.objects.create_member("press", _PASSWORD)

    with pytest.raises(IntegrityError):
        Member.objects.update(is_superuser=True)


def test_manager_offers_no_way_to_a_superuser() -> None:
    assert not hasattr(Member.objects, "create_superuser")


def test_table_of_members_has_no_room_for_a_person() -> None:
    with connection.cursor() as cursor:
        columns = {
            each.name
            for each in connection.introspection.get_table_description(cursor, "accounts_member")
        }

    assert columns == {
        "id",
        "password",
        "is_superuser",
        "username",
        "is_active",
        "joined_on",
        "recovered_on",
        "session_salt",
    }


def test_database_has_no_table_of_visits_or_mail_of_members() -> None:
    tables = connection.introspection.table_names()

    assert [name for name in tables if "usersession" in name or "social" in name] == []


@pytest.mark.parametrize(
    "username", ["", "Press", "maria@example.org", "прэса", "a b", "-a", "a-", "a\n", "a" * 41]
)
def test_user_name_is_an_office_and_no_address(username: str) -> None:
    member = Member(username=username, password="-")  # noqa: S106 -- no password at all

    with pytest.raises(ValidationError, match="username"):
        member.full_clean()


@pytest.mark.parametrize("username", ["a", "press", "press-2", "2nd-office"])
def test_user_name_of_an_office_is_taken(username: str) -> None:
    Member(username=username, password="-").full_clean()  # noqa: S106 -- no password at all


def test_member_is_found_whatever_the_case_of_the_name() -> None:
    member = Member.objects.create_member("press", _PASSWORD)

    assert Member.objects.get_by_natural_key("PRESS") == member
    assert (str(member), member.get_full_name()) == ("press", "press")


def test_invite_is_named_by_its_number() -> None:
    assert str(Invite(pk=7)) == "invite 7"
