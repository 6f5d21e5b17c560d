"""Values of opportunities that stand in other tables, for a page of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from doorstep.history.reading import record_then, rows_then
from doorstep.parties.models import Customer, Lead
from doorstep.pipeline.models import (
    Opportunity,
    OpportunityCompetitor,
    OpportunityLostReason,
)
from doorstep.records.past import past_of
from doorstep.records.veil import out_of_reach, within_reach
from doorstep.users.models import User

Ids = Sequence[int]
Found = Mapping[int, Any]
PARTIES: tuple[tuple[str, Any], ...] = (("lead", Lead), ("customer", Customer))


def party(ids: Ids, by: User) -> Found:
    """Whose each is, as "lead:7"; nothing where that is out of reach."""
    found: dict[int, Any] = {}
    for name, pk, other, is_seen in _ends(ids, by):
        found[pk] = f"{name}:{other}" if is_seen else None
    return found


def party_names(ids: Ids, by: User) -> Found:
    """Whose each is, by name: for lists and cards."""
    ends = list(_ends(ids, by))
    found = {pk: out_of_reach() for _name, pk, _other, is_seen in ends if not is_seen}
    for name, model in PARTIES:
        seen = {pk: other for kind, pk, other, is_seen in ends if kind == name and is_seen}
        titles = {each.pk: str(each) for each in model._base_manager.filter(pk__in=seen.values())}
        found |= {pk: titles.get(other, "") for pk, other in seen.items()}
    return found


def _ends(ids: Ids, by: User) -> list[tuple[str, int, int, bool]]:
    rows = Opportunity._base_manager.filter(pk__in=ids).values("pk", "lead_id", "customer_id")
    held: list[dict[str, Any]] = list(rows)  # type: ignore[arg-type]
    seen = {
        name: within_reach(model, (row[f"{name}_id"] for row in held), by)
        for name, model in PARTIES
    }
    return [
        (name, row["pk"], row[f"{name}_id"], row[f"{name}_id"] in seen[name])
        for row in held
        for name, _model in PARTIES
        if row[f"{name}_id"] is not None
    ]


@past_of(party)
def party_then(_collect: Any, pk: int, moment: datetime, by: User) -> Any:
    """Whose it was then."""
    was = record_then(Opportunity._meta.label_lower, pk, moment)
    for name, model in PARTIES:
        other = getattr(was, f"{name}_id", None)
        if other is not None:
            return f"{name}:{other}" if other in within_reach(model, [other], by) else None
    return None


@dataclass(frozen=True)
class NamesOf:
    """The names of the rows of a list that were hung on each opportunity."""

    part: Any
    field: str
    is_empty_when_new = False

    def __call__(self, ids: Ids, by: User) -> Found:
        rows = self.part._base_manager.filter(opportunity__in=ids).order_by("pk")
        found: dict[int, list[str]] = defaultdict(list)
        for pk, name in rows.values_list("opportunity_id", f"{self.field}__name"):
            found[pk].append(name)
        return found

    def write(self, opportunity: Opportunity, wanted: Sequence[Any]) -> None:
        """These and no others. Only in an action."""
        held = {
            getattr(row, f"{self.field}_id"): row
            for row in self.part._base_manager.filter(opportunity=opportunity)
        }
        keep = dict.fromkeys(each.pk for each in wanted)
        for pk, row in held.items():
            if pk not in keep:
                row.delete()
        for pk in keep:
            if pk not in held:
                self.part(opportunity=opportunity, **{f"{self.field}_id": pk}).save()


REASONS = NamesOf(OpportunityLostReason, "reason")
RIVALS = NamesOf(OpportunityCompetitor, "competitor")


@past_of(NamesOf)
def names_then(collect: NamesOf, pk: int, moment: datetime, by: User) -> list[str]:
    """As they were hung on it then; by the names of today."""
    rows = rows_then(collect.part, moment, opportunity_id=pk)
    wanted = [row[f"{collect.field}_id"] for row in sorted(rows, key=lambda row: row["id"])]
    model = collect.part._meta.get_field(collect.field).related_model
    names = dict(model._base_manager.filter(pk__in=wanted).values_list("pk", "name"))
    return [names[each] for each in wanted if each in names]
