"""What a customer comes to in figures, for the page and for programs: each app says its own.

@told_of_customers("open_orders")
def open_orders(customer: Customer, by: User) -> int: ...
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from doorstep.parties.models import Customer
from doorstep.users.models import User

Figure = Callable[[Customer, User], Any]
_figures: dict[str, Figure] = {}


def told_of_customers(name: str) -> Callable[[Figure], Figure]:
    """The function says this of a customer, to somebody who may see the customer."""

    def register(figure: Figure) -> Figure:
        _figures[name] = figure
        return figure

    return register


def summary_of(customer: Customer, by: User) -> dict[str, Any]:
    """All figures by their names; what ``by`` may not see is None."""
    return {name: figure(customer, by) for name, figure in sorted(_figures.items())}
