"""The verbs of the public site, and those by which staff keep it."""

from doorstep.portal.actions.accounts import open_account
from doorstep.portal.actions.addresses import add_own_address, change_own_address
from doorstep.portal.actions.messages import answer_message, write_message
from doorstep.portal.actions.orders import confirm_order, place_guest_order, place_order
from doorstep.portal.actions.profile import ask_about_data, rename_account

__all__ = [
    "add_own_address",
    "answer_message",
    "ask_about_data",
    "change_own_address",
    "confirm_order",
    "open_account",
    "place_guest_order",
    "place_order",
    "rename_account",
    "write_message",
]
