"""What an offer says, as one number: whoever accepted it can show what it was."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import orjson

from doorstep.kit.images import encode
from doorstep.selling.models import Quotation

OFFERED = (
    *("number", "date", "valid_until", "currency", "discount_percent", "note", "terms_text"),
    *("net_total", "tax_total", "grand_total", "taxes", "printed"),
)


def hash_of(quotation: Quotation) -> str:
    """Of all that was offered: number, days, lines, amounts, terms, names."""
    said = {name: _plain(getattr(quotation, name)) for name in OFFERED}
    of_line = ("position", "description", "quantity", "rate", "discount_percent", "net", "tax")
    rows = quotation.lines.order_by("position", "pk").values_list(*of_line, "is_alternative")
    said["lines"] = [list(map(_plain, row)) for row in rows]
    return sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _plain(value: Any) -> Any:
    return value if isinstance(value, (list, dict)) else encode(value)
