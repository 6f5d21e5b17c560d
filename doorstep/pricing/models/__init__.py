"""What items cost, and codes that take something off."""

from doorstep.pricing.models.coupon import Coupon
from doorstep.pricing.models.price import ItemPrice

__all__ = ["Coupon", "ItemPrice"]
