"""Many pages baked beside each other, in child processes: one for each core.

A child is a copy of this process as it stands, so that it bakes the same bytes. It is sent some
paths at a time and answers with what it made of them; it ends as soon as nobody is there to ask
it. Whatever a child leaves undone this process does itself.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait

from django.db import connections

from ambasada.editions.actions.oven import Oven, Unbakeable
from ambasada.editions.books import Page

# Pages for which starting a child takes no longer than it saves.
_FEW = 64
_AT_A_TIME = 16
_ENDS_WITHIN = 10.0  # seconds a child has for what it was sent

Made = Page | Unbakeable


def bake_each(oven: Oven, paths: Sequence[str]) -> Generator[tuple[str, Made]]:
    """Yield what stands at each path now, or why it has no bytes that may go out; in any order.

    Close the iterator when done with it: no child is left then. Raises OSError if bytes can't be
    kept.
    """
    count = min(os.cpu_count() or 1, len(paths) // _FEW)
    if count > 1 and _may_fork():
        yield from _beside_each_other(oven, paths, count)
    else:
        yield from _one_by_one(oven, paths)


def _may_fork() -> bool:
    """Tell whether a copy of this process sees what it sees, and can run.

    It would not see what is not committed yet; and threads are not copied, nor what they hold let
    go: commands and the baker have none.
    """
    is_inside = any(each.in_atomic_block for each in connections.all(initialized_only=True))
    return not is_inside and threading.current_thread() is threading.main_thread()


def _one_by_one(oven: Oven, paths: Sequence[str]) -> Generator[tuple[str, Made]]:
    for path in paths:
        yield path, _made(oven, path)


def _made(oven: Oven, path: str) -> Made:
    try:
        return oven.bake(path)
    except Unbakeable as reason:
        return reason


def _beside_each_other(oven: Oven, paths: Sequence[str], count: int) -> Generator[tuple[str, Made]]:
    yield from _one_by_one(oven, paths[:1])  # a child then has loaded what a page needs
    waiting = deque(paths[first : first + _AT_A_TIME] for first in range(1, len(paths), _AT_A_TIME))
    undone: list[str] = []
    with _children(oven, count) as lines:
        sent: dict[Connection, Sequence[str]] = {}
        for line in lines:
            _send(line, waiting, sent)
        while sent:
            ready = wait(list(sent))
            for line in [each for each in sent if each in ready]:
                batch = sent.pop(line)
                made = _answer(line)
                if made is None:  # killed, or out of memory
                    undone += batch
                    continue
                _send(line, waiting, sent)
                yield from made
    yield from _one_by_one(oven, [*undone, *(path for batch in waiting for path in batch)])


def _send(
    line: Connection, waiting: deque[Sequence[str]], sent: dict[Connection, Sequence[str]]
) -> None:
    if waiting:
        sent[line] = waiting.popleft()
        with suppress(OSError):  # the child has ended: then there is no answer
            line.send(sent[line])


def _answer(line: Connection) -> list[tuple[str, Made]] | None:
    """Return what a child made; None if it has ended."""
    try:
        made: list[tuple[str, Made]] = line.recv()
    except (EOFError, OSError):
        return None
    return made


@contextmanager
def _children(oven: Oven, count: int) -> Iterator[list[Connection]]:
    """Start children and yield the line to each; when the block ends, so have they."""
    connections.close_all()  # a child must not share one
    context = multiprocessing.get_context("fork")
    lines: list[Connection] = []
    started = []
    try:
        with suppress(OSError):  # the machine has no room for more
            for _ in range(count):
                ours, theirs = context.Pipe()
                child = context.Process(target=_work, args=(oven, theirs, (*lines, ours)))
                child.start()
                theirs.close()
                lines.append(ours)
                started.append(child)
        yield lines
    finally:
        for line in lines:
            line.close()
        for child in started:
            child.join(_ENDS_WITHIN)
            child.kill()
            child.join()


def _work(oven: Oven, line: Connection, not_ours: Sequence[Connection]) -> None:
    """Bake what is sent until the line is closed, which is also what happens if the parent dies.

    A fault of the disk ends a child without a word: the parent meets it next.
    """
    for each in not_ours:  # or the lines would stay open without the parent
        each.close()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    with suppress(EOFError, OSError):
        while True:
            line.send([(path, _made(oven, path)) for path in line.recv()])
