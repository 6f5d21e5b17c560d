"""A document for a buyer: what it takes over from them, and what its lines cost them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from doorstep.documents.drawing import (
    check_draft,
    drawn_lines,
    save_draft,
    settle_currency,
)
from doorstep.documents.models import Document, Line
from doorstep.kit.errors import Conflict, Invalid
from doorstep.paper.keeping import kept_with
from doorstep.parties.models import Address, AddressLink, Contact, ContactLink, Customer, Lead
from doorstep.parties.terms import payment_terms_of, price_list_of
from doorstep.pricing.prices import Ask, prices_for
from doorstep.pricing.taxes import templates_for
from doorstep.records.models import Company
from doorstep.records.saving import put
from doorstep.users.access import may
from doorstep.users.models import User

EXEMPT = "sell_to_frozen"  # the verb of who may write documents for a frozen customer


OF_BUYER = ("price_list", "payment_terms", "contact", "billing_address", "shipping_address")


class PartyDisabled(Conflict):
    code = "party_disabled"


class PartyFrozen(Conflict):
    code = "party_frozen"


class MadeForAnother(Conflict):
    code = "made_for_another"


class AddressNotOfParty(Invalid):
    code = "address_not_of_party"


class ContactNotOfParty(Invalid):
    code = "contact_not_of_party"


def draw_up(document: Any, *, by: User, values: Mapping[str, Any]) -> Any:
    """Fill and save a new draft: what is not said follows from the buyer and the house."""
    values = dict(values)
    aside = {name: values.pop(name) for name in ("tags", "custom") if name in values}
    values["lines"] = values.get("lines") or []
    rows = lay_out(document, by=by, values=values)
    return save_draft(document, rows, by=by, **aside)


def redraw(document: Any, *, by: User, values: Mapping[str, Any]) -> Any:
    """Change a draft; ``lines``, if given, are all it has from now on.

    Of what is submitted only that changes which ``stays_open``.
    """
    values = dict(values)
    aside = {name: values.pop(name) for name in ("tags", "custom") if name in values}
    if not document.is_draft:
        lines = values.pop("lines", None)
        if lines is not None or any(map(document.is_fixed, values)):
            check_draft(document)
        return _keep_up(document, values, by=by, aside=aside)
    rows = lay_out(document, by=by, values=values)
    return save_draft(document, rows, by=by, **aside)


def lay_out(document: Any, *, by: User, values: Mapping[str, Any]) -> list[Any] | None:
    """Set what is said and what follows from it, and make the priced lines; nothing is saved.

    Without ``lines`` none are made. Another buyer brings their own terms, contact and addresses.
    """
    values = dict(values)
    lines = values.pop("lines", None)
    before = document.customer_or_lead if document.pk else None
    for name, value in values.items():
        setattr(document, name, _said(document, name, value))
    document.owner = document.owner or by
    party = document.customer_or_lead
    check_party(party, by)
    if before is not None and before != party:
        refuse_other_party(document, before)
        for name in OF_BUYER:
            if name not in values:
                setattr(document, name, None)
    if before != party:
        take_over(document, party, said=values)
    document.party_name = str(party)
    _settle(document, values)
    if lines is None:
        return None
    rows = drawn_lines(document, lines)
    price(document, rows, lines)
    return rows


def _keep_up(
    document: Any, values: Mapping[str, Any], *, by: User, aside: Mapping[str, Any]
) -> Any:
    for name, value in values.items():
        setattr(document, name, _said(document, name, value))
    check_addresses(document)
    put(document, by=by, **aside)
    return document


def _said(document: Any, name: str, value: Any) -> Any:
    field = document._meta.get_field(name)
    is_text = not (field.null or field.is_relation)
    return "" if value is None and is_text else value


def _settle(document: Any, said: Mapping[str, Any]) -> None:
    prices = document.price_list
    usual = prices.money if prices else Company.current().currency
    known = document.pk and not {"currency", "date"} & said.keys()
    settle_currency(document, usual, is_said="exchange_rate" in said or bool(known))
    check_addresses(document)


def take_over(document: Any, party: Customer | Lead, *, said: Mapping[str, Any]) -> None:
    """The buyer's name, contact, addresses, terms, price list, language and territory."""
    customer = party if isinstance(party, Customer) else None
    document.party_name = str(party)
    usual: dict[str, Any] = {
        "price_list": lambda: price_list_of(customer),
        "payment_terms": lambda: payment_terms_of(customer),
        "currency": lambda: customer.currency if customer else "",
        "language": lambda: getattr(party, "language", "") or "",
        "contact": lambda: contact_of(party),
        "billing_address": lambda: address_of(party, "is_billing"),
        "shipping_address": lambda: address_of(party, "is_shipping"),
        "territory": lambda: party.territory,
    }
    for name, find in usual.items():
        if name not in said and not getattr(document, name, None):
            setattr(document, name, find())


