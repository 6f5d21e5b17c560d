"""Commands about people."""

from __future__ import annotations

import sys

from doorstep.kit.errors import Invalid
from doorstep.office import actions
from doorstep.office.passwords import check_password_of
from doorstep.users.models import ApiToken, Role, User


def add_user(*, email: str, name: str, role: str, password_stdin: bool) -> None:
    """Without a password they choose one by the reset link of the sign-in page."""
    roles = Role.objects.filter(name__iexact=role)
    if not roles:
        known = ", ".join(Role.objects.values_list("name", flat=True))
        raise Invalid(f"There is no role “{role}”. There are: {known}.")
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    if password is not None:
        check_password_of(User(email=email, name=name), password)
    user = actions.add_user(User, by=User.system(), email=email, name=name, roles=roles)
    if password is not None:
        user.set_password(password)
        user.save()
    print(f"{user.name} may sign in as {user.email}.", file=sys.stderr)


def token(*, email: str, name: str) -> None:
    user = User.objects.by_email(email)
    if user is None:
        raise Invalid(f"There is no user {email}.")
    made = actions.make_token(ApiToken, by=User.system(), user=user, name=name)
    print(made.text)
