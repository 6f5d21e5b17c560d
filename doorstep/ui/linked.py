"""Documents that belong to one another: each app says which of its own go with another's.

@linked_to(SalesOrder)
def deliveries(order: SalesOrder, user: User) -> Iterator[Linked]: ...

The cards below a document and the doors above it are made of what all of them answer. So an order
shows its invoices, and knows nothing of invoices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.records.types import type_of
from doorstep.ui.heads import Door, Label
from doorstep.ui.looks import short_date

DRAFT, CANCELLED = "DRAFT", "CANCELLED"
STAGES: dict[str, Label] = {
    "quotation": _("Quotation"),
    "order": _("Order"),
    "delivery": _("Delivery"),
    "invoice": _("Invoice"),
    "payment": _("Payment"),
}


@dataclass(frozen=True)
class Linked:
    """A document that goes with another; ``more`` says what of it: "38 pieces"."""

    stage: str
    record: Any
    more: str = ""

    @property
    def icon(self) -> str:
        return type_of(type(self.record)).icon

    @property
    def counts(self) -> bool:
        return getattr(self.record, "status", "") not in (DRAFT, CANCELLED)


Find = Callable[[Any, Any], Iterable[Linked]]
Far = Callable[[Any], "tuple[str, bool] | None"]
_finders: dict[type[models.Model], list[Find]] = defaultdict(list)
_far: dict[tuple[type[models.Model], str], Far] = {}


def linked_to(model: type[models.Model]) -> Callable[[Find], Find]:
    """The function finds documents of its app that go with a ``model``, and that ``user`` sees."""

    def register(find: Find) -> Find:
        _finders[model].append(find)
        return find

    return register


def how_far(model: type[models.Model], stage: str) -> Callable[[Far], Far]:
    """The function says how far a document is with a stage, "38 of 60", and whether that is all;
    None leaves it to what is linked. Without one a stage is done where anything is linked.
    """

    def register(tell: Far) -> Far:
        _far[model, stage] = tell
        return tell

    return register


def linked_with(document: models.Model, user: Any) -> list[Linked]:
    """What goes with a document in the order of the journey; the oldest of a stage first."""
    found = [each for find in _finders[type(document)] for each in find(document, user)]
    places = list(STAGES)
    return sorted(found, key=lambda each: (places.index(each.stage), each.record.pk))


def journey(document: Any, stage: str, linked: Iterable[Linked]) -> list[Door]:
    """A door for each stage: what is behind it, and which one is to be opened next."""
    by_stage: dict[str, list[Linked]] = defaultdict(list)
    for each in linked:
        by_stage[each.stage].append(each)
    doors = {name: _door(document, name, by_stage[name]) for name in STAGES}
    submitted = getattr(document, "status", "") not in (DRAFT, CANCELLED)
    state = "done" if submitted else "now"
    doors[stage] = Door(STAGES[stage], short_date(document.date), state)
    places = list(STAGES)
    later = places[places.index(stage) + 1 :]
    waiting = next((name for name in later if doors[name].state == "next"), None)
    if submitted and waiting:
        doors[waiting] = _opened(doors[waiting])
    return list(doors.values())


def _door(document: Any, stage: str, linked: list[Linked]) -> Door:
    live = [each for each in linked if each.counts]
    url = (live or linked)[-1].record.get_absolute_url() if linked else ""
    tell = _far.get((type(document), stage))
    if tell and (told := tell(document)):
        more, is_done = told
        return Door(STAGES[stage], more, "done" if is_done else "next", url)
    more = str(live[-1].record) if live else ""
    return Door(STAGES[stage], more, "done" if live else "next", url)


def _opened(door: Door) -> Door:
    return Door(door.label, door.more, "now", door.url)
