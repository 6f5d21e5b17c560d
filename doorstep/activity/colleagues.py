"""Whom a line names: a colleague, or anybody."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from doorstep.activity.models import How
from doorstep.activity.one_line import Planned
from doorstep.activity.refusals import NobodyCalledSo
from doorstep.users.models import User


def whoever(said: Planned) -> tuple[str, User | None]:
    """How they meet, in words; and the colleague who takes part, if that is who was named."""
    label = str(How(said.how).label)
    invited = _found(said.who) if said.who else None
    if said.who and invited is None:
        label = _("%(how)s with %(name)s") % {"how": label, "name": said.who}
    return label, invited


def colleague(name: str) -> User:
    """The one who is called so."""
    if found := _found(name):
        return found
    says = _("No colleague, or more than one, is called “%s”: write the e-mail.") % name[:60]
    raise NobodyCalledSo(says, line=says)


def _found(name: str) -> User | None:
    """The one colleague with this name, first name or e-mail."""
    called = Q(name__iexact=name) | Q(name__istartswith=f"{name} ") | Q(email__iexact=name)
    found = list(User.objects.staff().filter(called)[:2])
    return found[0] if len(found) == 1 else None
