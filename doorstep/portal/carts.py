"""What is in a cart, and changing it. A cart is no record: no history tells of it.

Reading makes nothing; the row appears with the first item and goes with the last.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.catalog.models import Item
from doorstep.kit.errors import Invalid
from doorstep.portal.models import Cart, CartLine, ShopItem
from doorstep.portal.models.cart import MOST, MOST_LINES
from doorstep.portal.proofs import hash_of
from doorstep.portal.refusals import NotInShop, OnlySoMany
from doorstep.selling.redeeming import coupon_of
from doorstep.users.models import User

CART = "cart"  # the cookie in which a guest keeps theirs


def cart_of(*, user: User | None = None, secret: str = "") -> Cart | None:
    """A web user's own, or a guest's by the secret in their cookie."""
    if user is not None:
        return Cart.objects.filter(user=user).first()
    hashed = hash_of(secret)
    return Cart.objects.filter(secret_hash=hashed).first() if hashed else None


def add_to_cart(
    item: Item, quantity: int = 1, *, user: User | None = None, secret: str = "", note: str = ""
) -> Cart:
    """So many more of an item. Makes the cart if there is none yet."""
    shown = _shown(item)
    with transaction.atomic():
        cart = _held(user, secret)
        line = cart.lines.filter(item=item).first() or CartLine(cart=cart, item=item, quantity=0)
        if line.pk is None and cart.lines.count() >= MOST_LINES:
            raise Invalid(_("This cart is full."))
        line.quantity = _allowed(shown, line.quantity + quantity)
        line.note = note or line.note
        line.save()
        _touch(cart)
    return cart


def set_in_cart(cart: Cart, item: Item, quantity: int) -> None:
    """So many of an item and no more; none takes the line out, the last line the cart."""
    with transaction.atomic():
        held = Cart.objects.select_for_update().filter(pk=cart.pk).first()
        line = held and held.lines.filter(item=item).first()
        if held is None or line is None:
            return
        if quantity <= 0:
            line.delete()
        else:
            line.quantity = _allowed(_shown(item), quantity)
            line.save()
        if held.lines.exists():
            _touch(held)
        else:
            held.delete()


def set_coupon(cart: Cart, code: str) -> None:
    """Keep a code that there is; nothing for nothing. Whether it holds the cart says itself."""
    kept = str(coupon_of(code)) if code else ""
    Cart.objects.filter(pk=cart.pk).update(coupon=kept, updated_at=now())


def merge_carts(secret: str, user: User) -> None:
    """What a guest chose goes into the cart of the user they turn out to be: once."""
    hashed = hash_of(secret)
    if not hashed:
        return
    with transaction.atomic():
        guests = Cart.objects.select_for_update().filter(secret_hash=hashed).first()
        if guests is None:
            return
        own = _held(user, "")
        held = {line.item_id: line for line in own.lines.all()}
        for line in guests.lines.all():
            there = held.get(line.item_id) or CartLine(cart=own, item_id=line.item_id, quantity=0)
            there.quantity = min(there.quantity + line.quantity, MOST)
            there.rate_seen = line.rate_seen
            there.note = there.note or line.note
            there.save()
        own.coupon = own.coupon or guests.coupon
        own.save(update_fields=["coupon"])
        _touch(own)
        guests.delete()


def _shown(item: Item) -> ShopItem:
    shown = ShopItem.objects.published().filter(item=item.pk).first()
    if shown is None:
        raise NotInShop(_("This is not for sale here."), item=_("This is not for sale here."))
    found: ShopItem = shown
    return found


def _allowed(shown: ShopItem, quantity: int) -> int:
    if not 0 < quantity <= MOST:
        says = _("Between 1 and %s can be ordered.") % MOST
        raise Invalid(says, quantity=says)
    check_stock(shown, quantity)
    return quantity


def check_stock(shown: ShopItem, quantity: int) -> None:
    """Refuse more than there are, where that is counted."""
    if shown.in_stock is not None and quantity > shown.in_stock:
        names = {"item": shown, "count": shown.in_stock}
        says = _("Of “%(item)s” there are only %(count)s.") % names
        if not shown.in_stock:
            says = _("“%s” is sold out.") % shown
        raise OnlySoMany(says, quantity=says)


def _held(user: User | None, secret: str) -> Cart:
    """The cart, made if need be, and locked; two that make it at once get the same one."""
    whose = {"user": user} if user is not None else {"secret_hash": hash_of(secret)}
    rows = Cart.objects.select_for_update().filter(**whose)
    if (found := rows.first()) is not None:
        return found
    try:
        with transaction.atomic():
            Cart.objects.create(**whose)
    except IntegrityError:  # somebody was faster
        pass
    return rows.get()


def _touch(cart: Cart) -> None:
    Cart.objects.filter(pk=cart.pk).update(updated_at=now())
