"""A real IMAP server for tests: Debian's Dovecot on a port and in a folder of its own."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

PROGRAM = shutil.which("dovecot") or "/usr/sbin/dovecot"
IS_THERE = Path(PROGRAM).exists() and Path("/usr/lib/dovecot/imap").exists()
WHY_NOT = "Dovecot is not installed: tests/mail_server.sh installs it where it can"
PASSWORD = "a-quiet-evening"
CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {inner}
default_internal_group = {group}
default_login_user = {inner}
first_valid_uid = 1
mail_fsync = never
mail_location = maildir:{home}/mail/%u
mail_max_userip_connections = 100
auth_mechanisms = plain login{mechanisms}
auth_failure_delay = 0
login_greeting = ready
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
  mailbox Junk {{
    special_use = \\Junk
    auto = create
  }}
}}
{tokens}passdb {{
  driver = static
  args = password={{PLAIN}}{password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


TOKENS = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/tokens
}}
"""
LOOKED_UP = """
tokeninfo_url = {url}/whose?access_token=
username_attribute = email
"""


class MailServer:
    """Starts with the first test that needs it; folders are filled as files.

    ``tokens_of``: the address of a provider, whose tokens open the mailboxes of those they name.
    """

    def __init__(self, tokens_of: str = "") -> None:
        self.home = Path(tempfile.mkdtemp(prefix="doorstep-mail-"))
        self.home.chmod(0o755)
        is_root = os.getuid() == 0
        who = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.getuid())
        inner = "dovecot" if is_root else who.pw_name
        self.uid, self.gid = who.pw_uid, who.pw_gid
        self.port = free_port()
        (self.home / "mail").mkdir()
        os.chown(self.home / "mail", self.uid, self.gid)
        config = CONFIG.format(
            home=self.home,
            inner=inner,
            group="dovecot" if is_root else _group_of(who.pw_gid),
            uid=self.uid,
            gid=self.gid,
            port=self.port,
            password=PASSWORD,
            mechanisms=" xoauth2" if tokens_of else "",
            tokens=TOKENS.format(home=self.home) if tokens_of else "",
        )
        (self.home / "conf").write_text(config)
        (self.home / "tokens").write_text(LOOKED_UP.format(url=tokens_of))
        self.process = subprocess.Popen(
            [PROGRAM, "-F", "-c", str(self.home / "conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self._wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        shutil.rmtree(self.home, ignore_errors=True)

    def put(self, user: str, raw: bytes, folder: str = "INBOX", name: str = "") -> Path:
        """A message, as a delivery program puts it there."""
        place = self.folder(user, folder) / "new"
        self._count = getattr(self, "_count", 0) + 1
        path = place / (name or f"{1_790_000_000 + self._count}.{self._count}.test")
        path.write_bytes(raw)
        os.chown(path, self.uid, self.gid)
        return path

    def folder(self, user: str, folder: str = "INBOX") -> Path:
        place = self.home / "mail" / user
        place = place if folder == "INBOX" else place / f".{folder}"
        for part in ("cur", "new", "tmp"):
            (place / part).mkdir(parents=True, exist_ok=True)
        for path in (place, *place.iterdir(), self.home / "mail" / user):
            os.chown(path, self.uid, self.gid)
        return place

    def messages(self, user: str, folder: str = "INBOX") -> int:
        place = self.folder(user, folder)
        return sum(1 for part in ("cur", "new") for _ in (place / part).iterdir())

    def number_anew(self, user: str, folder: str = "INBOX") -> None:
        """Forget which number each message had, as after a restore."""
        for path in self.folder(user, folder).iterdir():
            if path.name.startswith(("dovecot-uidlist", "dovecot.index")):
                path.unlink()

    def _wait(self) -> None:
        for _turn in range(100):
            if self.process.poll() is not None:
                raise RuntimeError(self.process.stderr.read().decode())
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError((self.home / "log").read_text())


class CutLine:
    """A line to a server that breaks: after so many bytes of its answers, so many times."""

    def __init__(self, port: int, after: int, times: int = 1) -> None:
        self.target, self.after, self.times = port, after, times
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.cuts = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.listening.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self.listening.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.target))
            allowed = self.after if self.cuts < self.times else None
            threading.Thread(target=_pump, args=(client, server, None), daemon=True).start()
            threading.Thread(
                target=self._answers, args=(server, client, allowed), daemon=True
            ).start()

    def _answers(self, server: socket.socket, client: socket.socket, allowed: int | None) -> None:
        if _pump(server, client, allowed):
            self.cuts += 1
        for each in (server, client):
            each.close()


def _pump(one: socket.socket, other: socket.socket, allowed: int | None) -> bool:
    """Hand on what comes; whether it was cut off."""
    passed = 0
    try:
        while data := one.recv(65536):
            if allowed is not None and passed + len(data) > allowed:
                other.sendall(data[: allowed - passed])
                other.shutdown(socket.SHUT_RDWR)
                return True
            passed += len(data)
            other.sendall(data)
    except OSError:
        return False
    return False


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _group_of(gid: int) -> str:
    return grp.getgrgid(gid).gr_name
