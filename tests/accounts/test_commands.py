"""Django's commands about users are gone: they refuse before they ask anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

SENTENCES = {
    "createsuperuser": "No member is a superuser here.",
    "changepassword": "Nobody sets the password of another here.",
}


@pytest.mark.parametrize("command", SENTENCES)
@pytest.mark.parametrize("options", [(), ("--noinput", "--username", "press"), ("press",)])
def test_command_refuses_in_a_sentence(
    command: str, options: tuple[str, ...], tmp_path: Path
) -> None:
    source = Path(__file__).resolve().parents[2] / "src"
    ran = subprocess.run(
        [sys.executable, "-m", "django", command, *options],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "ambasada.config.settings",
            "AMBASADA_HOME": str(tmp_path / "var"),
            "PYTHONPATH": str(source),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith(SENTENCES[command])
    assert ran.stderr.count("\n") == 1
    assert not (tmp_path / "var" / "main.sqlite3").exists()


@pytest.mark.parametrize("command", SENTENCES)
def test_command_refuses_code_too(command: str) -> None:
    with pytest.raises(CommandError, match=SENTENCES[command]):
        call_command(command, "press") if command == "changepassword" else call_command(command)
