"""Files that wait to be imported: sealed for who sent them, and gone within a day.

What stands on the disk nobody can read without the address of the page on which is decided, and it
is in no backup. Letting go of somebody takes all that wait in their embassy: they may be in them.
"""

import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from ambasada.accounts.models import Member
from ambasada.lib.waiting import Waiting, let_go, put_again, put_aside, taken_up
from ambasada.network.models import Embassy

WAITS = timedelta(days=1)


def put_upload(content: bytes, about: dict[str, Any], *, embassy: Embassy, by: Member) -> str:
    """Put a file aside, with what was said of it; return the token by which it is found again."""
    return put_aside(_folder(embassy), Waiting(content, about), owner=_owner(by))


def upload_for(token: str, *, embassy: Embassy, by: Member, now: datetime) -> Waiting | None:
    """Return what a member put aside in an embassy; None once it is gone."""
    return taken_up(_folder(embassy), token, owner=_owner(by), now=now, waits=WAITS)


def change_upload(token: str, waiting: Waiting, *, embassy: Embassy, by: Member) -> None:
    """Put something else in the place of what waits."""
    put_again(_folder(embassy), token, waiting, owner=_owner(by))


def drop_upload(token: str, *, embassy: Embassy) -> None:
    """Let go of what waits."""
    let_go(_folder(embassy), token)


def forget_uploads(embassy: Embassy | None) -> None:
    """Let go of all that waits in an embassy, or in all of them."""
    shutil.rmtree(_folder(embassy) if embassy else _root(), ignore_errors=True)


def sweep_imports(*, now: datetime) -> None:
    """Let go of what waited for a day."""
    for path in _root().glob("*/*"):
        with suppress(FileNotFoundError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) <= now - WAITS:
                path.unlink()


def _root() -> Path:
    return Path(settings.FILE_UPLOAD_TEMP_DIR) / "imports"


def _folder(embassy: Embassy) -> Path:
    return _root() / embassy.code


def _owner(by: Member) -> str:
    return f"import of member {by.pk}"
