"""The page that proves it is us shows the key that proves copies, and changes with it."""

from datetime import timedelta

import pytest
from django.conf import settings

from ambasada.editions.keys import KeyFolder
from ambasada.lib.minisign import SecretKey
from ambasada.network.models import Embassy
from tests.factories.editions import baked, text_at

pytestmark = [pytest.mark.django_db, pytest.mark.screens, pytest.mark.usefixtures("edition")]
_PAGES = {f"/{code}/verify/" for code in ("en", "be", "ru")}
_KEPT_HERE = "For now this key is kept on the server itself."


def test_page_shows_the_true_address_and_the_root_key(britain: Embassy) -> None:
    root = KeyFolder(settings.KEYS_ROOT, "gb").root
    assert root is not None

    for path in _PAGES:
        text = text_at(britain, path)
        assert f"{britain.origin}/" in text
        assert root.line in text
        assert root.fingerprint in text
    assert _KEPT_HERE in text_at(britain, "/en/verify/")


def test_another_root_key_makes_those_pages_anew_and_no_others(britain: Embassy) -> None:
    keys = KeyFolder(settings.KEYS_ROOT, "gb")
    charter = keys.charter
    assert charter is not None
    offline = SecretKey.make()
    keys.pin(offline.public)
    keys.install(charter.content, offline.sign(charter.content, "gb charter 1"))

    made = baked(britain, later=timedelta(minutes=1))

    assert made.changed == _PAGES | {f"{each}information.txt" for each in _PAGES}
    assert offline.public.line in text_at(britain, "/en/verify/")
    assert _KEPT_HERE not in text_at(britain, "/en/verify/")
    assert baked(britain, is_full=True, later=timedelta(minutes=1)).missed == frozenset()
