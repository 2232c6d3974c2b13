"""`ambasada check --page`: what another embassy sees of an intake that somebody changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ambasada.config.cli import main
from ambasada.lib.manifests import sha256_of
from ambasada.lib.minisign import SecretKey
from tests.config.state import is_one_sentence
from tests.factories.intakes import HelpOrigin, help_origin

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def origin() -> Iterator[HelpOrigin]:
    with help_origin() as served:
        yield served


def looked(
    capsys: Capture, origin: HelpOrigin, *more: str, path: str = "/gb/en/"
) -> tuple[int, list[str], str]:
    """Look at the page; return the exit code, what is printed, and the refusal."""
    root = origin.root.public.line
    code = main(["check", "--page", f"{origin.address}{path}", "--root", root, *more])
    said = capsys.readouterr()
    return code, said.out.splitlines(), said.err


@pytest.mark.parametrize("path", ["/gb/en/", "/gb/be/", "", "/", "/en/help/"])
def test_page_as_it_was_signed_is_found_right(
    origin: HelpOrigin, path: str, capsys: Capture
) -> None:
    content = origin.files["/gb/intake.json"]

    code, told, error = looked(capsys, origin, path=path)

    assert (code, error) == (0, "")
    assert told == [
        f"List 3 of gb, of 2026-11-24, SHA-256 {sha256_of(content)}.",
        f"All 5 files at {origin.address} are what was signed.",
    ]


@pytest.mark.parametrize("path", ["/gb/be/", "/assets/intake.js", "/assets/intake.css"])
def test_one_changed_byte_is_found(origin: HelpOrigin, path: str, capsys: Capture) -> None:
    origin.files[path] += b" "

    code, told, error = looked(capsys, origin)

    assert code == 1
    assert told[1:] == [
        f"{origin.address}{path} is not what was signed: it is another file, or an altered one."
    ]
    assert is_one_sentence(error)


def test_name_of_this_machine_needs_no_resolver(origin: HelpOrigin, capsys: Capture) -> None:
    address = f"http://help-test.localhost:{origin.port}"

    code = main(["check", "--page", address, "--root", origin.root.public.line])

    assert code == 0
    assert "are what was signed." in capsys.readouterr().out


def test_file_that_is_gone_is_found(origin: HelpOrigin, capsys: Capture) -> None:
    del origin.files["/assets/en.json"]

    assert looked(capsys, origin)[:2] == (
        1,
        [looked(capsys, origin)[1][0], f"{origin.address}/assets/en.json is not there."],
    )


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("Refresh", "0; url=https://evil.example.org", "has a header that no intake has: refresh."),
        ("Link", "<x.css>; rel=stylesheet", "has a header that no intake has: link."),
        ("Set-Cookie", "you=7", "has a header that no intake has: set-cookie."),
        (
            "Content-Security-Policy",
            "script-src *",
            "has another “content-security-policy” than an intake: script-src *",
        ),
        ("Cache-Control", "public", "has another “cache-control” than an intake: public"),
        ("Content-Type", "text/plain", "is not said to be text/html."),
    ],
)
def test_header_that_acts_is_found(
    origin: HelpOrigin, name: str, *, value: str, told: str, capsys: Capture
) -> None:
    origin.headers[name] = value

    code, found, _error = looked(capsys, origin)

    assert code == 1
    assert f"{origin.address}/gb/en/ {told}" in found


def test_header_that_is_missing_is_found(origin: HelpOrigin, capsys: Capture) -> None:
    del origin.headers["Content-Security-Policy"]

    code, found, _error = looked(capsys, origin)

    assert code == 1
    assert f"{origin.address}/gb/en/ lacks the header “content-security-policy”." in found


def test_headers_that_a_proxy_adds_are_no_fault(origin: HelpOrigin, capsys: Capture) -> None:
    origin.headers["Strict-Transport-Security"] = "max-age=31536000"
    origin.headers["Via"] = "1.1 proxy"

    assert looked(capsys, origin)[0] == 0


def test_list_by_another_key_is_refused(origin: HelpOrigin, capsys: Capture) -> None:
    origin.root, known = SecretKey.make(), origin.root
    origin.sign()
    origin.root = known

    code, told, error = looked(capsys, origin)

    assert (code, told) == (1, [])
    assert "not signed with this root key" in error


def test_list_changed_after_it_was_signed_is_refused(origin: HelpOrigin, capsys: Capture) -> None:
    place = "/gb/intake.json"
    origin.files[place] = origin.files[place].replace(b'"number":3', b'"number":4')

    code, told, error = looked(capsys, origin)

    assert (code, told) == (1, [])
    assert "does not belong to these bytes" in error


def test_second_embassys_signature_is_asked_for(origin: HelpOrigin, capsys: Capture) -> None:
    sister = SecretKey.make()
    second = ["--second", sister.public.line]

    assert looked(capsys, origin, *second)[0] == 1
    content = origin.files["/gb/intake.json"]
    origin.files["/gb/intake.json.second.minisig"] = sister.sign(content, "hers").encode()
    assert looked(capsys, origin, *second)[0] == 0
    assert looked(capsys, origin, "--second", SecretKey.make().public.line)[0] == 1


def test_page_that_is_not_on_the_list_is_found(origin: HelpOrigin, capsys: Capture) -> None:
    code, told, _error = looked(capsys, origin, path="/gb/uk/")

    assert code == 1
    assert told[1].startswith(f"{origin.address}/gb/uk/ is not a page of this list")


def test_nothing_of_this_machine_is_needed_or_made(
    origin: HelpOrigin, tmp_path: Path, *, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("AMBASADA_HOME", str(tmp_path / "home"))

    assert looked(capsys, origin)[0] == 0

    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--page", "http://127.0.0.1:1/gb/en/"], "Give the embassy’s root key"),
        (["--page", "http://127.0.0.1:1/gb/en/", "--root", "RW"], "with --root is not the public"),
        (["--page", "ftp://x/", "--root", SecretKey.make().public.line], "scheme and a host"),
        (["--page", "http://127.0.0.1:1/", "--root", SecretKey.make().public.line], "be fetched"),
    ],
    ids=["no key", "no right key", "no address", "nobody there"],
)
def test_what_cannot_be_looked_at_is_one_sentence(
    arguments: list[str], told: str, capsys: Capture
) -> None:
    assert main(["check", *arguments]) == 1
    assert told in capsys.readouterr().err
