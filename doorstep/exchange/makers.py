"""How the drafts of a chunk become records of one kind, by the rules that every record keeps.

A maker says what rows one draft becomes (``build``); the rest is the same for all kinds: twins are
found for the whole chunk, names that are taken get their numbers at once, and all rows are written
together. What a maker does not build is made as a person would make it: by the type's own action.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from doorstep.activity.models import Note
from doorstep.exchange.drafts import Draft, Outcome
from doorstep.exchange.models import ExternalId
from doorstep.exchange.numbers import NamesInFile, ours_among
from doorstep.exchange.people import People
from doorstep.exchange.targets import field_name, people
from doorstep.history.action import attempt
from doorstep.kit.errors import Refusal
from doorstep.kit.naming import kind_of
from doorstep.kit.together import write_together
from doorstep.parties.naming import give_free_names
from doorstep.records.custom import definitions
from doorstep.records.doing import doing
from doorstep.records.input import read_input
from doorstep.records.kinds import Wrong
from doorstep.records.references import Named
from doorstep.records.rows import Rows
from doorstep.records.types import RecordType
from doorstep.users.access import allow, owner_fields
from doorstep.users.models import User


class Born(NamedTuple):
    """A draft and the new rows it becomes; the record is the first of them."""

    draft: Draft
    rows: list[Any]


class Maker:
    """Writes drafts of one record type. Only works inside an action."""

    chunk = 200  # rows of one transaction

    def __init__(self, records: RecordType, options: Mapping[str, Any], by: User) -> None:
        self.records, self.options, self.by = records, options, by
        self.model: Any = records.model
        faces = [face for face in records.faces if not face.readonly]
        self.own = frozenset(face.name for face in faces)
        self.kinds = {f.name: (f.target, f.kind, isinstance(f.kind, Named)) for f in faces}
        self.rows = frozenset(face.name for face in faces if isinstance(face.kind, Rows))
        self.insists = frozenset(face.name for face in faces if face.required)
        self.users = people(records)
        self.owners = frozenset(owner_fields(self.model))
        self.names = NamesInFile(by)
        self.people = People(self.model, by, make=bool(options.get("make_owners")))
        self.on_duplicate = options.get("on_duplicate", "skip")
        self.missing: dict[Any, list[str]] = {}  # choices that the run is going to add
        self.seen: dict[Any, int] = {}  # which row of the file was whose first
        self.asks_for_more = bool(definitions(self.model))
        self._allowed: dict[Any, Refusal | None] = {}

    def build(self, draft: Draft, values: dict[str, Any]) -> list[Any] | None:
        """The new rows of a draft, checked, the record first; None where its action is to do it.

        No queries here: ``prepare`` asks for the whole chunk. Raises Refusal or Wrong.
        """
        return None

    def redraw(self, record: Any, values: Mapping[str, Any]) -> bool:
        """Set the values on a record that is there, by its rules; False where its action is to.

        What is done here to many is written by one statement. Rows of other tables that go, or
        come, are left with ``instead``. Queries are for ``see_held``, which asks for all at once.
        """
        return False

    def see_held(self, held: Mapping[int, Any]) -> None:
        """Ask for what ``redraw`` has to know of the records of this chunk that are there."""

    def complete(self, rows: list[Any]) -> None:
        """What could not be said of them before the record had its name."""

    def arguments_of(self, draft: Draft) -> dict[str, Any]:
        """What the row says beyond the record's own fields, as its action takes it."""
        return {}

    def key_of(self, draft: Draft) -> Any:
        """What makes two rows the same, where the file gives no numbers."""
        return None

    def known_as(self, keys: set[Any]) -> dict[Any, int]:
        """The records that stand under these keys already."""
        return {}

    def prepare(self, drafts: Sequence[Draft]) -> None:
        """Ask for all that this chunk needs: the records its rows are about, if they are there."""
        numbers = {d.beyond["external_id"] for d in drafts if "external_id" in d.beyond}
        keys = {key for draft in drafts if (key := self.key_of(draft))}
        self._numbered = _by_number(self.model, numbers) if numbers else {}
        self._alike = self.known_as(keys) if keys else {}
        known = {*self._numbered.values(), *self._alike.values()}
        visible = self.model._default_manager.visible_to(self.by).filter(pk__among=known)
        self._seen_by_them = set(visible.values_list("pk", flat=True)) if known else set()
        self._redrawn: dict[int, Any] = {}
        self._going: dict[Any, list[int]] = defaultdict(list)
        self._coming: list[Any] = []
        self._held: dict[int, Any] = {}
        if known and self.on_duplicate == "update":
            mine = self.model._default_manager.permitted(self.by, "edit").filter(pk__among=known)
            self._held = {row.pk: row for row in mine.select_for_update(of=("self",))}
            self.see_held(self._held)

    def instead(self, going: Sequence[Any], coming: Sequence[Any]) -> None:
        """Rows to be deleted and rows to be written, with the records that are redrawn."""
        for row in going:
            self._going[type(row)].append(row.pk)
        self._coming += coming

    def write(self, drafts: Sequence[Draft], *, singly: bool = False) -> None:
        """Each draft becomes a record, changes one, or is told why not.

        ``singly``: each by its own action, to find the one that the database refuses.
        """
        self.prepare(drafts)
        born: list[Born] = []
        for draft in drafts:
            if not draft.is_open:
                continue
            try:
                self._take(draft, born, singly=singly)
            except (Refusal, Wrong) as refusal:
                draft.reject(words_of(refusal))
        self._write_redrawn()
        give_free_names(each.rows[0] for each in born)
        for each in born:
            self.complete(each.rows)
        give_free_names(row for each in born for row in each.rows[1:])
        write_together(row for each in born for row in each.rows)
        for draft, rows in born:
            draft.record_id = rows[0].pk
        attach([(draft, rows[0]) for draft, rows in born], self.records.kind, self.by)

    def add_missing(self) -> None:
        """In a rehearsal: the choices that the run is going to add first."""
        for model, names in self.missing.items():
            for name in names:
                doing(model, "created")(model, by=self.by, name=name)
            self.names.forget(model)

    def may_create(self, model: Any) -> None:
        """Refuse unless the user may; asked once."""
        if model not in self._allowed:
            try:
                allow(self.by, "create", model)
                self._allowed[model] = None
            except Refusal as refusal:
                self._allowed[model] = refusal
        if refusal := self._allowed[model]:
            raise refusal

    def values_of(self, draft: Draft) -> dict[str, Any]:
        """Model values for the action. Raises Refusal or Wrong, in words for the row."""
        self.names.row_is(draft.beyond.get("external_id", ""))
        said = {name: value for name, value in draft.values.items() if name not in self.users}
        values = self._read(draft, said)
        for name in self.users & draft.values.keys():
            whose = self.people.owner if name in self.owners else self.people.find
            values[name] = whose(draft.values[name])
        if "created_at" in draft.beyond:
            values["created_at"] = draft.beyond["created_at"]
        if custom := draft.beyond.get("custom"):
            named = {field_name(header): text for header, text in custom.items()}
            values["custom"] = values.get("custom", {}) | named
        return values

    def _read(self, draft: Draft, said: dict[str, Any]) -> dict[str, Any]:
        """The record's own fields, by the same reading as the API's."""
        if draft.outcome == Outcome.UPDATED:
            return read_input(self.records, said, by=self.by, record=object(), names=self.names)
        if self.asks_for_more or not self.insists <= said.keys():
            return read_input(self.records, said, by=self.by, names=self.names)
        return self._read_quickly(said)

    def _read_quickly(self, said: dict[str, Any]) -> dict[str, Any]:
        """What ``read_input`` does, with the kinds looked up once for the whole file."""
        values, wrong = {}, {}
        for name, value in said.items():
            target, kind, is_choice = self.kinds[name]
            try:
                values[target] = found = kind.take(value, self.names)
            except Wrong as error:
                wrong[name] = error.message
                continue
            if is_choice and found is not None and found.disabled:
                wrong[name] = _("“%s” is not used for new choices any more.") % found
        if wrong:
            raise Wrong(_("Please correct the marked fields."), wrong)
        return values

    def _take(self, draft: Draft, born: list[Born], *, singly: bool) -> None:
        keys = self._keys_of(draft)
        self._settle(draft, keys)
        if draft.outcome == Outcome.UPDATED:
            self._change(draft, singly=singly)
        elif draft.is_open:
            self.may_create(self.model)
            values = self.values_of(draft)
            rows = None if singly or self.rows & values.keys() else self.build(draft, values)
            if rows is None:
                self._create(draft, values)
            else:
                born.append(Born(draft, rows))
        if draft.is_open:
            for key in keys:
                self.seen[key] = draft.number

    def _keys_of(self, draft: Draft) -> list[Any]:
        number, key = draft.beyond.get("external_id"), self.key_of(draft)
        return ([("number", number)] if number else []) + ([("key", key)] if key else [])

    def _settle(self, draft: Draft, keys: list[Any]) -> None:
        """Whether it is about somebody who came before it, in the file or at all."""
        first = next((self.seen[key] for key in keys if key in self.seen), draft.number)
        if first < draft.number:
            draft.outcome = Outcome.DUPLICATE
            draft.reason = _("The same as row %d of this file.") % first
            return
        known = [(self._numbered if kind == "number" else self._alike).get(k) for kind, k in keys]
        draft.record_id = next(filter(None, known), None)
        if draft.record_id is None:
            return
        names = {"kind": self.model._meta.verbose_name, "number": draft.record_id}
        if draft.record_id not in self._seen_by_them:
            draft.record_id = None
            raise Wrong(_("This %(kind)s is known already, but out of your reach.") % names)
        if self.on_duplicate == "update":
            draft.outcome = Outcome.UPDATED
            draft.reason = _("Changes %(kind)s %(number)d.") % names
        else:
            draft.outcome = Outcome.DUPLICATE
            draft.reason = _("%(kind)s %(number)d is the same.") % names

    def _change(self, draft: Draft, *, singly: bool) -> None:
        values = self.values_of(draft) | self.arguments_of(draft)
        values.pop("created_at", None)
        record = self._held.get(draft.record_id or 0)
        if record is None:
            raise Wrong(_("You may not change the record that this row is about."))
        with as_it_was(record):
            if not singly and self.redraw(record, values):
                self._redrawn[record.pk] = record
                return
        self._write_redrawn()
        doing(self.model, "updated")(record, by=self.by, **values)
        record.refresh_from_db()

    def _write_redrawn(self) -> None:
        changes = {pk: row.changes() for pk, row in self._redrawn.items()}
        self._redrawn = {}
        self.model._default_manager.rewrite({pk: each for pk, each in changes.items() if each})
        for model, pks in self._going.items():
            model._default_manager.filter(pk__among=pks).delete()
        write_together(self._coming)
        self._going.clear()
        self._coming = []

    def _create(self, draft: Draft, values: dict[str, Any]) -> None:
        values |= self.arguments_of(draft)
        with attempt():
            record = doing(self.model, "created")(self.model, by=self.by, **values)
            attach([(draft, record)], self.records.kind, self.by)
        draft.record_id = record.pk


