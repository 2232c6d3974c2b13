import re
from datetime import UTC, datetime, timedelta

import pytest

from ambasada.accounts.actions import (
    count_wrong_word,
    give_word,
    invite_of,
    is_open,
    is_word_right,
    make_invite,
    make_member,
    spend,
)
from ambasada.accounts.models import Invite, Member
from ambasada.lib.refused import Refused

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_PASSWORD = "a sentence only I would write"  # noqa: S105 -- of an invented member


def _fresh(invite: Invite) -> Invite:
    return Invite.objects.get(pk=invite.pk)


def test_invite_is_found_by_its_token_and_open_for_less_than_24_hours() -> None:
    invite, token = make_invite(now=NOW)

    found = invite_of(token)

    assert found == invite
    assert is_open(invite, now=NOW + timedelta(hours=24) - timedelta(seconds=1))
    assert not is_open(invite, now=NOW + timedelta(hours=24))


def test_spent_invite_is_not_open() -> None:
    invite, _token = make_invite(now=NOW)

    spend(invite, now=NOW)

    assert not is_open(_fresh(invite), now=NOW)


@pytest.mark.parametrize("forged", ["", "a", "a" * 10_000, "%", "' OR 1=1 --", "Ў", "\0", "\ud800"])
def test_forged_token_finds_nothing(forged: str) -> None:
    make_invite(now=NOW)

    assert invite_of(forged) is None


def test_neither_token_nor_word_is_kept() -> None:
    invite, token = make_invite(now=NOW)
    word = give_word(invite)
    kept = Invite.objects.get()

    assert invite_of(kept.token_sha256) is None
    assert len(token) >= 32
    for secret in (token, word, word.replace("-", "")):
        assert secret not in str(Invite.objects.values().get())


def test_invites_and_words_differ() -> None:
    made = [make_invite(now=NOW) for _ in range(20)]

    assert len({token for _invite, token in made}) == 20
    assert len({give_word(invite) for invite, _token in made}) == 20


def test_word_can_be_said_and_its_spelling_is_forgiven() -> None:
    invite, _token = make_invite(now=NOW)

    word = give_word(invite)

    assert re.fullmatch(r"[a-z]{5}-[a-z]{5}", word)
    assert re.fullmatch(r"(?:[^aeiou][aeiou]){5}", word.replace("-", ""))
    for typed in (word, word.upper(), word.replace("-", ""), f" {word.replace('-', ' - ')} "):
        assert is_word_right(invite, typed)


@pytest.mark.parametrize("wrong", ["", "-", "bakod-ulemi", "12345", "Ў", "a" * 10_000, "\0"])
def test_other_word_is_wrong(wrong: str) -> None:
    invite, _token = make_invite(now=NOW)

    assert not is_word_right(invite, wrong)  # it has no word at all
    give_word(invite)
    assert not is_word_right(invite, wrong)


def test_word_belongs_to_its_invite_alone() -> None:
    one, _token = make_invite(now=NOW)
    other, _other_token = make_invite(now=NOW)
    word = give_word(one)
    Invite.objects.filter(pk=other.pk).update(word_hmac=_fresh(one).word_hmac)

    assert not is_word_right(_fresh(other), word)


def test_fifth_wrong_word_spends_the_invite() -> None:
    invite, _token = make_invite(now=NOW)

    for _ in range(4):
        count_wrong_word(invite)
    assert is_open(_fresh(invite), now=NOW)
    count_wrong_word(invite)

    assert not is_open(_fresh(invite), now=NOW)


def test_member_is_made_with_the_day_they_joined() -> None:
    member = make_member("press", _PASSWORD, now=NOW)

    assert (member.joined_on, member.is_superuser) == (NOW.date(), False)
    assert member.check_password(_PASSWORD)


@pytest.mark.parametrize(("username", "password"), [("press", _PASSWORD), ("new", "short")])
def test_taken_name_and_easy_password_are_refused(username: str, password: str) -> None:
    make_member("press", _PASSWORD, now=NOW)

    with pytest.raises(Refused):
        make_member(username, password, now=NOW)

    assert Member.objects.count() == 1
