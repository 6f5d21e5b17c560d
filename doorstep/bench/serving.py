"""One web process with one thread, and what each request costs it."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_server

from doorstep.bench.place import Environment

TICK = os.sysconf("SC_CLK_TCK")
WARM = 20


@dataclass
class Served:
    """A running application."""

    process: subprocess.Popen[bytes]
    port: int

    def cost(
        self,
        path: str,
        headers: dict[str, str],
        *,
        bodies: Iterator[str] | None = None,
        times: int = 300,
    ) -> float:
        """Milliseconds of CPU that a request takes, of user and system, on the average."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for number in range(WARM + times):
            if number == WARM:
                before = self._spent()
            body = next(bodies) if bodies else None
            link.request("POST" if body else "GET", path, body, headers)
            answer = link.getresponse()
            text = answer.read()
            if answer.status not in (200, 201):
                raise RuntimeError(f"{path}: {answer.status} {text[:300]!r}")
        return (self._spent() - before) / times

    def answer(self, path: str, headers: dict[str, str]) -> bytes:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request("GET", path, headers=headers)
        return link.getresponse().read()

    def _spent(self) -> float:
        total = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it ended meanwhile
            if self.process.pid in (int(stat.parent.name), int(fields[1])):
                total += int(fields[11]) + int(fields[12])
        return total * 1000 / TICK


@contextmanager
def served(target: str, env: Environment) -> Iterator[Served]:
    """``module:application`` under the server that we run in earnest."""
    with create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"]
    command += ["--blocking-threads", "1", "--port", str(port), "--no-access-log", target]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield Served(process, port)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _try in range(200):
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            link.request("GET", "/healthz")
            link.getresponse().read()
        except OSError:
            if process.poll() is not None:
                raise RuntimeError("The server did not start.") from None
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server does not answer.")
