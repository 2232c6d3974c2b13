"""How the keys of a member are kept: by a phrase, on paper, by a passkey."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
import pytest
from playwright.sync_api import CDPSession, Page

from tests.sealing.laboratory import Laboratory, Thrown

BUNDLE = b'{"format":"ambasada member keys 1"}'
PHRASE = "шэсць слоў якія ведаю толькі я"
_PASSKEY = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
    "hasPrf": True,
}


@pytest.fixture(scope="module")
def by_phrase(laboratory: Laboratory) -> bytes:
    kept: bytes = laboratory("protectByPhrase", BUNDLE, PHRASE)
    return kept


def test_phrase_opens_the_keys_again(laboratory: Laboratory, by_phrase: bytes) -> None:
    assert laboratory("openByPhrase", by_phrase, PHRASE) == BUNDLE
    assert pyrage.passphrase.decrypt(by_phrase, PHRASE) == BUNDLE


def test_guessing_a_phrase_costs_as_much_as_it_should(by_phrase: bytes) -> None:
    stanza = by_phrase.split(b"\n")[1].split()

    assert (stanza[:2], stanza[3]) == ([b"->", b"scrypt"], b"17")


def test_another_phrase_opens_nothing(laboratory: Laboratory, by_phrase: bytes) -> None:
    with pytest.raises(Thrown):
        laboratory("openByPhrase", by_phrase, f"{PHRASE}!")


def test_paper_opens_the_keys_again(laboratory: Laboratory, tmp_path: Path) -> None:
    paper = laboratory("newIdentity")
    kept = laboratory("protectByRecipient", BUNDLE, laboratory("recipientOf", paper))
    (tmp_path / "paper").write_text(paper, encoding="ascii")

    stock = subprocess.run(
        [shutil.which("age") or "age", "--decrypt", "--identity", str(tmp_path / "paper")],
        input=kept,
        capture_output=True,
        check=True,
    )

    assert (laboratory("openByIdentity", kept, paper), stock.stdout) == (BUNDLE, BUNDLE)
    with pytest.raises(Thrown):
        laboratory("openByIdentity", kept, laboratory("newIdentity"))


@pytest.fixture
def passkeys(laboratory: Laboratory) -> Iterator[CDPSession]:
    """Plug an authenticator in that always says yes."""
    session = laboratory.page.context.new_cdp_session(laboratory.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": _PASSKEY})
    yield session
    session.send("WebAuthn.disable")
    session.detach()


@pytest.mark.usefixtures("passkeys")
def test_passkey_opens_the_keys_again(laboratory: Laboratory) -> None:
    first, second = (laboratory("newPasskey", name) for name in ("first", "second"))

    kept = laboratory("protectByPasskey", BUNDLE, first)

    assert laboratory("openByPasskey", kept, first) == BUNDLE
    with pytest.raises(Thrown):
        laboratory("openByPasskey", kept, second)


def test_page_goes_on_while_a_worker_protects_the_keys(
    laboratory: Laboratory, open_page: Callable[..., Page]
) -> None:
    """Nothing in the code needs a page: a phrase takes long, and is worked at beside it."""
    page = open_page()
    page.goto(laboratory.page.url)
    kept = page.evaluate(
        """async ([bundle, phrase]) => {
            const worker = new Worker("worker.js");
            worker.postMessage(["protectByPhrase", [bundle, phrase]]);
            return new Promise((done) => (worker.onmessage = ({ data }) => done(data.$bytes)));
        }""",
        [{"$bytes": "YQ=="}, PHRASE],
    )

    assert laboratory.page.evaluate("atob", kept).startswith("age-encryption.org/v1")
