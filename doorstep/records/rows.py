"""Several values of one field, and several fields of one value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from doorstep.records.kinds import Kind, Schema, Text, Wrong, there_is_no

if TYPE_CHECKING:
    from doorstep.records.names import Names


@dataclass(frozen=True)
class Rows(Kind):
    """Several values of one field: rows of a declared shape, or single values of one kind."""

    name = "rows"
    nothing = ()
    of: Kind | Mapping[str, Kind] = field(default_factory=Text)
    insists: tuple[str, ...] = ()
    most: int = 500

    def take(self, value: Any, names: Names) -> Any:
        return [] if value is None else self.read(value, names)

    def read(self, value: Any, names: Names) -> list[Any]:
        if not isinstance(value, list | tuple):
            raise Wrong(_("Write this as a list."))
        if len(value) > self.most:
            raise Wrong(_("At most %d entries.") % self.most)
        found: list[Any] = []
        wrong: dict[str, str] = {}
        for number, item in enumerate(value):
            try:
                found.append(self._read_item(item, names))
            except Wrong as error:
                inner = error.fields or {"": error.message}
                wrong |= {f"{number}.{name}".rstrip("."): says for name, says in inner.items()}
        if wrong:
            raise Wrong(_("Some entries are not right."), wrong)
        return found

    def _read_item(self, item: Any, names: Names) -> Any:
        if isinstance(self.of, Kind):
            return self.of.take(item, names)
        if not isinstance(item, Mapping):
            raise Wrong(_("Write each entry with its fields."))
        return read_each(self.of, item, names, insists=self.insists)

    def schema(self) -> Schema:
        return self.describe()

    def describe(self) -> Schema:
        return {"type": "array", "maxItems": self.most, "items": self._item()}

    def _item(self) -> Schema:
        if isinstance(self.of, Kind):
            return self.of.schema()
        inner = {name: kind.schema() for name, kind in self.of.items()}
        insists = {"required": list(self.insists)} if self.insists else {}
        return {"type": "object", "properties": inner, "additionalProperties": False} | insists


def read_each(
    kinds: Mapping[str, Kind], data: Mapping[Any, Any], names: Names, insists: Iterable[str] = ()
) -> dict[str, Any]:
    """The values of some named fields; all that is wrong with them is told at once."""
    found: dict[str, Any] = {}
    wrong = {name: _("This field is needed.") for name in insists if name not in data}
    for name, value in data.items():
        if name not in kinds:
            wrong[str(name)[:60]] = there_is_no(name, kinds, _("There is no field “%s” here."))
            continue
        try:
            found[name] = kinds[name].take(value, names)
        except Wrong as error:
            inner = {f"{name}.{place}": says for place, says in error.fields.items()}
            wrong |= inner or {name: error.message}
    if wrong:
        raise Wrong(_("Please correct the marked fields."), wrong)
    return found
