"""Why something about mail is refused; clients may rely on the codes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from doorstep.kit.errors import Conflict, Forbidden
from doorstep.users.models import User


class NobodyToLead(Conflict):
    code = "nobody_to_lead"


def only_for_administrators(user: User) -> None:
    """Whoever names a server makes this machine speak to it: that is for no role to hand out."""
    if not (user.is_administrator or user.kind == User.Kind.SYSTEM):
        raise Forbidden(_("Only an administrator says which mail servers are spoken to."))
