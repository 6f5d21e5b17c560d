"""Several programs as one: a part that dies is started again, and all of them end together."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

PATIENCE = 5  # deaths of one part …
WITHIN = 60.0  # … in so many seconds, and we give up
GRACE = 8.0  # seconds to finish what is being done
LEASH = "DOORSTEP_LEASH"


@dataclass
class Part:
    """A program that should run, and when it died before."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)
    start_at: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,  # it closes when we are gone, however we went
            env={**os.environ, LEASH: "1"},
            process_group=0,  # Ctrl-C in a terminal asks us, and we ask the parts
        )

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def bury(self, at: float) -> None:
        """Note the death, take what it left behind along, and wait longer each time."""
        self.kill()
        self.deaths = [death for death in self.deaths if at - death < WITHIN] + [at]
        self.start_at = at + min(0.5 * 2 ** (len(self.deaths) - 1), 10.0)
        self.process = None

    def tell(self, number: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def kill(self) -> None:
        """The whole group: a web server has children of its own."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Runs the parts until told to stop, or until one cannot be kept alive."""

    def __init__(self, parts: list[Part], say: Callable[[str], None]) -> None:
        self.parts = parts
        self.say = say
        self.is_told_to_stop = False

    def run(self, while_starting: Callable[[], bool] = lambda: True) -> int:
        """The exit status. ``while_starting`` is asked every moment until it says yes."""
        is_started = False
        with self._signals() as wait:
            while not self.is_told_to_stop:
                if worn_out := self._keep_alive(time.monotonic()):
                    self.say(f"The {worn_out.name} ended {PATIENCE} times in a row; stopping.")
                    break
                is_started = is_started or while_starting()
                wait(self._until_next_start() if is_started else 0.1)
            self._end(wait)
        return 0 if self.is_told_to_stop else 1

    def _keep_alive(self, at: float) -> Part | None:
        for part in self.parts:
            if part.has_died():
                assert part.process
                status = part.process.returncode
                part.bury(at)
                if len(part.deaths) >= PATIENCE:
                    return part
                wait = part.start_at - at
                self.say(f"The {part.name} ended ({_reason(status)}); again in {wait:g} s.")
            if part.process is None and part.start_at <= at:
                part.start()
        return None

    def _until_next_start(self) -> float | None:
        waiting = [part.start_at for part in self.parts if part.process is None]
        return max(0.0, min(waiting) - time.monotonic()) if waiting else None

    def _end(self, wait: Callable[[float | None], None]) -> None:
        for part in self.parts:
            part.tell(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while any(part.process and part.process.poll() is None for part in self.parts):
            left = deadline - time.monotonic()
            if left <= 0:
                self.say("Not all parts ended in time; the rest is stopped now.")
                break
            wait(left)
        for part in self.parts:
            part.kill()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[Callable[[float | None], None]]:
        """Yields a wait that any signal ends: to stop, or that a part died."""
        readable, writable = os.pipe()
        os.set_blocking(writable, False)
        os.set_blocking(readable, False)
        before = signal.set_wakeup_fd(writable, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)

        def wait(seconds: float | None) -> None:
            select.select([readable], [], [], seconds)
            with contextlib.suppress(BlockingIOError):
                os.read(readable, 4096)

        try:
            yield wait
        finally:
            signal.set_wakeup_fd(before)
            os.close(readable)
            os.close(writable)

    def _stop(self, *_: object) -> None:
        self.is_told_to_stop = True


def end_with_the_supervisor() -> None:
    """In a part: end when the one who started us is gone, even if nobody could tell us."""
    if os.environ.pop(LEASH, ""):
        threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    with contextlib.suppress(OSError, ValueError):
        while os.read(sys.stdin.fileno(), 4096):
            pass
    os.kill(os.getpid(), signal.SIGTERM)


def _reason(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"status {status}"
