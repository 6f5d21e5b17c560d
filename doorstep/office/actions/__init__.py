"""What an administrator does. Guards in users see to it that nobody locks the others out."""

from doorstep.office.actions.company import change_company, found_company
from doorstep.office.actions.places import (
    add_team,
    add_territory,
    change_team,
    change_territory,
    delete_team,
    delete_territory,
)
from doorstep.office.actions.roles import add_role, change_role, delete_role, set_reach
from doorstep.office.actions.tokens import make_token, revoke_token
from doorstep.office.actions.users import (
    add_user,
    change_user,
    give_role,
    hand_over,
    keep_profile,
    readmit_user,
    suspend_user,
    take_role,
)

__all__ = [
    "add_role",
    "add_team",
    "add_territory",
    "add_user",
    "change_company",
    "change_role",
    "change_team",
    "change_territory",
    "change_user",
    "delete_role",
    "delete_team",
    "delete_territory",
    "found_company",
    "give_role",
    "hand_over",
    "keep_profile",
    "make_token",
    "readmit_user",
    "revoke_token",
    "set_reach",
    "suspend_user",
    "take_role",
]
