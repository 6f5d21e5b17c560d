"""What tests of the public site do again and again: sign up, fill a cart, order."""

from __future__ import annotations

import re
from typing import Any

from django.core import mail

from doorstep.portal.actions import add_own_address, open_account, place_order
from doorstep.portal.carts import add_to_cart
from doorstep.portal.models import PortalAccount, SignUp
from doorstep.portal.signing_up import ask_for_account
from doorstep.portal.testing import make_shop_item
from doorstep.pricing.testing import make_price
from doorstep.users.models import User

PASSWORD = "a quiet evening"
HERE = "http://testserver"
STREET = {"type": "BILLING", "line1": "Storgata 41", "city": "Trondheim", "country": "NO"}


def sell(title: str = "Pendant Alder", rate: str = "12", **fields: Any) -> Any:
    """An item of the shop that costs so much."""
    shown = make_shop_item(title, **fields)
    make_price(rate, item=shown.item)
    return shown


def ask(email: str = "eva@x.test", name: str = "Eva Moss", **values: Any) -> SignUp:
    said = {"password": PASSWORD, "origin": HERE, "browser": "b" * 32} | values
    return ask_for_account(email=email, name=name, **said)


def sign_up(email: str = "eva@x.test", name: str = "Eva Moss", **values: Any) -> Any:
    """The account of somebody who asked and opened the link."""
    return open_account(PortalAccount, by=User.system(), sign_up=ask(email, name, **values))


def link_in_last_letter() -> str:
    return re.search(r"http://[\w.:]+(/\S+)", mail.outbox[-1].body)[1]


def with_address(account: Any, **values: Any) -> Any:
    return add_own_address(account, by=account.user, **STREET | values)


def ready_to_order(email: str = "eva@x.test", **values: Any) -> Any:
    """Signed up, with an address, and two of an item in the cart."""
    account = sign_up(email, **values)
    with_address(account)
    return add_to_cart(sell().item, 2, user=account.user)


def order(cart: Any, **values: Any) -> Any:
    return place_order(cart, by=cart.user, round=values.pop("round", cart.round), **values)
