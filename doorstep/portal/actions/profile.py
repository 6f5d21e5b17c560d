"""What a web user says of themselves, and what they ask of us about their data."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Invalid
from doorstep.kit.normal.words import words
from doorstep.portal.actions.messages import write_message
from doorstep.portal.models import PortalAccount, PortalMessage
from doorstep.records.saving import put
from doorstep.users.access import hold
from doorstep.users.models import User

WISHES = {
    "data": gettext_lazy("I would like a copy of everything you keep about me."),
    "erase": gettext_lazy("I would like you to delete what you keep about me."),
}


@action(
    "portal_account.renamed",
    verb="edit",
    label=gettext_lazy("Change your name"),
    told=gettext_lazy("changed their name on the site"),
    icon="user-round",
    undoable=gettext_lazy("Their name is theirs: change it again instead."),
)
def rename_account(account: PortalAccount, *, by: User, name: str) -> PortalAccount:
    """How the site and our letters call them. What the house knows them as stays."""
    name = words(name)
    if not name:
        says = _("Say what you are called.")
        raise Invalid(says, name=says)
    put(hold(account.user), by=by, name=name)
    return account


@action(
    "portal_account.data_asked",
    verb="edit",
    label=gettext_lazy("Ask about your data"),
    told=gettext_lazy("asked about their data"),
    icon="shield-check",
    undoable=gettext_lazy("It may have been read already: write another message."),
)
def ask_about_data(account: PortalAccount, *, by: User, wish: str) -> PortalMessage:
    """Ask the house for a copy of one's data, or to delete it: a message like any other."""
    if wish not in WISHES:
        raise Invalid(_("Choose one of the two."), wish=_("Choose one of the two."))
    return write_message(account, by=by, text=str(WISHES[wish]))
