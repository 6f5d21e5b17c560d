"""Why something of the catalogue is refused; clients may rely on the codes."""

from __future__ import annotations

from doorstep.kit.errors import Conflict, Invalid


class NotForSale(Conflict):
    code = "item_not_for_sale"


class DiscountTooGreat(Invalid):
    code = "discount_too_great"


class WholeNumbersOnly(Invalid):
    code = "whole_numbers_only"


class NoSuchUnit(Invalid):
    code = "unit_without_factor"


class NoExchangeRate(Conflict):
    code = "no_exchange_rate"


class TaxRulesConflict(Conflict):
    code = "tax_rules_conflict"


class TaxesWrong(Invalid):
    code = "taxes_wrong"


class PartsNot100(Invalid):
    code = "parts_not_100"
