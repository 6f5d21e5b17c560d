"""The people and what they belong to."""

from doorstep.users.models.places import Team, Territory, UserTerritory
from doorstep.users.models.roles import Grant, Membership, Role
from doorstep.users.models.session import Session
from doorstep.users.models.token import ApiToken
from doorstep.users.models.user import User

__all__ = [
    "ApiToken",
    "Grant",
    "Membership",
    "Role",
    "Session",
    "Team",
    "Territory",
    "User",
    "UserTerritory",
]
