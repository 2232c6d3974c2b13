from pathlib import Path

import pytest

from ambasada.config.environment import Environment, explain, read_environment
from ambasada.lib.refused import Refused


def test_nothing_set_means_this_machine_and_the_british_pack() -> None:
    environment = read_environment({})

    assert (environment.host, environment.port_number) == ("127.0.0.1", 8000)
    assert environment.home_folder == Path("var").resolve()
    assert environment.content_folder.parts[-2:] == ("content", "gb")
    assert environment.staff_url.geturl() == "http://admin.localhost:8000"


def test_variable_of_others_is_not_ours_to_judge() -> None:
    assert read_environment({"PATH": "/bin", "EMBASSY_PORT": "x"}) == Environment()


def test_empty_variable_is_one_that_is_not_set() -> None:
    assert read_environment({"AMBASADA_PORT": ""}) == Environment()


@pytest.mark.parametrize("name", ["AMBASADA_PORTS", "AMBASADA_", "AMBASADA_port", "AMBASADA_DEBUG"])
def test_variable_that_no_setting_has_is_refused_by_name(name: str) -> None:
    with pytest.raises(Refused, match=f"There is no setting {name}"):
        read_environment({name: "1"})


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80.5", "http", " 8000", "9" * 5000])
def test_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(Refused, match="AMBASADA_PORT must be a number"):
        _ = read_environment({"AMBASADA_PORT": port}).port_number


@pytest.mark.parametrize("port", ["1", "65535"])
def test_port_at_either_end_is_taken(port: str) -> None:
    assert read_environment({"AMBASADA_PORT": port}).port_number == int(port)


@pytest.mark.parametrize(
    "origin",
    [
        "staff.example.org",
        "ftp://staff.example.org",
        "https://",
        "https://staff.example.org/admin",
        "https://staff.example.org/",
        "http://[",
        "https://staff.example.org:port",
        "https://staff.example.org:99999",
        "https://somebody@staff.example.org",
        "https://staff.example.org?x",
    ],
)
def test_staff_origin_that_is_none_is_refused(origin: str) -> None:
    with pytest.raises(Refused, match="AMBASADA_STAFF_ORIGIN must be a scheme and a host"):
        _ = read_environment({"AMBASADA_STAFF_ORIGIN": origin}).staff_url


def test_staff_origin_of_ones_own_is_taken() -> None:
    environment = read_environment({"AMBASADA_STAFF_ORIGIN": "https://staff.example.org"})

    assert (environment.staff_url.scheme, environment.staff_url.hostname) == (
        "https",
        "staff.example.org",
    )


@pytest.mark.parametrize("name", ["help", "desk"])
def test_origins_of_sealed_help_have_names_of_their_own(name: str) -> None:
    environment = read_environment({"AMBASADA_PORT": "8123"})
    assert getattr(environment, f"{name}_url").geturl() == f"http://{name}.localhost:8123"

    origin = f"https://{name}.example.org"
    environment = read_environment({f"AMBASADA_{name.upper()}_ORIGIN": origin})
    assert getattr(environment, f"{name}_url").geturl() == origin


@pytest.mark.parametrize("name", ["help", "desk"])
def test_origin_of_sealed_help_that_is_none_is_refused(name: str) -> None:
    setting = f"AMBASADA_{name.upper()}_ORIGIN"

    with pytest.raises(Refused, match=f"{setting} must be a scheme and a host"):
        getattr(read_environment({setting: "https://example.org/help"}), f"{name}_url")


@pytest.mark.parametrize(
    ("help_origin", "desk_origin"),
    [
        ("https://staff.example.org", "https://desk.example.org"),
        ("https://help.example.org", "https://staff.example.org"),
        ("https://help.example.org", "https://help.example.org"),
        ("https://help.example.org", "https://help.example.org:8443"),
        ("https://help.example.org.", "https://help.example.org"),
    ],
)
def test_origins_that_share_a_name_are_refused(help_origin: str, desk_origin: str) -> None:
    environment = read_environment(
        {
            "AMBASADA_STAFF_ORIGIN": "https://staff.example.org",
            "AMBASADA_HELP_ORIGIN": help_origin,
            "AMBASADA_DESK_ORIGIN": desk_origin,
        }
    )

    with pytest.raises(Refused, match="three different host names"):
        _ = environment.desk_url


def test_data_folder_of_a_user_that_is_not_here_is_refused() -> None:
    with pytest.raises(Refused, match="AMBASADA_HOME"):
        _ = read_environment({"AMBASADA_HOME": "~nobody-here-of-this-name/var"}).home_folder


def test_content_pack_of_ones_own_is_found_where_it_is(tmp_path: Path) -> None:
    environment = read_environment({"AMBASADA_CONTENT": str(tmp_path)})

    assert environment.content_folder == tmp_path


def test_explanation_has_every_setting_and_shows_no_password() -> None:
    address = "postgresql://user:hidden-password@127.0.0.1/name"
    environment = read_environment({"AMBASADA_DATABASE": address})

    rows = explain(environment)

    assert [name for name, _value, _explanation in rows] == [
        f"AMBASADA_{each}"
        for each in (
            *("HOST", "PORT", "HOME", "CONTENT", "DATABASE", "STAFF_ORIGIN"),
            *("HELP_ORIGIN", "DESK_ORIGIN", "PLAIN_ORIGIN", "PLAIN_PORT"),
            *("NOTICES_TO", "LETTERS_FROM", "SMTP", "LINKS"),
        )
    ]
    assert "hidden-password" not in repr(rows)
    assert ("AMBASADA_DATABASE", "(set)") in [row[:2] for row in rows]
    assert all(explanation.endswith(".") for _name, _value, explanation in rows[:4])
