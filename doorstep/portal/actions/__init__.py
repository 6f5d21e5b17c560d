"""The verbs of the public site, and those by which staff keep it."""

from doorstep.portal.actions.accounts import open_account
from doorstep.portal.actions.addresses import add_own_address, change_own_address
from doorstep.portal.actions.messages import answer_message, write_message
from doorstep.portal.actions.orders import confirm_order, place_guest_order, place_order
from doorstep.portal.actions.profile import ask_about_data, rename_account
from doorstep.portal.actions.shop import (
    create_shop_item,
    create_shop_page,
    publish_shop_item,
    publish_shop_items,
    show_items,
    unpublish_shop_item,
    unpublish_shop_items,
    update_shop_item,
    update_shop_policy,
)

__all__ = [
    "add_own_address",
    "answer_message",
    "ask_about_data",
    "change_own_address",
    "confirm_order",
    "create_shop_item",
    "create_shop_page",
    "open_account",
    "place_guest_order",
    "place_order",
    "publish_shop_item",
    "publish_shop_items",
    "rename_account",
    "show_items",
    "unpublish_shop_item",
    "unpublish_shop_items",
    "update_shop_item",
    "update_shop_policy",
    "write_message",
]
