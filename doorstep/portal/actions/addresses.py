"""A web user's addresses: those of the party they speak for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.parties.actions import create_address, link_address, update_address
from doorstep.parties.models import Address
from doorstep.portal.models import PortalAccount
from doorstep.portal.refusals import AddressShared, NotHere
from doorstep.portal.whom import links_of_others, own_addresses, party_of
from doorstep.users.models import User

INSTEAD = gettext_lazy("Change the address again instead.")


@action(
    "portal_account.address_added",
    verb="edit",
    label=gettext_lazy("Add an address"),
    told=gettext_lazy("added an address"),
    icon="map-pin",
    undoable=INSTEAD,
)
def add_own_address(account: PortalAccount, *, by: User, **values: Any) -> Address:
    """A further address of whom they speak for, called after them and what it is for."""
    party = party_of(account)
    if party is None:
        raise NotHere(_("Your account belongs to nobody yet. Write to us."))
    link = {"record": party} | _marks(values)
    values = {"owner": getattr(party, "owner", None) or by} | values
    return create_address(Address, by=User.system(), links=[link], **values)


@action(
    "portal_account.address_changed",
    verb="edit",
    label=gettext_lazy("Change an address"),
    told=gettext_lazy("changed an address"),
    icon="map-pin",
    undoable=INSTEAD,
)
def change_own_address(
    account: PortalAccount, *, by: User, address: Address, **values: Any
) -> Address:
    """Change one of their addresses; one that others have as well stays as it is."""
    found = own_addresses(account).filter(pk=address.pk).first()
    party = party_of(account)
    if found is None or party is None:
        raise AddressShared(_("This address is not there."))
    marks = _marks(values)
    if links_of_others(found, party).exists():
        says = _("Others have this address as well: add a new one instead.")
        raise AddressShared(says)
    changed = update_address(found, by=User.system(), **values)
    link_address(changed, by=User.system(), record=party, **marks)
    return changed


def _marks(values: dict[str, Any]) -> dict[str, Any]:
    """What it is preferred for; taken out of what the address says of itself."""
    names = ("is_billing", "is_shipping")
    return {name: values.pop(name) for name in names if values.get(name) is not None}
