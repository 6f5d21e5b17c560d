"""Why the public site refuses."""

from __future__ import annotations

from doorstep.kit.errors import Conflict, Invalid, Refusal


class SignUpClosed(Conflict):
    code = "sign_up_closed"


class TooMany(Refusal):
    """More than is let through in an hour."""

    status = 429
    code = "too_many"


class LinkUsed(Conflict):
    code = "link_used"


class AccountExists(Conflict):
    code = "account_exists"


class NotInShop(Invalid):
    code = "not_in_shop"


class OnlySoMany(Conflict):
    code = "only_so_many"


class NoPrice(Conflict):
    code = "no_price"


class CartEmpty(Conflict):
    code = "cart_empty"


class CartMoved(Conflict):
    code = "cart_moved"


class AddressRequired(Invalid):
    code = "address_required"


class AddressShared(Conflict):
    code = "address_shared"


class ShopClosed(Conflict):
    code = "shop_closed"


class NotHere(Conflict):
    """They cannot be sold to on the public site; why is no business of whoever asks."""

    code = "not_here"
