"""What a worker that was killed left of an upload."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

# A file that is being sent grows every few seconds, and goes when its request ends.
_ENDS_WITHIN = timedelta(minutes=10)


def sweep_uploads(folder: Path, *, now: datetime) -> None:
    """Delete what nobody has written to for ten minutes: its request was cut off by a kill."""
    for path in folder.glob("*"):
        with suppress(FileNotFoundError):  # its request has just ended
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if path.is_file() and written <= now - _ENDS_WITHIN:
                path.unlink()
