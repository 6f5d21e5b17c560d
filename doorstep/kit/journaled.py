"""Rows that note every change to themselves in the open action."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from functools import cache
from itertools import chain
from typing import Any, ClassVar, Self

from django.db import DatabaseError, models
from django.db.models import F
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.kit.among import Among  # noqa: F401 - registers pk__among
from doorstep.kit.errors import Conflict
from doorstep.kit.images import encode
from doorstep.kit.inserting import insert, insert_all
from doorstep.kit.noting import Image, Kind, Write, book

# They only ever move forward, through an undo as well, so they are no part of what is undone.
BOOKKEEPING = frozenset({"version", "updated_at"})
FEW = 20  # so many different values are worth a statement each


class JournaledQuerySet(models.QuerySet[Any]):
    def update(self, **values: Any) -> int:
        """Change every matched row that differs, and note what each one held."""
        if values.keys() <= self.model.unjournaled:
            return super().update(**values)
        book()
        fields = {name: self.model._meta.get_field(name) for name in values}
        new = {fields[name].attname: getattr(v, "pk", v) for name, v in values.items()}
        held = self._held_now([*new])
        touched = self._note_differences(held, dict.fromkeys(held, new))
        self._write_together(touched, values)
        return len(touched)

    def rewrite(self, rows: Mapping[int, Mapping[str, Any]]) -> int:
        """Give each row its own values, by id and column, in this order; note what it held."""
        book()
        names = list(dict.fromkeys(name for values in rows.values() for name in values))
        held = self.filter(pk__among=list(rows)).order_by("pk")._held_now(names)
        touched = self._note_differences(held, rows)
        alike: dict[str, list[int]] = defaultdict(list)
        for pk in touched:
            alike[repr(sorted(rows[pk].items()))].append(pk)
        if len(alike) > max(FEW, len(touched) // 50):
            self._write_apart(touched, rows, names)
            return len(touched)
        for pks in alike.values():
            self._write_together(pks, rows[pks[0]])
        return len(touched)

    def _held_now(self, names: list[str]) -> dict[int, dict[str, Any]]:
        """Lock the matched rows; what they hold of these columns."""
        rows = self.select_for_update(of=("self",)).values_list("pk", *names)
        return {pk: dict(zip(names, held, strict=True)) for pk, *held in rows.iterator(5_000)}

    def _note_differences(
        self, held: Mapping[int, Image], new: Mapping[int, Mapping[str, Any]]
    ) -> list[int]:
        """Note the rows that would change, in the order of ``new``; their ids."""
        noting, touched = book(), []
        for pk in new:
            if pk in held and (before := differences(self.model, held[pk], new[pk])):
                noting.note(Write(self.model._meta.label_lower, pk, Kind.CHANGED, before))
                touched.append(pk)
        return touched

    def _write_together(self, pks: list[int], values: Mapping[str, Any]) -> None:
        # By id, not by the condition again: a row that came to match meanwhile was not noted.
        moved = {"version": F("version") + 1, "updated_at": timezone.now()}
        for start in range(0, len(pks), 5_000):
            rows = self.model._base_manager.filter(pk__among=pks[start : start + 5_000])
            super(JournaledQuerySet, rows).update(**values, **moved)

    def _write_apart(
        self, pks: list[int], rows: Mapping[int, Mapping[str, Any]], names: list[str]
    ) -> None:
        """Insert them once more, which updates the columns that are named."""
        columns = [name for name in names if name not in self.model.unjournaled]
        for start in range(0, len(pks), 1_000):
            part = pks[start : start + 1_000]
            found = self.model._base_manager.in_bulk(part)
            some = [found[pk] for pk in part]
            for row in some:
                row.version += 1
                for name, value in rows[row.pk].items():
                    setattr(row, name, value)
            super().bulk_create(
                some,
                batch_size=500,
                update_conflicts=True,
                update_fields=[*columns, *BOOKKEEPING],
                unique_fields=["pk"],
            )

    def bulk_create(self, objs: Any, batch_size: int | None = None, **options: Any) -> list[Any]:
        noting, rows = book(), list(objs)
        if options or not insert_all(rows):
            rows = super().bulk_create(rows, batch_size, **options)
        label = self.model._meta.label_lower
        for row in rows:
            noting.note(Write(label, row.pk, Kind.CREATED, None, row))
            row._remember()
        return rows

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete these rows and what goes with them, noting each; refuse when one is in use."""
        book()
        collector = Collector(using=self.db)
        try:
            collector.collect(self)
        except (ProtectedError, RestrictedError) as error:
            raise Conflict(_("It is still in use: %s.") % _names(error.args[1])) from error
        for row in chain(*map(_whole, collector.data.values()), *collector.fast_deletes):
            if isinstance(row, Journaled):
                row._note(Kind.DELETED, row._image())
        return collector.delete()

    delete.alters_data = True  # type: ignore[attr-defined]


