"""Many records at once: each is read, checked and answered for by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid, Refusal
from doorstep.records.check import check
from doorstep.records.doing import doing
from doorstep.records.input import in_public, read_input
from doorstep.records.names import Names
from doorstep.records.parts import parts_of
from doorstep.records.saving import filled
from doorstep.records.types import RecordType
from doorstep.users.access import allow
from doorstep.users.models import User

CREATED, EDITED = 201, 200


@dataclass
class Batch:
    """The work on one batch. ``results`` has a place for each item."""

    records: RecordType
    by: User
    items: Sequence[Any]
    results: list[dict[str, Any]] = field(default_factory=list)
    done: dict[int, int] = field(default_factory=dict)

    def save(self) -> list[dict[str, Any]]:
        self.results = [{} for _each in self.items]
        names, new = Names(self.by), {}
        for place, item in enumerate(self.items):
            with self._answering(place):
                if isinstance(item, Mapping) and "id" in item:
                    self._edit(place, dict(item), names)
                else:
                    new[place] = read_input(self.records, item, by=self.by, names=names)
        self._create(new)
        self._show()
        return self.results

    def _edit(self, place: int, item: dict[str, Any], names: Names) -> None:
        seen, record = item.pop("version", None), self._found(item.pop("id"))
        values = read_input(self.records, item, by=self.by, record=record, names=names)
        doing(self.records.model, "updated")(record, by=self.by, seen=seen, **values)
        self._finish(place, record.pk, EDITED)

    def _found(self, pk: Any) -> Any:
        found = self.records.model._default_manager.visible_to(self.by)
        number = pk if isinstance(pk, int) and not isinstance(pk, bool) else 0
        if record := found.filter(pk=number).first():
            return record
        raise Invalid(_("There is no such record."), id=_("There is no such record."))

    def _create(self, new: dict[int, dict[str, Any]]) -> None:
        """In one statement where the type's records are made the plain way, else one by one."""
        action = doing(self.records.model, "created")
        is_plain = action.name.startswith("*.") and all(
            not each.keys() & {"tags", *parts_of(self.records.model)} for each in new.values()
        )
        if len(new) > 1 and is_plain and self._create_together(new):
            return
        for place, values in new.items():
            with self._answering(place):
                record = action(self.records.model, by=self.by, **values)
                self._finish(place, record.pk, CREATED)

    def _create_together(self, new: dict[int, dict[str, Any]]) -> bool:
        """False where the database refused one of them: nobody knows which."""
        allow(self.by, "create", self.records.model)
        made: dict[int, Any] = {}
        for place, values in new.items():
            with self._answering(place):
                made[place] = filled(self.records.model, by=self.by, **values)
                check(made[place])
        try:
            with transaction.atomic():
                self.records.model._default_manager.bulk_create(list(made.values()), 500)
        except IntegrityError:
            return False
        for place, record in made.items():
            self._finish(place, record.pk, CREATED)
        return True

    def _finish(self, place: int, pk: int, status: int) -> None:
        self.results[place] = {"status": status}
        self.done[place] = pk

    def _show(self) -> None:
        """What was saved, as it stands now: one query for all."""
        output = self.records.output
        found = self.records.model._base_manager.filter(pk__in=set(self.done.values()))
        rows = output.public(list(found.values(*output.paths)), self.by)
        by_pk = {row["id"]: row for row in rows}
        for place, pk in self.done.items():
            self.results[place]["item"] = by_pk[pk]

    @contextmanager
    def _answering(self, place: int) -> Iterator[None]:
        """A refusal is the result of its item, and undoes nothing else."""
        try:
            with in_public(self.records):
                yield
        except Refusal as refusal:
            self.results[place] = {"status": refusal.status, "error": refusal.public}
