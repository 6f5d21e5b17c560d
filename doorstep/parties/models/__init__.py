"""The people and organisations we know, and the lists that describe them."""

from doorstep.parties.models.address import Address, AddressLink, AddressTemplate
from doorstep.parties.models.contact import Contact, ContactEmail, ContactLink, ContactPhone
from doorstep.parties.models.customer import (
    CreditLimit,
    Customer,
    PartyType,
    PortalUser,
    SalesTeamMember,
    Supplier,
)
from doorstep.parties.models.lead import Lead
from doorstep.parties.models.masters import (
    Campaign,
    CustomerGroup,
    Industry,
    LeadSource,
    LeadStatus,
    MarketSegment,
    Salutation,
    SupplierGroup,
)
from doorstep.parties.models.parts import PARTIES
from doorstep.parties.models.policy import SalesPolicy, sales_policy

__all__ = [
    "PARTIES",
    "Address",
    "AddressLink",
    "AddressTemplate",
    "Campaign",
    "Contact",
    "ContactEmail",
    "ContactLink",
    "ContactPhone",
    "CreditLimit",
    "Customer",
    "CustomerGroup",
    "Industry",
    "Lead",
    "LeadSource",
    "LeadStatus",
    "MarketSegment",
    "PartyType",
    "PortalUser",
    "SalesPolicy",
    "SalesTeamMember",
    "Salutation",
    "Supplier",
    "SupplierGroup",
    "sales_policy",
]
