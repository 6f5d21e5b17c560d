"""Why selling refuses; clients may rely on the codes (reference 38)."""

from __future__ import annotations

from doorstep.kit.errors import Conflict, Invalid


class ExpiredQuotation(Conflict):
    code = "expired_quotation"


class NothingLeftToOrder(Conflict):
    code = "nothing_left_to_order"


class NothingLeftToDeliver(Conflict):
    code = "nothing_left_to_deliver"


class OrderHeld(Conflict):
    code = "order_held"


class OrderClosed(Conflict):
    code = "order_closed"


class OverDelivery(Conflict):
    code = "over_delivery"


class OverReturn(Conflict):
    code = "over_return"


class LinkExists(Conflict):
    code = "link_exists"


class DuplicateReference(Conflict):
    code = "duplicate_customer_reference"


class BelowFacts(Conflict):
    code = "below_delivered"


class AlternativeAlone(Invalid):
    code = "alternative_without_main_line"


class CouponUnknown(Invalid):
    code = "coupon_unknown"


class CouponNotStarted(Conflict):
    code = "coupon_not_started"


class CouponExpired(Conflict):
    code = "coupon_expired"


class CouponExhausted(Conflict):
    code = "coupon_exhausted"


class CouponNotTheirs(Conflict):
    code = "coupon_not_theirs"


class CouponTooLittle(Conflict):
    code = "coupon_too_little"


class CouponCurrency(Conflict):
    code = "coupon_in_another_currency"


class CouponNotBetter(Conflict):
    code = "coupon_not_better"


class NotDeliverable(Invalid):
    code = "not_deliverable"


class AnsweredAlready(Conflict):
    code = "answered_already"


class NotOffered(Conflict):
    code = "not_offered"