@contextmanager
def as_it_was(record: Any) -> Iterator[None]:
    """Where setting its values is refused, it holds what it held."""
    held, others = dict(record.__dict__), dict(record._state.fields_cache)
    try:
        yield
    except Exception:
        record.__dict__.update(held)
        record._state.fields_cache = others
        raise


def attach(made: Sequence[tuple[Draft, Any]], kind: str, by: User) -> None:
    """Numbers elsewhere and notes of new records, set by set."""
    write_together(
        ExternalId.to(record, kind=kind, key=draft.beyond["external_id"][:200], owner=by)
        for draft, record in made
        if "external_id" in draft.beyond
    )
    write_together(
        Note.to(record, text=draft.beyond["note"], owner=by)
        for draft, record in made
        if draft.beyond.get("note")
    )


def words_of(refusal: Refusal | Wrong) -> str:
    """The reason for a row: its fields by name, or the message alone."""
    fields = refusal.fields
    said = "; ".join(f"{name}: {says}" for name, says in fields.items())
    return said or refusal.message


def _by_number(model: Any, numbers: Iterable[str]) -> dict[str, int]:
    rows = ExternalId.objects.filter(kind=kind_of(model), key__among=list(numbers))
    return ours_among(model, numbers) | dict(rows.values_list("key", "about_id"))


MAKERS: dict[str, Callable[..., Maker]] = {}
