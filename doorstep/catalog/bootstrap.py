"""The lists a new install begins with. Everything here can be edited, or removed."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from doorstep.catalog.models import Instalment, PaymentTerms, PriceList, TaxCategory, UnitOfMeasure
from doorstep.catalog.paying import Due
from doorstep.kit.noting import unrecorded
from doorstep.records.models import Master, name_key

UNITS = (  # name, symbol, whole numbers only, so many, of this unit
    ("Piece", "pc", True, None, ""),
    ("Set", "set", True, None, ""),
    ("Pair", "pr", True, 2, "Piece"),
    ("Dozen", "dz", True, 12, "Piece"),
    ("Metre", "m", False, None, ""),
    ("Centimetre", "cm", False, "0.01", "Metre"),
    ("Square metre", "m²", False, None, ""),
    ("Kilogram", "kg", False, None, ""),
    ("Gram", "g", False, "0.001", "Kilogram"),
    ("Litre", "l", False, None, ""),
    ("Hour", "h", False, None, ""),
    ("Day", "d", False, 8, "Hour"),
)
TERMS = (  # name, count, due
    ("On receipt", 0, Due.DAYS),
    ("14 days", 14, Due.DAYS),
    ("30 days", 30, Due.DAYS),
    ("30 days, end of month", 30, Due.DAYS_AFTER_MONTH),
    ("60 days", 60, Due.DAYS),
)
CATEGORIES = ("Domestic", "Union, with tax number", "Union, without tax number", "Elsewhere")


def prepare(**_signal: Any) -> None:
    """Fill an install that has no unit of measure yet. Safe at every start."""
    if UnitOfMeasure.objects.exists():
        return
    with transaction.atomic(), unrecorded():
        made: dict[str, UnitOfMeasure] = {}
        for position, (name, symbol, is_whole, factor, base) in enumerate(UNITS):
            size = {"factor": factor, "base": made[base]} if base else {}
            made[name] = UnitOfMeasure.objects.create(
                name=name, symbol=symbol, is_whole=is_whole, position=position, **size
            )
        for position, (name, count, due) in enumerate(TERMS):
            terms = _row(PaymentTerms, name, position)
            if not terms.instalments.exists():
                Instalment.objects.create(terms=terms, count=count, due=due)
        for position, name in enumerate(CATEGORIES):
            _row(TaxCategory, name, position)
        if not PriceList.objects.exists():
            PriceList.objects.create(name="Standard selling")


def _row(model: type[Master], name: str, position: int) -> Any:
    """It may be there from the time when customers had such names as plain texts."""
    rows = model.objects
    return rows.filter(key=name_key(name)).first() or rows.create(name=name, position=position)
