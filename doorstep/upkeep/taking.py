"""Everything on its way out: written in the worker, kept for a day."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django_tasks import task

from doorstep.kit.clock import every
from doorstep.kit.errors import Refusal
from doorstep.records.models import Company
from doorstep.upkeep.actions import ask_for_everything
from doorstep.upkeep.models import TakeOut
from doorstep.upkeep.takeout import take_out
from doorstep.users.models import User

KEPT = timedelta(days=1)
State = TakeOut.State


def start(*, by: User) -> TakeOut:
    """Have it written."""
    with transaction.atomic():
        asked: TakeOut = ask_for_everything(Company, by=by)
        transaction.on_commit(lambda: write_everything.enqueue(asked.pk))
    return asked


@task()
def write_everything(pk: int) -> None:
    """From the beginning, also if it is done again: half a file is of no use."""
    asked = TakeOut.objects.get(pk=pk)
    if asked.is_over:
        return
    folder = Path(settings.HOME) / "exports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{secrets.token_hex(16)}.zip"
    asked.state, asked.path = State.RUNNING, str(path)
    asked.save()
    try:
        asked.rows = sum(take_out(path).values())
        asked.size, asked.state = path.stat().st_size, State.DONE
    except Exception as error:
        path.unlink(missing_ok=True)
        asked.state = State.FAILED
        asked.problem = str(error)[:500] if isinstance(error, Refusal) else _("See the log.")
        asked.save()
        raise
    asked.save()


@every(minutes=60)
def forget_old_files() -> None:
    """A file with everybody in it does not lie about for ever."""
    for asked in TakeOut.objects.filter(created_at__lt=now() - KEPT):
        if asked.path:
            Path(asked.path).unlink(missing_ok=True)
        asked.delete()
