"""Whoever signs in finds what they chose before."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from doorstep.portal.carts import CART, merge_carts
from doorstep.portal.proofs import hash_of
from doorstep.users.models import User


@receiver(user_logged_in, dispatch_uid="portal.take_the_cart_along")
def take_the_cart_along(sender: Any, request: Any, user: User, **_more: Any) -> None:
    """The guest's cart becomes that of a web user; a colleague has none."""
    secret = request.COOKIES.get(CART, "") if request is not None else ""
    if user.kind == User.Kind.PORTAL and hash_of(secret):
        merge_carts(secret, user)
