"""The verbs of what is known of an address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import AlreadyDone, action
from doorstep.kit.errors import Invalid
from doorstep.kit.normal.emails import email_key, normal_email
from doorstep.mail.models import AddressStanding
from doorstep.parties.models import Contact, Lead
from doorstep.users.models import User

Why = AddressStanding.Why


@action(
    "address_standing.opted_out",
    verb="edit",
    label=gettext_lazy("No letters that go to many"),
    told=gettext_lazy("wants no letters that go to many"),
    icon="ban",
)
def opt_out(
    standings: type[AddressStanding],
    *,
    by: User,
    address: str,
    why: str = Why.BY_HAND,
    at: datetime | None = None,
) -> AddressStanding:
    """Send nothing more to this address that goes to many."""
    row = _noted(standings, address, opted_out_at=at or now(), opted_out_why=why)
    _mark(row.address_key, True)
    return row


@action(
    "address_standing.opted_in",
    verb="edit",
    label=gettext_lazy("Letters are wanted again"),
    told=gettext_lazy("wants letters again"),
    icon="check",
)
def opt_in(standings: type[AddressStanding], *, by: User, address: str) -> AddressStanding:
    """They changed their mind."""
    row = _noted(standings, address, opted_out_at=None, opted_out_why="")
    _mark(row.address_key, False)
    return row


@action(
    "address_standing.bounced",
    verb="edit",
    label=gettext_lazy("Letters come back"),
    told=gettext_lazy("cannot be reached"),
    icon="circle-alert",
)
def note_bounce(
    standings: type[AddressStanding], *, by: User, address: str, says: str = ""
) -> AddressStanding:
    """Their server says that there is no such address."""
    said = " ".join(says.split())[:500]
    return _noted(standings, address, bounced_at=now(), bounce_says=said)


@action(
    "address_standing.cleared",
    verb="edit",
    label=gettext_lazy("The address is right after all"),
    told=gettext_lazy("can be reached again"),
    icon="check",
)
def clear_bounce(standings: type[AddressStanding], *, by: User, address: str) -> AddressStanding:
    """The address was put right on their side."""
    return _noted(standings, address, bounced_at=None, bounce_says="")


def _noted(standings: Any, address: str, **values: Any) -> AddressStanding:
    """A moment and how we know, or neither any more; nothing where that is so already."""
    row = _row(standings, address)
    moment = next(iter(values))
    if bool(getattr(row, moment)) == bool(values[moment]):
        raise AlreadyDone(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def _row(standings: Any, address: str) -> AddressStanding:
    """What is known of it, held; a new row where nothing is."""
    key = email_key(address)
    if not key:
        says = _("This is not an e-mail address.")
        raise Invalid(says, address=says)
    found: AddressStanding | None = (
        standings.objects.filter(address_key=key).select_for_update(of=("self",)).first()
    )
    return found or standings(address=normal_email(address), address_key=key)


def _mark(key: str, wants_none: bool) -> None:
    """The people who have it say the same on their pages."""
    Lead.objects.filter(email_key=key).update(unsubscribed=wants_none)
    people = Contact.objects.filter(emails__email_key=key).values_list("pk", flat=True)
    Contact.objects.filter(pk__in=list(people)).update(unsubscribed=wants_none)
