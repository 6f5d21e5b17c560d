"""The record types of parties, imported in the order in which menus show them."""
# ruff: noqa: I001

from doorstep.parties.records.leads import LEADS
from doorstep.parties.records.customers import CUSTOMERS, SUPPLIERS
from doorstep.parties.records.contacts import ADDRESSES, CONTACTS
from doorstep.parties.records.masters import (
    CAMPAIGNS,
    CUSTOMER_GROUPS,
    INDUSTRIES,
    LEAD_SOURCES,
    LEAD_STATUSES,
    MARKET_SEGMENTS,
    SALUTATIONS,
    SUPPLIER_GROUPS,
)

__all__ = [
    "ADDRESSES",
    "CAMPAIGNS",
    "CONTACTS",
    "CUSTOMERS",
    "CUSTOMER_GROUPS",
    "INDUSTRIES",
    "LEADS",
    "LEAD_SOURCES",
    "LEAD_STATUSES",
    "MARKET_SEGMENTS",
    "SALUTATIONS",
    "SUPPLIERS",
    "SUPPLIER_GROUPS",
]
