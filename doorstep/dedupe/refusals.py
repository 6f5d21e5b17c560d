"""Why records are not merged; clients may rely on the codes."""

from __future__ import annotations

from doorstep.kit.errors import Conflict


class NotMergeable(Conflict):
    code = "not_mergeable"


class CurrencyMismatch(Conflict):
    code = "currency_mismatch"
