"""Work that may never end is given so long, and then it is ended.

For pure functions over what strangers send: a rule that matches no day keeps any loop going.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar

R = TypeVar("R")


class OutOfPatience(BaseException):
    """Raised inside the work, past every ``except Exception`` of a library."""


class TookTooLong(Exception):
    """Raised to whoever asked for the work."""


def within(seconds: float, work: Callable[..., R], *arguments: Any) -> R:
    """What ``work`` answers, if it does so in time.

    It runs in a thread of its own, so it must not touch the database.
    """
    answer: Future[R] = Future()
    thread = Thread(target=_run, args=(answer, work, arguments), daemon=True)
    thread.start()
    try:
        return answer.result(timeout=max(seconds, 0.001))
    except TimeoutError:
        if answer.done():
            return answer.result()
        _end(thread)
        raise TookTooLong from None


def _run(answer: Future[Any], work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        answer.set_result(work(*arguments))
    except BaseException as error:
        answer.set_exception(error)


def _end(thread: Thread) -> None:
    number = ctypes.c_ulong(thread.ident or 0)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(number, ctypes.py_object(OutOfPatience))
