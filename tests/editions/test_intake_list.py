"""The list of the intake is published with the edition, and told where it is proved it is us."""

from datetime import timedelta

import pytest

from ambasada.accounts.models import Actor
from ambasada.editions.actions import Bodies, add_second_signature, intake_of, settle_intake
from ambasada.lib.manifests import sha256_of
from ambasada.lib.minisign import SecretKey
from ambasada.network.models import Embassy
from tests.factories.editions import NOW, baked, text_at, visitor_of

pytestmark = [pytest.mark.django_db, pytest.mark.screens, pytest.mark.usefixtures("edition")]
_PAGES = {f"/{code}/verify/" for code in ("en", "be", "ru")}
_LATER = timedelta(minutes=1)
BODIES = Bodies("https://help.example.org", {"/gb/en/": b"a page"}, {"/assets/intake.js": b"js"})


def test_without_a_list_nothing_is_said_or_served(britain: Embassy) -> None:
    assert visitor_of(britain).ask("/edition/intake.json").status == 404
    assert "The page on which people write to us" not in text_at(britain, "/en/verify/")


def test_list_is_served_with_the_edition_and_told_on_the_page(britain: Embassy) -> None:
    settle_intake(britain, BODIES, now=NOW)

    made = baked(britain, later=_LATER)

    signed = intake_of(britain).in_force
    assert signed is not None
    assert made.changed == _PAGES | {f"{each}information.txt" for each in _PAGES}
    for path in _PAGES:
        assert sha256_of(signed.content) in text_at(britain, path)
        assert "https://help.example.org/" in text_at(britain, path)
    for name, content in signed.files.items():
        assert bytes(visitor_of(britain).ask(f"/edition/{name}").body) == content
    assert baked(britain, is_full=True, later=_LATER).missed == frozenset()


def test_second_embassys_signature_is_published_too(britain: Embassy) -> None:
    sister = SecretKey.make()
    settle_intake(britain, BODIES, now=NOW)
    signed = intake_of(britain).in_force
    assert signed is not None
    second = sister.sign(signed.content, "hers").encode()

    add_second_signature(britain, sister.public, second, by=Actor.OPERATOR, now=NOW)
    baked(britain, later=_LATER)

    place = "/edition/intake.json.second.minisig"
    assert bytes(visitor_of(britain).ask(place).body) == second
    assert sister.public.line in text_at(britain, "/en/verify/")


def test_another_page_is_another_list_and_another_edition(britain: Embassy) -> None:
    settle_intake(britain, BODIES, now=NOW)
    baked(britain, later=_LATER)
    changed = Bodies(BODIES.origin, {"/gb/en/": b"another"}, BODIES.bundle)

    assert settle_intake(britain, changed, now=NOW)
    made = baked(britain, later=2 * _LATER)

    signed = intake_of(britain).in_force
    assert signed is not None
    assert signed.shown.number == 2
    assert "/en/verify/" in made.changed
    assert bytes(visitor_of(britain).ask("/edition/intake.json").body) == signed.content
