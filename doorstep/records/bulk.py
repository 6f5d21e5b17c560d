"""Doing something to many records of a list: at once, or, where they are very many, in parts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Max, QuerySet
from django_tasks import task

from doorstep.history.action import ACTIONS, last_event
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Invalid, Refusal
from doorstep.records.actions.many import begin_run
from doorstep.records.filters import Choice, Filter, Link, Scope
from doorstep.records.input import read_input
from doorstep.records.many import Done
from doorstep.records.models import BulkRun
from doorstep.records.query import ListQuery
from doorstep.records.types import REGISTRY, RecordType
from doorstep.users.models import User

AT_ONCE, PART = 1000, 500
REASONS = 20  # how many are shown of why records were left alone


@dataclass(frozen=True)
class Chosen:
    """The records that are meant: these, or all that match a query."""

    records: RecordType
    user: User
    ids: Sequence[int] = ()
    query: ListQuery | None = None

    def queryset(self) -> QuerySet[Any]:
        if self.query is None:
            seen = self.records.model._default_manager.visible_to(self.user)
            return seen.filter(pk__in=list(self.ids))
        return self.records.queryset(self.user, self.query.narrowing)

    def pks(self) -> list[int]:
        """Their ids, if they are few enough to be done at once; one more, if not."""
        found = self.queryset().order_by("pk").values_list("pk", flat=True)
        return list(found[: AT_ONCE + 1])

    def count(self) -> int:
        """Every one of them: what is done to all of them is said with a number."""
        return self.queryset().order_by().count()


@dataclass(frozen=True)
class Work:
    """An action on many records, with public values: what a form, a task or a client asks for."""

    action: str
    values: Mapping[str, Any]
    says: str = ""

    def do(self, records: RecordType, user: User, ids: Collection[int]) -> Done:
        """To some records at once; how many it was done to, and who was left."""
        values = read_values(records, self.values, user)
        done = ACTIONS[self.action](records.model, by=user, ids=ids, **values)
        return done if isinstance(done, Done) else Done(len(ids) if done is None else done)

    def start(self, chosen: Chosen) -> BulkRun:
        """In the background, part by part."""
        records, query = chosen.records, chosen.query or ListQuery()
        begin_run(records.model, by=chosen.user)
        run = BulkRun.objects.create(
            user=chosen.user,
            record_type=records.model._meta.label_lower,
            action=self.action,
            values=dict(self.values),
            says=self.says[:200],
            query_string=query.narrowing.urlencode(),
            total=chosen.count(),
            last=chosen.queryset().aggregate(last=Max("pk"))["last"] or 0,
            event=last_event(),
        )
        transaction.on_commit(lambda: go_on.enqueue(run.pk))
        return run


def read_values(records: RecordType, values: Mapping[str, Any], user: User) -> dict[str, Any]:
    """Public values of fields become those the action takes; tags stay as they are."""
    beside = {name: value for name, value in values.items() if name in ("names", "without")}
    fields = {name: value for name, value in values.items() if name not in beside}
    if not fields:
        return beside
    return beside | _fields(records, fields, user)


def _fields(records: RecordType, fields: dict[str, Any], user: User) -> dict[str, Any]:
    own = {each.field for each in records.all_bulk if each.field}
    by_action = {name: value for name, value in fields.items() if name in own}
    plain = {name: value for name, value in fields.items() if name not in own}
    found = read_input(records, plain, by=user, record=records.model()) if plain else {}
    return found | {name: _own(records, name, value) for name, value in by_action.items()}


def _own(records: RecordType, name: str, value: Any) -> Any:
    """The value an action of the type's own takes: the row of a list, or the choice."""
    field: Any = records.model._meta.get_field(name)
    scope = Scope(Filter(name).on(records.model), records.model, None, name)
    if not field.is_relation:
        return Choice().chosen(scope, [value])[0].key
    option = Link().chosen(scope, [value])[0]
    return field.related_model._default_manager.get(pk=option.key)


@task()
def go_on(run_id: int) -> None:
    """Do the next parts until there are none. Started again, it goes on where it was."""
    run = BulkRun.objects.select_related("user", "event").get(pk=run_id)
    try:
        while not run.is_over:
            _part(run)
    except Refusal as refusal:
        run.state, run.refusal = BulkRun.State.STOPPED, refusal.message[:500]
        run.save()


def _part(run: BulkRun) -> None:
    """One part, and how far that is, in one transaction."""
    records = REGISTRY[apps.get_model(run.record_type)]
    query = ListQuery.of(run.query_string)
    rows = records.queryset(run.user, query).filter(pk__gt=run.reached, pk__lte=run.last)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:PART])
    with transaction.atomic():
        if ids:
            _do_part(run, records, ids)
            run.reached = ids[-1]
        run.seen += len(ids)
        run.state = BulkRun.State.RUNNING if len(ids) == PART else BulkRun.State.DONE
        run.save()


def _do_part(run: BulkRun, records: RecordType, ids: list[int]) -> None:
    """Where one part is refused as a whole, the next one may not be."""
    try:
        done = Work(run.action, run.values).do(records, run.user, ids)
    except (Conflict, Invalid) as refusal:
        run.left_out = [*run.left_out, refusal.message][:REASONS]
        return
    Event.objects.filter(pk=last_event().pk).update(cause=run.event)
    run.done += done
    run.left_out = [*run.left_out, *done.left.told][:REASONS]
