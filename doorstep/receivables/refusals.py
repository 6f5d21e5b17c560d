"""Why receivables refuses; clients may rely on the codes (reference 38)."""

from __future__ import annotations

from doorstep.kit.errors import Conflict, Invalid


class CreditLimitExceeded(Conflict):
    code = "credit_limit_exceeded"


class CreditLimitBelowOutstanding(Conflict):
    code = "credit_limit_below_outstanding"


class CurrencyMismatch(Conflict):
    code = "currency_mismatch"


class PeriodClosed(Invalid):
    code = "period_closed"
