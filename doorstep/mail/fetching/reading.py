"""When mailboxes are read: by the clock, by hand, after failures a little later each time."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import partial

from django.db.models import F, Q
from django.utils.timezone import now
from django_tasks import task

from doorstep.history.source import Source, acting_from
from doorstep.kit.clock import every
from doorstep.mail.fetching.imap import Unreachable
from doorstep.mail.fetching.known_by_now import link_who_is_known
from doorstep.mail.fetching.syncing import read_mailbox, reconcile
from doorstep.mail.models import Mailbox

EVERY = timedelta(minutes=2)
WHOLE_EVERY = timedelta(hours=1)
LEASE = timedelta(minutes=15)  # whoever reads says that often that it still does
LONGEST_PAUSE = 60  # minutes
log = logging.getLogger(__name__)


@every(minutes=1)
def read_due_mailboxes() -> int:
    """Enqueue the reading of each mailbox that is due; how many those are."""
    moment = now()
    due = [each for each in Mailbox.objects.filter(is_active=True) if is_due(each, moment)]
    return sum(read_soon(each) for each in due)


def is_due(mailbox: Mailbox, moment: datetime) -> bool:
    """Two minutes after the last time, longer after each failure in a row; not while somebody
    has to sign in first.
    """
    if not mailbox.imap_host or mailbox.needs_sign_in:
        return False
    if mailbox.sync_tried_at is None:
        return True
    pause = EVERY
    if mailbox.sync_failures:
        minutes = min(2 ** min(mailbox.sync_failures, 10), LONGEST_PAUSE)
        pause = max(EVERY, timedelta(minutes=minutes))
    return mailbox.sync_tried_at + pause <= moment


def read_soon(mailbox: Mailbox) -> bool:
    """Have it read by a worker, unless one is at it."""
    if not _claimed(mailbox.pk):
        return False
    read_in_worker.enqueue(mailbox.pk)
    return True


@task()
def read_in_worker(mailbox_id: int) -> None:
    mailbox = Mailbox.objects.filter(pk=mailbox_id, is_active=True).first()
    if mailbox is not None:
        read_now(mailbox)


def read_now(mailbox: Mailbox) -> bool:
    """Read it, from time to time as a whole; whether the server let us."""
    beat = partial(_beat, mailbox.pk)
    beat()
    last = mailbox.reconciled_at
    is_whole = last is None or last + WHOLE_EVERY <= now()
    try:
        with acting_from(Source.MAIL):
            (reconcile if is_whole else read_mailbox)(mailbox, beat)
            link_who_is_known(mailbox)
    except Unreachable as error:
        log.info("Mailbox %s was not read (%s): %s", mailbox, error.step, error.says)
        _note(mailbox, sync_error=f"{error.step}: {error.says}", failures=F("sync_failures") + 1)
        return False
    _note(mailbox, sync_error="", failures=0, synced_at=now())
    return True


def _claimed(pk: int) -> bool:
    free = Q(sync_started_at=None) | Q(sync_started_at__lt=now() - LEASE)
    rows = Mailbox.objects.filter(free, pk=pk, is_active=True)
    return rows.update(sync_started_at=now()) == 1


def _beat(pk: int) -> None:
    Mailbox.objects.filter(pk=pk).update(sync_started_at=now())


def _note(mailbox: Mailbox, *, sync_error: str, failures: object, **more: datetime) -> None:
    Mailbox.objects.filter(pk=mailbox.pk).update(
        sync_started_at=None,
        sync_tried_at=now(),
        sync_error=sync_error,
        sync_failures=failures,
        **more,
    )
    mailbox.refresh_from_db()
