"""What the public site keeps of its own. Parties, documents and prices are those of the house."""

from doorstep.portal.models.account import PortalAccount, SignUp
from doorstep.portal.models.cart import Cart, CartLine, PlacedOrder
from doorstep.portal.models.message import PortalMessage
from doorstep.portal.models.policy import ShopPolicy, shop_policy
from doorstep.portal.models.shop import ShopItem, ShopPage, ShopSlug

__all__ = [
    "Cart",
    "CartLine",
    "PlacedOrder",
    "PortalAccount",
    "PortalMessage",
    "ShopItem",
    "ShopPage",
    "ShopPolicy",
    "ShopSlug",
    "SignUp",
    "shop_policy",
]
