"""The verbs of mail providers. Only administrators say which servers are spoken to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.mail.models import Mailbox, MailProvider
from doorstep.mail.refusals import only_for_administrators
from doorstep.records.check import check
from doorstep.users.models import User


@action(
    "mail_provider.added",
    verb="create",
    label=gettext_lazy("Add a mail provider"),
    told=gettext_lazy("added a mail provider"),
    icon="mail",
)
def add_provider(
    providers: type[MailProvider], *, by: User, client_secret: str = "", **values: Any
) -> MailProvider:
    """Name the servers of a provider. The secret is kept sealed, and in no history."""
    only_for_administrators(by)
    return _kept(providers(), client_secret, values)


@action(
    "mail_provider.changed",
    verb="edit",
    label=gettext_lazy("Change a mail provider"),
    told=gettext_lazy("changed a mail provider"),
    icon="pencil",
)
def change_provider(
    provider: MailProvider, *, by: User, client_secret: str = "", **values: Any
) -> MailProvider:
    """Set how its mailboxes are opened from now on. A secret that is not given stays."""
    only_for_administrators(by)
    kept = _kept(provider, client_secret, values)
    servers = {name: value for name, value in kept.servers.items() if name != "auth"}
    Mailbox.objects.filter(provider=kept).update(**servers)
    return kept


def _kept(provider: MailProvider, client_secret: str, values: dict[str, Any]) -> MailProvider:
    if client_secret:
        provider.set_client_secret(client_secret)
    for name, value in values.items():
        setattr(provider, name, value)
    check(provider)
    provider.save()
    return provider
