"""The ``doorstep`` command as a real process, on an install of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
OURS = ("DOORSTEP_", "DATABASE_", "EMAIL_", "CACHE_", "DJANGO_", "PYTEST_")
PATIENCE = 900  # seconds, on however slow a machine: only what hangs for good is given up


class Install:
    """An empty home, and what one does with it from a shell."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        kept = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        self.environment = {**kept, "DOORSTEP_HOME": str(home), **settings}

    def migrated(self) -> Install:
        """With the tables of a new install, as a copy: most tests are about what comes later."""
        from tests.prepared_database import prepared_file  # which needs Django's settings

        self.home.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(prepared_file(), self.home / "doorstep.sqlite3")
        return self

    def start(
        self, *words: str, out: int | IO[str] = subprocess.PIPE, **settings: str
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "doorstep", *words],
            cwd=ROOT,
            env={**self.environment, **settings},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*words, **settings)
        out, err = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def fill(self) -> None:
        """With the demo company."""
        self.python(
            "import django; django.setup()\nfrom doorstep.demo.company import fill\nfill()"
        )

    def python(self, code: str) -> str:
        """What the code prints, run with the settings of this install."""
        return subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "doorstep.settings"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout


class Served:
    """A running ``doorstep serve``."""

    def __init__(self, install: Install, *words: str) -> None:
        self.install = install
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.out = install.home.with_name(f"{install.home.name}-{self.port}.out")
        with self.out.open("w") as out:
            self.process = install.start("serve", "--port", str(self.port), *words, out=out)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str]]:
        """Status and headers; 0 if nobody answers."""
        request = urllib.request.Request(self.url + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, dict(answer.headers.items())
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers.items())
        except OSError:
            return 0, {}

    def until_ready(self) -> Served:
        """As soon as it answers; one that never does is not left behind."""
        try:
            until(lambda: self.get("/readyz")[0] == 200 or self.process.poll() is not None)
            assert self.process.poll() is None, self.process.communicate()
            until(lambda: self.url in self.out.read_text())
        except BaseException:
            self.process.kill()
            raise
        return self

    def parts(self) -> dict[str, int]:
        """The process id of each part."""
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.splitlines()
        found = [line.split("-m doorstep ") for line in listed if "-m doorstep " in line]
        return {words.split()[0]: int(before.split()[0]) for before, words in found}

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[str, str]:
        """What it said on both streams until it had ended."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)
        _, err = self.process.communicate(timeout=30)
        return self.out.read_text(), err


def until(condition, seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def is_running(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]
