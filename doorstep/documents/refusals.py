"""Why something is not done to a document; clients may rely on the codes."""

from __future__ import annotations

from doorstep.kit.errors import Conflict, Invalid


class NotADraft(Conflict):
    code = "not_a_draft"


class Frozen(Conflict):
    code = "frozen"


class NothingInIt(Invalid):
    code = "no_lines"


class QuantityMissing(Invalid):
    code = "quantity_missing"


class RateMustBeOne(Invalid):
    code = "rate_must_be_one"


class UnknownLine(Invalid):
    code = "unknown_line"
