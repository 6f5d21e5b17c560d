"""What the clock does for the public site."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now

from doorstep.kit.clock import every
from doorstep.portal.models import Cart, SignUp, shop_policy

KEPT = timedelta(days=30)  # so long a sign-up stands, opened or not


@every(minutes=60)
def forget_old_sign_ups() -> int:
    """Who asked for an account and never opened the link is forgotten, and who did as well."""
    return SignUp.objects.filter(created_at__lt=now() - KEPT).delete()[0]


@every(minutes=60)
def forget_old_carts() -> int:
    """Guests' carts that nobody touched for as long as the shop keeps them."""
    since = now() - timedelta(days=shop_policy().cart_days)
    return Cart.objects.filter(user=None, updated_at__lt=since).delete()[0]
