"""Says in plain words what works and what does not, and what to do about it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import DatabaseError, connection
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from doorstep.env import env
from doorstep.kit.errors import Conflict
from doorstep.mail.restored import secrets_to_type_again
from doorstep.search.rebuilding import problems
from doorstep.upkeep.models import SILENCE, Beat, Turn
from doorstep.upkeep.starting import check_database, waiting_migrations

LITTLE = 1 << 30  # bytes of free disk that are too few


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, in a sentence; ``advice`` if something is wrong or could be better."""

    about: str
    words: str
    advice: str = ""
    is_wrong: bool = False


def examine() -> list[Finding]:
    """All findings; what asks the database only if it answers."""
    found = [*_home(), *_secret_key(), *_hosts(), *_mail()]
    try:
        check_database()
        database = _database()
    except (Conflict, DatabaseError) as error:
        why = str(error).strip().splitlines()[0]
        return [*found, _wrong("Database", why, _("Start it, or correct DATABASE_URL."))]
    can_work = not any(each.is_wrong for each in database)
    return [*found, *database, *(_at_work() if can_work else ())]


def _at_work() -> Iterator[Finding]:
    yield from _part("Worker", "worker", _("Background work waits. Start: doorstep worker"))
    yield from _part("Clock", "clock", _("Periodic work waits. Start: doorstep clock"))
    yield from _periodic()
    yield from _tasks()
    yield from _search()
    yield from _sealed()
    yield from _people()


def _sealed() -> Iterator[Finding]:
    for line in secrets_to_type_again():
        yield _wrong("Passwords of mail", _("sealed with another secret key"), line)


def _home() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.HOME).free
    words = _("%(home)s, %(free)d MB free") % {"home": settings.HOME, "free": free >> 20}
    yield Finding("Disk", words, *((_("Make room soon."), True) if free < LITTLE else ()))


def _secret_key() -> Iterator[Finding]:
    path: Path = settings.HOME / "secret_key"
    if env("DOORSTEP_SECRET_KEY"):
        yield Finding("Secret key", _("given by DOORSTEP_SECRET_KEY"))
    elif path.stat().st_mode & 0o077:
        words = _("%(path)s can be read by others") % {"path": path}
        yield _wrong("Secret key", words, _("Run: chmod 600 %(path)s") % {"path": path})
    else:
        yield Finding("Secret key", _("%(path)s, readable by its owner alone") % {"path": path})


def _hosts() -> Iterator[Finding]:
    names = ", ".join(settings.ALLOWED_HOSTS)
    if "*" in settings.ALLOWED_HOSTS:
        yield _wrong("Hosts", _("any name is answered"), _("Name yours in DOORSTEP_HOSTS."))
    elif not env("DOORSTEP_HOSTS"):
        words = _("only %(names)s: this machine alone can open it") % {"names": names}
        yield Finding("Hosts", words, _("To let others in, set DOORSTEP_HOSTS."))
    elif not settings.HOSTS.is_https:
        words = _("%(names)s, without https") % {"names": names}
        advice = _("Passwords travel readably. Write https://… in DOORSTEP_HOSTS behind a proxy.")
        yield Finding("Hosts", words, advice)
    else:
        yield Finding("Hosts", _("%(names)s, by https") % {"names": names})
    if settings.DEBUG:
        yield _wrong("Debug", _("DOORSTEP_DEBUG is on"), _("Turn it off where others work."))


def _mail() -> Iterator[Finding]:
    if "smtp" not in settings.EMAIL_BACKEND:
        words = _("mails are only printed, not sent")
        yield Finding("Mail", words, _("Set EMAIL_URL=smtp://user:password@host."))
    else:
        place = urlsplit(f"//{settings.EMAIL_HOST}:{settings.EMAIL_PORT}").netloc
        words = _("sent by %(place)s as %(sender)s")
        yield Finding("Mail", words % {"place": place, "sender": settings.DEFAULT_FROM_EMAIL})


def _database() -> list[Finding]:
    if waiting := waiting_migrations():
        words = _("%(count)d changes of the tables are waiting") % {"count": len(waiting)}
        return [_wrong("Database", words, _("Run: doorstep migrate"))]
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        size = Path(name).stat().st_size >> 20
        words = _("SQLite %(version)s, %(name)s, %(size)d MB")
        version = sqlite3.sqlite_version
        return [Finding("Database", words % {"version": version, "name": name, "size": size})]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_database()")
        version, name = cursor.fetchone()
    words = _("PostgreSQL %(version)s, database %(name)s")
    return [Finding("Database", words % {"version": version, "name": name})]


def _part(about: str, part: str, advice: str) -> Iterator[Finding]:
    alive = [beat.process for beat in Beat.objects.alive(part)]
    if alive:
        yield Finding(about, _("alive: %(names)s") % {"names": ", ".join(alive)})
    elif last := Beat.objects.filter(part=part).order_by("-at").first():
        words = _("silent since %(at)s") % {"at": f"{last.at:%Y-%m-%d %H:%M} UTC"}
        yield _wrong(about, words, advice)
    else:
        yield _wrong(about, _("not running"), advice)


def _periodic() -> Iterator[Finding]:
    for turn in Turn.objects.exclude(failure=""):
        words = _("%(name)s failed: %(why)s") % {"name": turn.name, "why": turn.failure}
        yield _wrong("Periodic work", words, _("The log of the clock has the details."))


def _tasks() -> Iterator[Finding]:
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=now() - 10 * SILENCE).count()
    failed = DBTaskResult.objects.failed().count()
    if late:
        words = _("%(count)d tasks have waited for more than ten minutes") % {"count": late}
        yield _wrong("Tasks", words, _("Look at the worker, or start another one."))
    elif failed:
        words = _("%(count)d tasks failed in the last 90 days") % {"count": failed}
        yield Finding("Tasks", words, _("The log of the worker has the details."))
    else:
        yield Finding("Tasks", _("none is late, none failed"))


def _search() -> Iterator[Finding]:
    found = problems()
    yield from (_wrong("Search", words, advice) for words, advice in found)
    if not found:
        yield Finding("Search", _("every record is in the index"))


def _people() -> Iterator[Finding]:
    staff = get_user_model()._default_manager.filter(is_active=True)
    if not staff.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists():
        yield Finding("People", _("nobody can sign in yet"), _("Open / to set up the first one."))


def _wrong(about: str, words: str, advice: str) -> Finding:
    return Finding(about, words, advice, is_wrong=True)


def report(say: Callable[[str], object]) -> int:
    """Tell all findings; how many are wrong."""
    findings = examine()
    for each in findings:
        mark = "!!" if each.is_wrong else "ok" if not each.advice else " ·"
        say(f"{mark} {each.about:<14} {each.words}")
        if each.advice:
            say(f"   → {each.advice}")
    return sum(each.is_wrong for each in findings)
