"""Settings from the environment; a wrong value stops the start with one line that names it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


class WrongSetting(SystemExit):
    """Ends the program with this one line on standard error, and status 1."""


def env(name: str, default: str = "") -> str:
    """``NAME``, or the contents of the file that ``NAME_FILE`` names."""
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return os.environ.get(name, "").strip() or default
    try:
        return Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{name}_FILE: {path} cannot be read: {_words(error)}.") from None


def env_bool(name: str, default: bool = False) -> bool:
    value = env(name).lower()
    if value not in ("", *YES, *NO):
        raise WrongSetting(f"{name} must be yes or no, not {value!r}.")
    return value in YES if value else default


def env_int(name: str, default: int, least: int = 0) -> int:
    value = env(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise WrongSetting(f"{name} must be a whole number from {least} up, not {value!r}.")
    return int(value)


def env_home(name: str, default: Path) -> Path:
    """The folder of everything that is ours: made if need be, and ours to write in."""
    home = Path(env(name, str(default))).expanduser().absolute()
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not os.access(home, os.W_OK | os.X_OK):
            raise PermissionError(None, "not ours to write in")
    except OSError as error:
        raise WrongSetting(f"{name}: {home} cannot be used: {_words(error)}.") from None
    return home


def env_folder(name: str) -> str:
    """A folder that is there to be read, if one is named."""
    folder = env(name)
    if folder and not (Path(folder).is_dir() and os.access(folder, os.R_OK | os.X_OK)):
        raise WrongSetting(f"{name}: {folder} is no folder that can be read.")
    return folder


def env_secret(name: str, home: Path) -> str:
    """Given, or made once and kept where only we can read it."""
    given = env(name)
    if given and len(given) < 32:
        raise WrongSetting(f"{name} must have 32 characters or more, or be left out.")
    return given or _kept_secret(home / "secret_key")


def _kept_secret(path: Path) -> str:
    try:  # two processes may start at once: only one makes it
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(made := secrets.token_urlsafe(50))
    return made


def url_of(name: str, schemes: tuple[str, ...], example: str) -> SplitResult | None:
    """A setting that is an address of one of these schemes, if it is given."""
    value = env(name)
    if not value:
        return None
    try:
        parts = urlsplit(value)
        _ = parts.port, parts.hostname  # a wrong port raises only when asked for
    except ValueError:
        parts = SplitResult("", "", "", "", "")
    if parts.scheme not in schemes:
        raise WrongSetting(f"{name} must look like {example}.")
    return parts


def options(name: str, parts: SplitResult, *known: str) -> dict[str, str]:
    """What follows the question mark; an option that nobody knows is refused."""
    given = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if unknown := sorted(set(given) - set(known)):
        raise WrongSetting(f"{name} has an unknown option {unknown[0]!r}.")
    return given


def database(name: str, home: Path) -> dict[str, Any]:
    """``postgresql://user:password@host:port/name``, or SQLite in our own folder."""
    example = "postgresql://user:password@host:5432/name"
    parts = url_of(name, ("postgresql", "postgres"), example)
    if parts is None:
        return _sqlite(home)
    if not parts.path.strip("/"):
        raise WrongSetting(f"{name} must look like {example}.")
    return _postgresql(name, parts)


def _sqlite(home: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home / "doorstep.sqlite3",
        "CONN_MAX_AGE": None,  # opening it anew would cost each request a millisecond
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # check, then write: nobody comes between
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000; "
            "PRAGMA temp_store=MEMORY;",
        },
        "TEST": {"NAME": home / "test.sqlite3"},  # a file, so that threads can meet in it
    }


def _postgresql(name: str, parts: SplitResult) -> dict[str, Any]:
    passed_on = ("sslmode", "sslrootcert", "sslcert", "sslkey", "options", "application_name")
    given = options(name, parts, "pool", "host", *passed_on)
    pool = given.get("pool", "10")
    if not pool.isdecimal() or not int(pool):
        raise WrongSetting(f"{name}: pool must be a number of connections, not {pool!r}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or given.get("host", ""),
        "PORT": parts.port or "",
        "OPTIONS": {key: given[key] for key in passed_on if key in given}
        | {"pool": {"min_size": 1, "max_size": int(pool), "timeout": 10}},
    }


def _words(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
