"""What follows an event: in the background, after the commit, one task per reaction.

Where the queue is a table of our own database the task is written in the action's transaction:
it is there if, and only if, the event is. Elsewhere a row says what is to be enqueued, so that a
crash between commit and enqueuing loses nothing.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django_tasks import task
from django_tasks_db import DatabaseBackend

from doorstep.history.models import Event, Reaction
from doorstep.kit.clock import every

Reacting = Callable[[Event], Any]
REACTIONS: dict[str, list[Reacting]] = defaultdict(list)
LEASE = timedelta(minutes=15)  # whoever takes longer is taken for dead
PAUSES = (1, 5, 30, 120)  # minutes before another try; then it is given up, and listed
AT_ONCE = 500

Status = Reaction.Status
logger = logging.getLogger(__name__)
_outside: set[Reacting] = set()


def reacts_to(name: str, *, outside: bool = False) -> Callable[[Reacting], Reacting]:
    """Run the function after every event of this name; "*" is any event.

    What it writes is committed together with the note that it is done: it happens once.
    ``outside`` is for what no rollback takes back, a mail or a request: that is done without a
    transaction, and may happen twice when the machine dies in the middle.
    """

    def register(reaction: Reacting) -> Reacting:
        REACTIONS[name].append(reaction)
        if outside:
            _outside.add(reaction)
        return reaction

    return register


def react_later(events: list[Event]) -> None:
    """Enqueue what follows these events. Where nothing does, this costs nothing."""
    wanted = [(event, _path(reaction)) for event in events for reaction in _to(event)]
    if not wanted:
        return
    if isinstance(react.get_backend(), DatabaseBackend):
        for event, path in wanted:
            react.enqueue(event.pk, path)
        return
    due_at = now() + LEASE
    Reaction.objects.bulk_create(
        Reaction(event=event, path=path, due_at=due_at) for event, path in wanted
    )
    for event, path in wanted:
        transaction.on_commit(partial(react.enqueue, event.pk, path))


@task()
def react(event_id: int, path: str) -> None:
    """Do one reaction, if nobody has or does; a failure is noted and tried again later."""
    event = Event.objects.select_related("by").get(pk=event_id)
    reaction = next((each for each in _to(event) if _path(each) == path), None)
    if reaction is None or not (claimed := _claim(event, path)):
        return
    try:
        with nullcontext() if reaction in _outside else transaction.atomic():
            reaction(event)
            _note(claimed, Status.DONE, error="")
    except Exception as error:
        logger.exception("%s failed after %s", path, event)
        _fail(claimed, error)


@every(minutes=1)
def sweep_lost_reactions() -> int:
    """Enqueue again what was lost in a crash, and what failed and is due; how many those are."""
    lost = due_reactions().exclude(status=Status.FAILED).order_by("due_at")
    found = list(lost.values_list("pk", "event_id", "path")[:AT_ONCE])
    for pk, event_id, path in found:
        with transaction.atomic():
            # Not once a minute, should the queue be long.
            due_reactions().filter(pk=pk).update(due_at=now() + LEASE, status=Status.PENDING)
            react.enqueue(event_id, path)
    return len(found)


def due_reactions() -> QuerySet[Reaction]:
    return Reaction.objects.exclude(status=Status.DONE).filter(due_at__lte=now())


def failed_reactions() -> QuerySet[Reaction]:
    """Those that were given up, newest first, for somebody to look at."""
    failed = Reaction.objects.filter(status=Status.FAILED)
    return failed.select_related("event__by").order_by("-pk")


def try_again(reaction: Reaction) -> None:
    """Give one that failed as many tries as a new one."""
    _note(reaction, Status.PENDING, attempts=0, due_at=now() + LEASE)
    react.enqueue(reaction.event_id, reaction.path)


def _claim(event: Event, path: str) -> Reaction | None:
    """Make it ours, before anything is done; None where it is done, or somebody is at it."""
    with transaction.atomic():
        Reaction.objects.bulk_create([Reaction(event=event, path=path)], ignore_conflicts=True)
        rows = Reaction.objects.select_for_update(of=("self",))
        found: Reaction = rows.get(event=event, path=path)
        if found.status in (Status.DONE, Status.FAILED):
            return None
        if found.status == Status.RUNNING and found.due_at > now():
            return None
        found.attempts += 1
        found.status, found.due_at = Status.RUNNING, now() + LEASE
        found.save()
        return found


def _fail(claimed: Reaction, error: Exception) -> None:
    said = f"{type(error).__name__}: {error}"
    if claimed.attempts > len(PAUSES):
        _note(claimed, Status.FAILED, error=said)
    else:
        pause = timedelta(minutes=PAUSES[claimed.attempts - 1])
        _note(claimed, Status.AGAIN, error=said, due_at=now() + pause)


def _note(reaction: Reaction, status: str, **values: Any) -> None:
    Reaction.objects.filter(pk=reaction.pk).update(status=status, **values)


def _to(event: Event) -> list[Reacting]:
    return [*REACTIONS.get("*", []), *REACTIONS.get(event.name, [])]


def _path(reaction: Reacting) -> str:
    return f"{reaction.__module__}.{reaction.__qualname__}"
