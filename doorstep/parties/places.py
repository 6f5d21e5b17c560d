"""What must hold for an address, whoever makes it; and what it is called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.parties.models import Address, Lead
from doorstep.parties.refusals import AddressTitleMissing


def drawn_address(values: dict[str, Any]) -> Address:
    """A new address that says all it must, but its name: not written, and nothing is asked."""
    address = Address(**values)
    address.tidy()
    check_required(address)
    return address


def check_required(address: Address) -> None:
    missing = [name for name in Address.REQUIRED if not getattr(address, name)]
    if missing:
        says = _("This field is needed.")
        raise Invalid(_("Please correct the marked fields."), **dict.fromkeys(missing, says))


def name_after(address: Address, party: Any = None) -> None:
    """``<title>-<type>``; without a title of its own it has that of the party it is of."""
    if not address.title and party is not None:
        address.title = party.name if isinstance(party, Lead) else str(party)
    if not address.title:
        says = _("Give the address a title, or link it to someone.")
        raise AddressTitleMissing(says, title=says)
    address.name = f"{address.title}-{address.type.title()}"
