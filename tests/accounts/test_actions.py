from datetime import UTC, datetime, timedelta

import pytest

from ambasada.accounts.actions import invite, join
from ambasada.accounts.models import Invite, Member
from ambasada.lib.refused import Refused

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_PASSWORD = "a sentence only I would write"  # noqa: S105 -- of an invented member
_REFUSAL = "This invitation cannot be used. Ask who sent it for a new one."


def _join(token: str, now: datetime, username: str = "press") -> Member:
    return join(token, username=username, password=_PASSWORD, now=now)


def test_invite_makes_one_member() -> None:
    member = _join(invite(now=NOW), NOW)

    assert list(Member.objects.all()) == [member]
    assert member.check_password(_PASSWORD)
    assert not member.is_superuser


def test_invite_is_used_once() -> None:
    token = invite(now=NOW)
    _join(token, NOW)

    with pytest.raises(Refused, match=_REFUSAL):
        _join(token, NOW, "second")

    assert [each.username for each in Member.objects.all()] == ["press"]


def test_invite_lasts_less_than_24_hours() -> None:
    token = invite(now=NOW)

    with pytest.raises(Refused, match=_REFUSAL):
        _join(token, NOW + timedelta(hours=24))

    assert not Member.objects.exists()
    _join(token, NOW + timedelta(hours=24) - timedelta(seconds=1))
    assert Member.objects.count() == 1


@pytest.mark.parametrize("forged", ["", "a", "a" * 10_000, "%", "' OR 1=1 --", "Ў", "\0"])
def test_forged_invite_is_refused_in_the_same_words(forged: str) -> None:
    invite(now=NOW)

    with pytest.raises(Refused, match=_REFUSAL):
        _join(forged, NOW)

    assert not Member.objects.exists()


def test_hash_that_is_kept_is_no_invite() -> None:
    token = invite(now=NOW)
    kept = Invite.objects.get()

    with pytest.raises(Refused):
        _join(kept.token_sha256, NOW)

    assert token not in str(Invite.objects.values().get())
    assert len(token) >= 32


def test_invites_differ() -> None:
    assert len({invite(now=NOW) for _ in range(20)}) == 20


def test_taken_user_name_leaves_the_invite_unspent() -> None:
    _join(invite(now=NOW), NOW)
    token = invite(now=NOW)

    with pytest.raises(Refused):
        _join(token, NOW)

    assert Invite.objects.filter(used_at=None).count() == 1
