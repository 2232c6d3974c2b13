"""A few child processes that start together and end together."""

import contextlib
import ctypes
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

from ambasada.lib.refused import Refused

# Requests in flight are answered within this; then a child is ended without asking.
_STOP_WITHIN = 10.0
_PR_SET_PDEATHSIG = 1  # prctl(2)
_TOLD_TO_STOP = frozenset({0, -signal.SIGTERM, -signal.SIGINT})


def fork(work: Callable[[], None]) -> int:
    """Run work in a child process that starts with everything loaded; return its id.

    The caller must hold no connection a child could share. The child ends when this process
    does, however it ends.
    """
    child = os.fork()
    if child:
        return child
    try:
        end_with_parent(signal.SIGTERM)
        work()
    except SystemExit as leaving:
        os._exit(leaving.code if isinstance(leaving.code, int) else 0)
    except BaseException:
        logging.getLogger(__name__).exception("a child process failed")
        os._exit(1)
    os._exit(0)


def end_with_parent(number: signal.Signals) -> None:
    """Ask Linux to send this process a signal when its parent ends, however it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)


def stop_together(children: list[int]) -> None:
    """Pass a stop signal on to the children, so that none outlives this process."""

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        _stop(children)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def has_ended(child: int) -> bool:
    """Tell whether a child has ended, without collecting how."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def wait_for(children: list[int]) -> None:
    """Wait for the first child to end, then end the others.

    Raises Refused if a child ended in another way than by being told to stop.
    """
    while not any(has_ended(child) for child in children):
        time.sleep(0.2)
    _stop(children)
    deadline = time.monotonic() + _STOP_WITHIN
    while time.monotonic() < deadline and not all(has_ended(child) for child in children):
        time.sleep(0.1)
    for child in children:
        if not has_ended(child):
            os.kill(child, signal.SIGKILL)
    codes = {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children}
    if codes - _TOLD_TO_STOP:
        message = (
            "The server stopped by itself. Start it again; if it stops again, run `ambasada check`."
        )
        raise Refused(message)


def _stop(children: list[int]) -> None:
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGTERM)
