"""How each kind of draft is written: what a kind declares, and what a line may come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from doorstep.records.types import RecordType
from doorstep.selling.drawing import lay_out
from doorstep.users.models import User


@dataclass(frozen=True)
class Bound:
    """What binds a line: of which document it is, and how much of it there may be."""

    says: str
    most: Decimal | None = None
    least: Decimal = Decimal(0)

    def is_broken(self, quantity: Decimal) -> bool:
        return quantity < self.least or (self.most is not None and quantity > self.most)


Bounds = Callable[[Sequence[Any], User], Mapping[int, Bound]]


def of_customer(party: Any) -> dict[str, Any]:
    """Most documents are for a customer."""
    return {"customer": party}


def unbound(lines: Sequence[Any], user: User) -> Mapping[int, Bound]:
    return {}


@dataclass(frozen=True)
class Editor:
    """How a kind of document is written: its actions, and which fields stand where.

    ``addressed`` says of a buyer what the document keeps, ``blank`` fills in what a new one begins
    with, ``bounds`` tells by line what it was made of. ``submit`` is what the second button does;
    without one it leads to the letter. ``lay`` sets what is typed, without saving it. ``later`` is
    how the lines are changed once it is submitted, while it ``fits``.
    """

    records: RecordType
    update: Callable[..., Any]
    create: Callable[..., Any] | None = None
    submit: Callable[..., Any] | None = None
    addressed: Callable[[Any], dict[str, Any]] = of_customer
    blank: Callable[[], dict[str, Any]] = dict
    bounds: Bounds = unbound
    lay: Callable[..., list[Any] | None] = lay_out
    parties: tuple[str, ...] = ("customer",)
    buyer: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    has_alternatives: bool = False
    has_prices: bool = True
    label: Any = ""
    hint: Any = ""
    later: Editor | None = None
    fits: Callable[[Any], bool] = lambda document: document.is_draft

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.buyer, *self.more, *self.below)

    @property
    def is_later(self) -> bool:
        """Whether what there is was agreed already: only quantities and rates change."""
        return self.create is None

    def of(self, document: Any) -> Editor | None:
        """The one for a document as it stands; none where it does not change any more."""
        fitting = (each for each in (self, self.later) if each and each.fits(document))
        return next(fitting, None)