def price(document: Any, rows: Sequence[Any], said: Sequence[Mapping[str, Any]]) -> None:
    """Rates and taxes of lines that name an item and say none; some queries for all of them."""
    party = document.customer_or_lead
    customer = party if isinstance(party, Customer) else None
    pairs = list(zip(rows, said, strict=True))
    unpriced = [
        row
        for row, values in pairs
        if row.item and values.get("rate") is None and not ("id" in values and row.rate)
    ]
    if unpriced:
        asks = [Ask(row.item, row.quantity, row.unit) for row in unpriced]
        found = prices_for(
            asks, day=document.date, customer=customer, price_list=document.price_list
        )
        for row, each in zip(unpriced, found, strict=True):
            row.rate = each.rate or 0
    untaxed = [
        row for row, values in pairs if "tax_template" not in values and not row.tax_template_id
    ]
    if untaxed:
        templates = templates_for(
            [row.item for row in untaxed],
            day=document.date,
            customer=customer,
            billing=document.billing_address,
            shipping=document.shipping_address,
        )
        for row, template in zip(untaxed, templates, strict=True):
            row.tax_template = template


def refuse_other_party(document: Any, before: Any) -> None:
    """What was made of an earlier document stays for whom that is: it counts there."""
    model = document._meta.get_field("lines").related_model
    named = (field for field in model._meta.fields if field.is_relation)
    origins = [field.name for field in named if issubclass(field.related_model, Line)]
    is_made = Q(*[(f"{name}__isnull", False) for name in origins], _connector=Q.OR)
    if origins and document.lines.filter(is_made).exists():
        names = {"document": document, "party": before}
        says = _("%(document)s was made of another document: it stays for %(party)s.") % names
        raise MadeForAnother(says, customer=says)


def check_party(party: Any, by: User) -> None:
    """Refuse a document for nobody, for who is disabled, and for who is frozen."""
    if party is None:
        says = _("Say whom it is for.")
        raise Invalid(says, party=says)
    if not isinstance(party, Customer):
        return
    if party.disabled:
        raise PartyDisabled(_("%s is disabled: no documents are written.") % party)
    if party.frozen and not may(by, EXEMPT, party):
        raise PartyFrozen(_("%s is frozen: ask whoever may sell to frozen customers.") % party)


def check_addresses(document: Any) -> None:
    """Addresses and the contact belong to the buyer."""
    party = document.customer_or_lead
    link = {"customer" if isinstance(party, Customer) else "lead": party}
    for name in ("billing_address", "shipping_address"):
        address = getattr(document, name, None)
        if address and not AddressLink._base_manager.filter(address=address, **link).exists():
            names = {"address": address, "party": party}
            says = _("“%(address)s” does not belong to %(party)s.") % names
            raise AddressNotOfParty(says, **{name: says})
    contact = document.contact
    if contact and not ContactLink._base_manager.filter(contact=contact, **link).exists():
        names = {"contact": contact, "party": party}
        says = _("“%(contact)s” does not belong to %(party)s.") % names
        raise ContactNotOfParty(says, contact=says)


def contact_of(party: Customer | Lead) -> Contact | None:
    """The main contact; without one the oldest."""
    link = {"customer" if isinstance(party, Customer) else "lead": party}
    rows = ContactLink._base_manager.filter(**link).select_related("contact")
    found = rows.order_by("-is_primary", "pk").first()
    return found.contact if found else None


def address_of(party: Customer | Lead, preferred: str) -> Address | None:
    """The preferred one; for deliveries else the only one of that type, for invoices the main
    or the first. Disabled ones are never taken (reference 6)."""
    link = {"customer" if isinstance(party, Customer) else "lead": party}
    rows = AddressLink._base_manager.filter(address__disabled=False, **link)
    links = list(rows.select_related("address").order_by("-is_primary", "pk"))
    chosen = [each.address for each in links if getattr(each, preferred)]
    if chosen:
        return chosen[0]
    if preferred == "is_shipping":
        fits = [each.address for each in links if each.address.type == Address.Type.SHIPPING]
        return fits[0] if len(fits) == 1 else None
    return links[0].address if links else None


def snapshot(document: Document) -> dict[str, Any]:
    """What the paper says of others, as it is on this day: names, addresses, terms; of us; and
    of each line what stands elsewhere."""
    found: dict[str, Any] = {"party": document.party_name}  # type: ignore[attr-defined]
    for name in ("contact", "payment_terms", "billing_address", "shipping_address"):
        value = getattr(document, name, None)
        found[name] = _printed(value) if value else None
    party = document.customer_or_lead
    found["tax_id"] = getattr(party, "tax_id", "")
    return found | kept_with(document)


def _printed(value: Any) -> Any:
    return printed_address(value) if isinstance(value, Address) else str(value)


def printed_address(place: Address) -> dict[str, str]:
    """An address as it is kept."""
    names = ("line1", "line2", "postal_code", "city", "state", "country")
    return {"name": place.title, **{name: getattr(place, name) for name in names}}
