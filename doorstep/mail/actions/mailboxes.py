"""The verbs of mailboxes. Only administrators say which servers are spoken to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import AlreadyDone, action
from doorstep.kit.errors import Forbidden
from doorstep.kit.normal.emails import normal_email
from doorstep.mail.models import Mailbox, MailProvider
from doorstep.mail.refusals import only_for_administrators
from doorstep.mail.signing_in.asking import Tokens
from doorstep.mail.signing_in.holding import hold_tokens
from doorstep.records.check import check
from doorstep.users.models import User
from doorstep.users.models.user import KEEP

OWN = {
    *("address", "password", "name", "reads", "reads_since"),
    *("links_known", "makes_leads", "signs_answers", "shares"),
}
SECRETS = {"password": "secret", "smtp_password": "smtp_secret"}


@action(
    "mailbox.connected",
    verb="create",
    label=gettext_lazy("Connect a mailbox"),
    told=gettext_lazy("connected a mailbox"),
    icon="mail",
)
def connect_mailbox(mailboxes: type[Mailbox], *, by: User, **values: Any) -> Mailbox:
    """Read a mailbox from now on. Passwords are kept sealed, and in no history."""
    only_for_administrators(by)
    return _kept(mailboxes(), values)


@action(
    "mailbox.changed",
    verb="edit",
    label=gettext_lazy("Change a mailbox"),
    told=gettext_lazy("changed a mailbox"),
    icon="pencil",
)
def change_mailbox(mailbox: Mailbox, *, by: User, **values: Any) -> Mailbox:
    """Set how a mailbox is read and sent from. A password that is not given stays."""
    only_for_administrators(by)
    owner = mailbox.owner
    if mailbox.is_private and owner and owner != by and owner.is_active:
        _refuse_to_open(mailbox, values)
    return _kept(mailbox, values)


@action(
    "mailbox.own_connected",
    verb=KEEP,
    label=gettext_lazy("Connect your mailbox"),
    told=gettext_lazy("connected a mailbox"),
    icon="mail",
)
def connect_own_mailbox(
    mailboxes: type[Mailbox], *, by: User, provider: MailProvider, **values: Any
) -> Mailbox:
    """Read one's own mailbox from now on, at a provider whose servers are named already."""
    if not provider.is_open:
        raise Forbidden(_("An administrator connects mailboxes at %s.") % provider)
    mine = {"kind": Mailbox.Kind.PERSONAL, "owner": by, "provider": provider}
    known = {name: value for name, value in values.items() if name in OWN}
    made = mailboxes(address=known.pop("address", ""), shares=Mailbox.Shares.OWNER)
    mine["user_name"] = normal_email(made.address)
    return _kept(made, known | mine | provider.servers)


@action(
    "mailbox.own_changed",
    verb=KEEP,
    label=gettext_lazy("Change your mailbox"),
    told=gettext_lazy("changed a mailbox"),
    icon="pencil",
)
def change_own_mailbox(mailbox: Mailbox, *, by: User, **values: Any) -> Mailbox:
    """Set how one's own mailbox is read, and who else reads it. Its servers stay."""
    if mailbox.owner_id != by.pk:
        raise Forbidden(_("Only its owner says who reads %s.") % mailbox)
    known = {name: value for name, value in values.items() if name in OWN}
    known.pop("address", None)
    return _kept(mailbox, known)


@action(
    "mailbox.switched",
    verb=KEEP,
    label=gettext_lazy("Stop or start reading"),
    told=gettext_lazy("stopped or started a mailbox"),
    icon="pause",
)
def switch_mailbox(mailbox: Mailbox, *, by: User, on: bool) -> Mailbox:
    """Read it, or let it be; what came stays."""
    if mailbox.is_active == on:
        raise AlreadyDone(mailbox)
    mailbox.is_active = on
    mailbox.save()
    return mailbox


@action(
    "mailbox.signed_in",
    verb=KEEP,
    label=gettext_lazy("Sign in to a mailbox"),
    told=gettext_lazy("signed in to a mailbox"),
    undoable=gettext_lazy("Take the consent back at the provider, or stop reading the mailbox."),
    icon="key-round",
    fits=lambda mailbox: False,  # it needs what only the provider gives
)
def sign_in_mailbox(mailbox: Mailbox, *, by: User, tokens: Tokens) -> Mailbox:
    """Keep what a provider gave somebody who agreed there, sealed and in no history."""
    hold_tokens(mailbox, tokens)
    mailbox.token_lease_until = None
    mailbox.sync_failures, mailbox.sync_error = 0, ""
    mailbox.save()
    return mailbox


def _refuse_to_open(mailbox: Mailbox, values: dict[str, Any]) -> None:
    """What one's colleagues may not read, nobody hands to them but its owner."""
    kind, owner = values.get("kind", mailbox.kind), values.get("owner", mailbox.owner)
    if "shares" in values or (kind, owner) != (mailbox.kind, mailbox.owner):
        raise Forbidden(
            _("%(mailbox)s is private. %(owner)s has to share it first.")
            % {"mailbox": mailbox, "owner": mailbox.owner}
        )


def _kept(mailbox: Mailbox, values: dict[str, Any]) -> Mailbox:
    for given, column in SECRETS.items():
        if secret := values.pop(given, ""):
            mailbox.set_secret(secret, column)
    for name, value in values.items():
        setattr(mailbox, name, value)
    if mailbox.signs_in_there and not mailbox.refresh_secret:
        mailbox.needs_sign_in = True
    check(mailbox)
    mailbox.save()
    return mailbox
