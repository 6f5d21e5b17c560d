"""The verbs of tasks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.activity.handing import leave_word
from doorstep.activity.linking import set_links, tell_on_records
from doorstep.activity.models import Task, TaskLink
from doorstep.activity.refusals import AssignedAlready, NotYourTask
from doorstep.history.action import action
from doorstep.kit.errors import Conflict
from doorstep.kit.normal.words import words
from doorstep.records.actions.shares import share_record
from doorstep.records.models import Record
from doorstep.records.saving import put
from doorstep.records.sharing import may_already
from doorstep.users.models import User


def _is_open(task: Task) -> bool:
    return task.status == Task.Status.OPEN


def _is_over(task: Task) -> bool:
    return task.status != Task.Status.OPEN


@action(
    "task.created",
    verb="create",
    label=gettext_lazy("Add a task"),
    told=gettext_lazy("asked for"),
    icon="list-checks",
)
def create_task(
    tasks: type[Task], *, by: User, records: Iterable[models.Model] = (), **values: Any
) -> Task:
    """Ask somebody to do something, oneself unless said otherwise."""
    tags = {"tags": values.pop("tags")} if "tags" in values else {}
    task: Task = put(tasks(**{"owner": by, "assignee": by} | values), by=by, **tags)
    set_links(TaskLink, task, records)
    return task


@action(
    "task.updated",
    verb="edit",
    label=gettext_lazy("Edit"),
    told=gettext_lazy("changed a task"),
    icon="pencil",
)
def update_task(
    task: Task, *, by: User, records: Iterable[models.Model] | None = None, **values: Any
) -> Task:
    """Set what a task says; ``records`` replaces what it was about."""
    put(task, by=by, **values)
    if records is not None:
        set_links(TaskLink, task, records)
    tell_on_records(TaskLink, task)
    return task


@action(
    "*.asked_of",
    verb="edit",
    label=gettext_lazy("Ask somebody"),
    told=gettext_lazy("asked somebody"),
    icon="user-round-plus",
)
def assign_record(record: Record, *, by: User, to: User, subject: str = "", **values: Any) -> Task:
    """Give somebody a task about this record; one who has one already is refused.

    Whoever could not see the record can from now on, and work on it.
    """
    named = words(subject) or str(record)[:300]
    theirs = Task._base_manager.filter(assignee=to, status=Task.Status.OPEN, subject=named)
    if TaskLink.objects.about(record).filter(task__in=theirs).exists():
        says = _("%s has this task already.") % to
        raise AssignedAlready(says, to=says)
    if not may_already(record, to):
        share_record(record, by=by, to=to, is_editor=_may_edit_some(record, to))
    return create_task(Task, by=by, records=[record], subject=named, assignee=to, **values)


def _may_edit_some(record: Record, user: User) -> bool:
    return bool(user.reaches(type(record), "edit"))


@action(
    "task.assigned",
    verb="edit",
    label=gettext_lazy("Hand over"),
    told=gettext_lazy("handed a task over"),
    icon="user-round",
    fits=_is_open,
)
def assign_task(task: Task, *, by: User, to: User, text: str = "") -> Task:
    """Make it somebody else's; ``text`` is a note for them."""
    _refuse_ended(task)
    leave_word(task, text, by=by)
    task.assignee = to
    return _kept(task)


@action(
    "task.done",
    verb="view",
    label=gettext_lazy("Done"),
    told=gettext_lazy("did"),
    icon="circle-check",
    fits=_is_open,
)
def complete_task(task: Task, *, by: User) -> Task:
    """It is done. Only whoever it was asked of can say so."""
    _refuse_ended(task)
    _refuse_others(task, by)
    task.status, task.done_at = Task.Status.DONE, now()
    return _kept(task)


@action(
    "task.reopened",
    verb="edit",
    label=gettext_lazy("Open again"),
    told=gettext_lazy("opened a task again"),
    icon="rotate-ccw",
    fits=_is_over,
)
def reopen_task(task: Task, *, by: User) -> Task:
    """It is to be done after all."""
    if _is_open(task):
        raise Conflict(_("This task is open."))
    task.status, task.done_at = Task.Status.OPEN, None
    return _kept(task)


@action(
    "task.cancelled",
    verb="edit",
    label=gettext_lazy("Cancel"),
    told=gettext_lazy("cancelled a task"),
    icon="ban",
    fits=_is_open,
)
def cancel_task(task: Task, *, by: User) -> Task:
    """Nobody needs it any more."""
    _refuse_ended(task)
    task.status = Task.Status.CANCELLED
    return _kept(task)


def _kept(task: Task) -> Task:
    """Saved, and told on the records it is about."""
    task.save()
    tell_on_records(TaskLink, task)
    return task


def _refuse_ended(task: Task) -> None:
    if _is_over(task):
        raise Conflict(_("This task is over: %s.") % task.get_status_display().lower())


def _refuse_others(task: Task, by: User) -> None:
    whose = task.assignee_id or task.owner_id
    if whose != by.pk:
        says = _("This task is %s's: only they can say that it is done. Hand it over first.")
        raise NotYourTask(says % (task.assignee or task.owner))
