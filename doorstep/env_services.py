"""What other programs do for us, from the environment: mail and cache; and who may ask us."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any
from urllib.parse import unquote

from doorstep.env import WrongSetting, env, options, url_of

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names under which we answer, and whether people reach us by https."""

    names: list[str]
    origins: list[str]
    is_https: bool


def hosts(name: str) -> Hosts:
    """``crm.example.com`` or, to declare https, ``https://crm.example.com``; several by comma."""
    given = [part.strip() for part in env(name, ",".join(LOOPBACK)).split(",")]
    given = [part.removesuffix("/") for part in given if part]
    names, origins = [], []
    for part in given:
        scheme, _, host = part.rpartition("://")
        if scheme not in ("", "http", "https") or not host or set(host) & set("/@ ?#"):
            raise WrongSetting(f"{name}: {part!r} is no host name; write crm.example.com.")
        names.append(_without_port(host))
        origins += [part] if scheme else []
    plain = [host for host in given if not host.startswith("https://")]
    declared = any(origin.startswith("https://") for origin in origins)
    return Hosts(names, origins, declared and {_bare(host) for host in plain} <= set(LOOPBACK))


def _bare(host: str) -> str:
    return _without_port(host.removeprefix("http://"))


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() else host


def mail(name: str) -> dict[str, Any]:
    """``smtp://user:password@host?from=crm@example.com``; ``smtps://`` is TLS from the start."""
    example = "smtp://user:password@mail.example.com:587?from=crm@example.com"
    parts = url_of(name, ("smtp", "smtps", "console"), example)
    if parts is None or parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if not parts.hostname:
        raise WrongSetting(f"{name} must look like {example}.")
    given = options(name, parts, "from", "starttls")
    port = parts.port or (465 if parts.scheme == "smtps" else 587)
    settings = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp"
        and given.get("starttls", "yes" if port == 587 else "no") == "yes",
        "EMAIL_TIMEOUT": 20,
    }
    if sender := given.get("from") or unquote(parts.username or ""):
        settings |= {"DEFAULT_FROM_EMAIL": sender, "SERVER_EMAIL": sender}
    return settings


def cache(name: str) -> dict[str, Any]:
    """A table of the database, which all processes share; or ``redis://host``, ``memory://``."""
    parts = url_of(name, ("database", "memory", "redis", "rediss"), "redis://host:6379/0")
    if parts is None or parts.scheme == "database":
        return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    if parts.scheme == "memory":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if not find_spec("redis"):
        raise WrongSetting(f"{name}: the package redis is not installed: pip install redis.")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": parts.geturl()}
