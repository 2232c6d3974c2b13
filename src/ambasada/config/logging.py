"""What the log may say: that something failed, and where in the code. Never who, what or when."""

import logging
import traceback


class BlindFormatter(logging.Formatter):
    """Write a record as its logger, level and place in the code.

    The message of a record and the text of an exception can carry an address, a form's words or
    the page somebody read, and a time of day says when they came; none of them is written.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, or several where an exception is attached."""
        place = f"{record.name} {record.levelname} at {record.module}:{record.lineno}"
        if not record.exc_info or record.exc_info[0] is None:
            return place
        kind, _, trace = record.exc_info
        frames = "\n".join(
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(trace)
        )
        return f"{place}\n{kind.__module__}.{kind.__qualname__}\n{frames}"
