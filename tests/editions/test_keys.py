"""The ceremony, another key for editions, and what is lost or stolen."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from ambasada.accounts.models import Actor, LedgerLine, Verb
from ambasada.editions.actions import draft_charter, install_charter, keys_of, rotate
from ambasada.editions.keys import KEY_LASTS, RENEWED_BEFORE, make_root
from ambasada.lib.charters import Charter, contradictions, signer_of
from ambasada.lib.manifests import Manifest
from ambasada.lib.minisign import NotSigned, PublicKey, SecretKey
from ambasada.lib.refused import Refused
from ambasada.network.models import Channel, Embassy
from tests.factories.editions import NOW, baked, folders
from tests.factories.pages import approve_at_once, news

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.screens,
    pytest.mark.usefixtures("edition"),
]
LATER = timedelta(minutes=1)


@pytest.fixture
def root(tmp_path: Path) -> SecretKey:
    """Return a root key as it lies on a stick in a drawer."""
    make_root(tmp_path / "stick")
    return SecretKey.read((tmp_path / "stick" / "root.key").read_text())


def install(embassy: Embassy, root: SecretKey) -> Charter:
    """Hold the ceremony: draft, sign offline, install."""
    content = draft_charter(embassy, now=NOW)
    signature = root.sign(content, "by hand")
    return install_charter(
        embassy, content, signature, root=root.public, by=Actor.OPERATOR, now=NOW
    )


def signed_by(embassy: Embassy) -> tuple[Manifest, Charter]:
    """Return the manifest that is served and the charter it was signed under, both verified."""
    number = folders().current(embassy.code)
    assert number is not None
    folder = folders().edition(embassy.code, number)
    content, root = (folder / "charter.json").read_bytes(), keys_of(embassy).root
    assert root is not None
    root.verify(content, (folder / "charter.json.minisig").read_text())
    charter = Charter.read(content)
    manifest = Manifest.read((folder / "manifest.json").read_bytes())
    signature = (folder / "manifest.json.minisig").read_text()
    signer_of(charter, manifest.canonical(), signature, created=manifest.created)
    return manifest, charter


def test_first_edition_is_signed_under_a_development_root(britain: Embassy) -> None:
    manifest, charter = signed_by(britain)

    assert keys_of(britain).development_root is not None
    assert (manifest.charter, charter.number, charter.addresses) == (1, 1, (britain.origin,))
    assert {"tel:999", "mailto:emergency@example.org"} <= set(charter.contacts)
    assert contradictions(charter, manifest, folders().blobs.read) == []


def test_secret_keys_are_readable_by_their_owner_alone(britain: Embassy) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for path in _folder(britain).iterdir()}

    assert modes["root.key"] == modes["edition.key"] == 0o600


def test_each_embassy_has_keys_of_its_own(britain: Embassy, norland: Embassy) -> None:
    assert keys_of(britain).root != keys_of(norland).root
    assert keys_of(britain).edition_key != keys_of(norland).edition_key


def test_with_a_development_root_the_charter_follows_the_facts(britain: Embassy) -> None:
    channel = Channel.objects.filter(embassy=britain, kind="email").first()
    assert channel is not None
    channel.address, channel.url = "new@example.org", "mailto:new@example.org"
    channel.save_revision()
    approve_at_once(channel)

    baked(britain, later=LATER)

    manifest, charter = signed_by(britain)
    assert (manifest.charter, charter.number) == (2, 2)
    assert "mailto:new@example.org" in charter.contacts
    assert contradictions(charter, manifest, folders().blobs.read) == []


def test_charter_is_renewed_before_the_key_it_names_runs_out(britain: Embassy) -> None:
    baked(britain, later=KEY_LASTS - RENEWED_BEFORE - timedelta(days=1))
    assert signed_by(britain)[1].number == 1

    baked(britain, later=KEY_LASTS - RENEWED_BEFORE + timedelta(days=1))

    assert signed_by(britain)[1].number == 2


def test_ceremony_puts_an_offline_root_in_the_development_roots_place(
    britain: Embassy, root: SecretKey
) -> None:
    charter = install(britain, root)

    baked(britain, later=LATER)

    manifest, signed = signed_by(britain)
    assert (charter.number, manifest.charter, signed) == (2, 2, charter)
    assert keys_of(britain).root == root.public
    assert keys_of(britain).development_root is None
    assert not (_folder(britain) / "root.key").exists()
    line = LedgerLine.objects.get(verb=Verb.KEY_ADDED)
    assert (line.actor, line.subject) == ("operator", f"network.embassy:{britain.pk}")


def test_charter_signed_with_the_stock_tool_is_taken(britain: Embassy, tmp_path: Path) -> None:
    public, secret, file = tmp_path / "r.pub", tmp_path / "r.key", tmp_path / "charter.json"
    subprocess.run(
        ["minisign", "-G", "-W", "-p", public, "-s", secret], capture_output=True, check=True
    )
    file.write_bytes(draft_charter(britain, now=NOW))
    subprocess.run(
        ["minisign", "-S", "-s", secret, "-m", file],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )

    install_charter(
        britain,
        file.read_bytes(),
        file.with_name("charter.json.minisig").read_text(),
        root=PublicKey.read(public.read_text()),
        by=Actor.FOUNDER,
        now=NOW,
    )

    baked(britain, later=LATER)
    assert signed_by(britain)[0].charter == 2


def test_with_an_offline_root_a_changed_mailbox_waits_for_its_signature(
    britain: Embassy, root: SecretKey
) -> None:
    install(britain, root)
    baked(britain, later=LATER)
    channel = Channel.objects.filter(embassy=britain, kind="email").first()
    assert channel is not None
    channel.address, channel.url = "new@example.org", "mailto:new@example.org"
    channel.save_revision()
    approve_at_once(channel)
    item = news(britain)

    made = baked(britain, later=LATER)

    manifest, charter = signed_by(britain)
    assert set(made.faults) == {f"/{code}/contact/" for code in ("en", "be", "ru")}
    assert set(made.faults.values()) == {"gives a number or mailbox that the charter does not know"}
    assert f"/en/{item.address}" in manifest.entries
    assert contradictions(charter, manifest, folders().blobs.read) == []

    install(britain, root)
    mended = baked(britain, later=LATER)

    assert mended.faults == {}
    assert signed_by(britain)[1].number == 3


def test_rotated_key_signs_at_once_under_a_development_root(britain: Embassy) -> None:
    before = keys_of(britain).edition_key

    assert rotate(britain, by=Actor.FOUNDER, now=NOW)
    made = baked(britain, later=LATER)

    assert made.edition == 2
    assert keys_of(britain).edition_key != before
    manifest, charter = signed_by(britain)
    assert [each.key for each in charter.keys] == [_edition_key(britain).public]
    assert manifest.charter == 2


def test_rotated_key_waits_for_an_offline_root(britain: Embassy, root: SecretKey) -> None:
    install(britain, root)
    baked(britain, later=LATER)
    before = _edition_key(britain)

    assert not rotate(britain, by=Actor.OPERATOR, now=NOW)
    news(britain)
    assert baked(britain, later=LATER).edition == 3
    assert _edition_key(britain) == before

    charter = install(britain, root)
    made = baked(britain, later=LATER)

    assert made.edition == 4
    assert _edition_key(britain) != before
    assert [each.key for each in charter.keys] == [_edition_key(britain).public]
    assert signed_by(britain)[1] == charter


def test_stolen_edition_key_is_worth_nothing_under_the_next_charter(
    britain: Embassy, root: SecretKey
) -> None:
    install(britain, root)
    stolen = _edition_key(britain)
    rotate(britain, by=Actor.OPERATOR, now=NOW)

    charter = install(britain, root)

    manifest = folders().manifest_bytes("gb", 1)
    with pytest.raises(NotSigned, match="not signed with a key of the charter"):
        signer_of(charter, manifest, stolen.sign(manifest, "by a thief"), created=NOW)


def test_lost_edition_key_is_told_and_what_is_served_stays(
    britain: Embassy, root: SecretKey
) -> None:
    install(britain, root)
    baked(britain, later=LATER)
    (_folder(britain) / "edition.key").unlink()
    news(britain)

    with pytest.raises(Refused, match="key that signs editions is lost; what is served stays"):
        baked(britain, later=LATER)

    assert folders().current("gb") == 2
    rotate(britain, by=Actor.OPERATOR, now=NOW)
    install(britain, root)
    assert baked(britain, later=LATER).edition == 3


def test_key_that_ran_out_signs_nothing(britain: Embassy, root: SecretKey) -> None:
    install(britain, root)
    baked(britain, later=LATER)

    with pytest.raises(Refused, match="has run out; what is served stays"):
        baked(britain, later=KEY_LASTS + timedelta(days=1))

    assert folders().current("gb") == 2


@pytest.mark.parametrize("name", ["edition.key", "root.key", "root.pub"])
def test_damaged_key_is_told_in_a_sentence(britain: Embassy, name: str) -> None:
    (_folder(britain) / name).write_text("untrusted comment: x\n????\n")

    with pytest.raises(Refused, match=rf"The file {name} is damaged"):
        baked(britain, later=LATER)


def test_charter_the_root_did_not_sign_is_refused(britain: Embassy, root: SecretKey) -> None:
    content = draft_charter(britain, now=NOW)
    forged = SecretKey(root.number, SecretKey.make().seed).sign(content, "x")

    with pytest.raises(Refused, match="does not belong to these bytes"):
        install_charter(britain, content, forged, root=root.public, by=Actor.OPERATOR, now=NOW)

    assert keys_of(britain).development_root is not None
    assert not LedgerLine.objects.filter(verb=Verb.KEY_ADDED).exists()


def test_another_root_is_refused_once_one_is_pinned(britain: Embassy, root: SecretKey) -> None:
    install(britain, root)

    with pytest.raises(Refused, match="Another root key is pinned here"):
        install(britain, SecretKey.make())


def test_older_charter_is_refused(britain: Embassy, root: SecretKey) -> None:
    content = draft_charter(britain, now=NOW)
    signature = root.sign(content, "first")
    install(britain, root)

    with pytest.raises(Refused, match="A newer charter is in force"):
        install_charter(britain, content, signature, root=None, by=Actor.OPERATOR, now=NOW)


def test_charter_of_another_embassy_is_refused(
    britain: Embassy, norland: Embassy, root: SecretKey
) -> None:
    content = draft_charter(norland, now=NOW)

    with pytest.raises(Refused, match="of the embassy norland"):
        install_charter(
            britain,
            content,
            root.sign(content, "x"),
            root=root.public,
            by=Actor.OPERATOR,
            now=NOW,
        )


def test_charter_that_names_no_key_of_ours_is_refused(britain: Embassy, root: SecretKey) -> None:
    content = draft_charter(britain, now=NOW)
    rotate(britain, by=Actor.FOUNDER, now=NOW)

    with pytest.raises(Refused, match="names no key that stands here"):
        install_charter(
            britain,
            content,
            root.sign(content, "x"),
            root=root.public,
            by=Actor.OPERATOR,
            now=NOW,
        )


def test_root_key_is_not_made_over_another(tmp_path: Path) -> None:
    first = make_root(tmp_path / "stick")

    with pytest.raises(Refused, match="a root key in this folder already"):
        make_root(tmp_path / "stick")

    assert PublicKey.read((tmp_path / "stick" / "root.pub").read_text()) == first


def _folder(embassy: Embassy) -> Path:
    return Path(settings.KEYS_ROOT) / embassy.code


def _edition_key(embassy: Embassy) -> SecretKey:
    key = keys_of(embassy).edition_key
    assert key is not None
    return key
