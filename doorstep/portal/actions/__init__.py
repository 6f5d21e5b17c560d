"""The verbs of the public site, and those by which staff keep it."""

from doorstep.portal.actions.accounts import open_account
from doorstep.portal.actions.addresses import add_own_address, change_own_address
from doorstep.portal.actions.messages import answer_message, write_message
from doorstep.portal.actions.orders import confirm_order, place_guest_order, place_order

__all__ = [
    "add_own_address",
    "answer_message",
    "change_own_address",
    "confirm_order",
    "open_account",
    "place_guest_order",
    "place_order",
    "write_message",
]