class Journaled(models.Model):
    """A table whose every change is in the journal. ``version`` grows with each of them."""

    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = JournaledQuerySet.as_manager()
    told_whole: ClassVar[str] = ""  # a field whose text the timeline shows as it was written
    unjournaled: ClassVar[frozenset[str]] = frozenset()  # columns no journal may hold
    follows: ClassVar[frozenset[str]] = frozenset()  # columns that a merge moves along
    by_key: ClassVar[frozenset[str]] = frozenset()  # JSON columns that are undone key by key
    derives: ClassVar[dict[str, tuple[str, ...]]] = {}  # the columns that follow from one
    _loaded: dict[str, Any]

    class Meta:
        abstract = True
        base_manager_name = "objects"  # so that customer.contacts.add() is noted as well

    def save(self, **options: Any) -> None:
        """Insert, or write the fields that changed; a stale copy is refused."""
        if self._state.adding:
            self._insert(**options)
            return
        self._recall()
        names = self._asked_for(options.get("update_fields"))
        before, beside = self._differences(names), self._differences_beside(names)
        if before or not (beside or names.keys() <= self.unjournaled):
            noting = book()
        if before:
            self.version = self._loaded["version"] + 1
            self._write({*before, *beside})
            noting.note(Write(self._meta.label_lower, self.pk, Kind.CHANGED, before, self))
            self._remember({*before, *beside, *BOOKKEEPING})
        elif beside:
            self._write_beside(beside)

    def delete(self, *_args: Any, **_options: Any) -> tuple[int, dict[str, int]]:
        deleted: tuple[int, dict[str, int]] = (
            type(self)._default_manager.filter(pk=self.pk).delete()
        )
        return deleted

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **options: Any) -> Self:
        row = super().from_db(db, field_names, values, **options)
        row._loaded = _kept(cls, dict(zip(field_names, values, strict=True)))
        return row

    def refresh_from_db(
        self, using: str | None = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        super().refresh_from_db(using, fields, from_queryset)
        self._remember(fields)

    def _insert(self, **options: Any) -> None:
        noting = book()
        if options or not _saves_plainly(type(self)) or not insert(self):
            super().save(**options | {"force_insert": True})
        noting.note(Write(self._meta.label_lower, self.pk, Kind.CREATED, None, self))
        self._remember()

    def _asked_for(self, names: Collection[str] | None) -> dict[str, Any]:
        """The values to be written, of all fields or of those in ``update_fields``."""
        if names is None:
            return self.__dict__
        columns = {getattr(self._meta.get_field(name), "attname", name) for name in names}
        return {name: self.__dict__[name] for name in columns & self.__dict__.keys()}

    def _write(self, names: Collection[str]) -> None:
        try:
            super().save(update_fields=[*names, *BOOKKEEPING])
        except DatabaseError as error:
            if error.__cause__ is None and "did not affect any rows" in str(error):
                raise Conflict(_("%s was changed meanwhile.") % self) from error
            raise

    def _write_beside(self, names: Collection[str]) -> None:
        """What no journal holds is no new version either, and needs no action."""
        rows: models.QuerySet[Any] = models.QuerySet(type(self)).filter(pk=self.pk)
        rows.update(**{name: self.__dict__[name] for name in names})
        self._remember(names)

    def _do_update(self, base_qs: models.QuerySet[Any], *rest: Any) -> Any:
        # Either the row still holds what we remember, or nothing is written and nothing noted.
        return super()._do_update(base_qs.filter(version=self._loaded["version"]), *rest)

    def changes(self) -> dict[str, Any]:
        """The columns that were set since it was read, for ``rewrite``."""
        return {name: self.__dict__[name] for name in self._differences(self.__dict__)}

    def twin(self) -> Self:
        """A new row that holds the same: cheap, where thousands begin alike."""
        made = type(self).__new__(type(self))
        made.__dict__.update(_kept(type(self), dict(self.__dict__)))
        made._state = type(self._state)()
        made._state.fields_cache = dict(self._state.fields_cache)
        return made

    def _remember(self, names: Collection[str] | None = None) -> None:
        """Keep what the row holds, of all its fields or of those just read."""
        held = self.__dict__
        known = [n for n in _columns(type(self)) if n in held and (not names or n in names)]
        kept = _kept(type(self), {name: held[name] for name in known})
        self._loaded = self._loaded | kept if names else kept

    def _recall(self) -> None:
        """Read what was deferred and then assigned: its old value belongs in the journal."""
        names = {*_columns(type(self))} & self.__dict__.keys()
        if missing := (names | {"version"}) - self._loaded.keys():
            row = type(self)._base_manager.filter(pk=self.pk)
            self._loaded |= row.values(*missing).get()

    def _differences(self, values: Mapping[str, Any]) -> Image:
        """What the row holds now of the fields that ``values`` would change."""
        return differences(type(self), self._loaded, values)

    def _differences_beside(self, values: dict[str, Any]) -> set[str]:
        names = self.unjournaled & values.keys()
        return {name for name in names if values[name] != self._loaded.get(name)}

    def _image(self) -> Image:
        held = self._loaded.items()
        return {name: encode(value) for name, value in held if name not in self.unjournaled}

    def _note(self, kind: Kind, before: Image) -> Any:
        book().note(Write(self._meta.label_lower, self.pk, kind, before))
        return self.pk


def differences(model: Any, held: Mapping[str, Any], values: Mapping[str, Any]) -> Image:
    """What is held of the columns that ``values`` would change, as the journal keeps it."""
    apart = BOOKKEEPING | model.unjournaled
    return {
        name: encode(old)
        for name, old in held.items()
        if name in values and values[name] != old and name not in apart
    }


@cache
def _columns(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


@cache
def _changeable(model: type[models.Model]) -> tuple[str, ...]:
    """The columns whose values can change in place."""
    fields = model._meta.concrete_fields
    return tuple(field.attname for field in fields if isinstance(field, models.JSONField))


@cache
def _saves_plainly(model: type[models.Model]) -> bool:
    """Whether nobody adds to what ``save`` does."""
    return {each for each in model.__mro__ if "save" in vars(each)} == {Journaled, models.Model}


def _kept(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """Copied deeply where a value can change in place."""
    for name in _changeable(model):
        if name in values:
            values[name] = deepcopy(values[name])
    return values


def _whole(rows: Collection[Any]) -> Iterable[Any]:
    """The collector reads cascaded rows in part; the journal keeps all of a deleted row."""
    model: type[models.Model] = type(next(iter(rows)))
    return model._base_manager.filter(pk__in=[row.pk for row in rows])


def _names(records: Any) -> str:
    return ", ".join(sorted({str(record) for record in list(records)[:5]}))
