import pytest

from ambasada.lib.headers import HeaderClass, headers_for

PUBLIC = (
    HeaderClass.GREEN,
    HeaderClass.YELLOW,
    HeaderClass.EXIT,
    HeaderClass.ASSET,
    HeaderClass.DOCUMENT,
)
_CSP = "Content-Security-Policy"


def policy(header_class: HeaderClass) -> dict[str, str]:
    """Return the directives of a class and what each allows."""
    directives = (each.strip() for each in headers_for(header_class)[_CSP].split(";"))
    return {name: rest for name, _, rest in (each.partition(" ") for each in directives)}


@pytest.mark.parametrize("header_class", HeaderClass)
def test_every_class_guards_the_browser(header_class: HeaderClass) -> None:
    headers = headers_for(header_class)

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-DNS-Prefetch-Control"] == "off"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert _CSP in headers


@pytest.mark.parametrize("header_class", HeaderClass)
def test_no_class_allows_another_host(header_class: HeaderClass) -> None:
    text = headers_for(header_class)[_CSP]

    assert "http" not in text
    assert "*" not in text
    assert "unsafe-eval" not in text


@pytest.mark.parametrize(
    ("header_class", "besides"),
    [(HeaderClass.INTAKE, set()), (HeaderClass.DESK, {"font-src", "worker-src"})],
)
def test_sealed_origins_run_their_own_script_and_ask_nobody_else(
    header_class: HeaderClass, besides: set[str]
) -> None:
    found = policy(header_class)
    own = {"script-src", "style-src", "connect-src"}

    assert {name for name, rest in found.items() if rest == "'self'"} == own | besides
    assert {found[name] for name in ("default-src", "form-action", "frame-ancestors")} == {"'none'"}
    assert found["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in headers_for(header_class)[_CSP]
    assert headers_for(header_class)["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers_for(header_class)["Cache-Control"] == "no-store"
    assert headers_for(header_class)["Referrer-Policy"] == "no-referrer"


def test_page_without_scripts_runs_none_and_sends_its_forms_to_itself_alone() -> None:
    found = policy(HeaderClass.PLAIN)

    assert (found["default-src"], found["form-action"]) == ("'none'", "'self'")
    assert set(found) & {"script-src", "connect-src", "frame-src"} == set()
    assert headers_for(HeaderClass.PLAIN)["Cache-Control"] == "no-store"
    assert headers_for(HeaderClass.PLAIN)["Referrer-Policy"] == "no-referrer"


def test_pictures_are_shown_from_memory_and_at_the_desk_alone() -> None:
    intake, desk = policy(HeaderClass.INTAKE), policy(HeaderClass.DESK)

    assert intake["img-src"] == "data:"
    assert "frame-src" not in intake
    assert (desk["img-src"], desk["frame-src"], desk["trusted-types"]) == ("data:", "blob:", "desk")


@pytest.mark.parametrize("header_class", [*PUBLIC, HeaderClass.PREVIEW])
def test_public_classes_start_from_nothing_and_allow_nothing_inline(
    header_class: HeaderClass,
) -> None:
    assert policy(header_class)["default-src"] == "'none'"
    assert "unsafe" not in headers_for(header_class)[_CSP]


@pytest.mark.parametrize("header_class", [*PUBLIC, HeaderClass.PREVIEW])
def test_readers_browser_names_the_page_to_nobody(header_class: HeaderClass) -> None:
    assert headers_for(header_class)["Referrer-Policy"] == "no-referrer"


def test_members_browser_names_the_page_to_us_alone() -> None:
    assert headers_for(HeaderClass.STAFF)["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("header_class", [HeaderClass.GREEN, HeaderClass.YELLOW, HeaderClass.EXIT])
def test_pages_hold_no_form_no_frame_and_no_base(header_class: HeaderClass) -> None:
    directives = policy(header_class)

    assert {directives[name] for name in ("form-action", "base-uri", "frame-ancestors")} == {
        "'none'"
    }
    assert headers_for(header_class)["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("header_class", [HeaderClass.ASSET, HeaderClass.DOCUMENT])
def test_files_are_opened_in_a_sandbox(header_class: HeaderClass) -> None:
    assert headers_for(header_class)[_CSP] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    "header_class",
    [HeaderClass.YELLOW, HeaderClass.EXIT, HeaderClass.STAFF, HeaderClass.PREVIEW],
)
def test_what_must_leave_no_copy_is_not_stored(header_class: HeaderClass) -> None:
    assert headers_for(header_class)["Cache-Control"] == "no-store"


def test_green_page_is_kept_for_a_minute_and_a_document_for_good() -> None:
    assert headers_for(HeaderClass.GREEN)["Cache-Control"] == "public, max-age=60"
    assert headers_for(HeaderClass.DOCUMENT)["Cache-Control"].endswith("immutable")


def test_exit_clears_the_device() -> None:
    assert headers_for(HeaderClass.EXIT)["Clear-Site-Data"] == '"cache", "cookies", "storage"'


@pytest.mark.parametrize("header_class", [HeaderClass.STAFF, HeaderClass.PREVIEW])
def test_admin_is_framed_by_itself_alone(header_class: HeaderClass) -> None:
    assert policy(header_class)["frame-ancestors"] == "'self'"
    assert headers_for(header_class)["X-Frame-Options"] == "SAMEORIGIN"


def test_table_is_not_changed_through_what_it_returns() -> None:
    headers_for(HeaderClass.GREEN).clear()

    assert headers_for(HeaderClass.GREEN)["Referrer-Policy"] == "no-referrer"
