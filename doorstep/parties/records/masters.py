"""The lists an administrator edits, as everyone outside knows them."""

from doorstep.parties.models import (
    Campaign,
    CustomerGroup,
    Industry,
    LeadSource,
    LeadStatus,
    MarketSegment,
    Salutation,
    SupplierGroup,
)
from doorstep.records.fields import Field
from doorstep.records.masters import master_type

LEAD_STATUSES = master_type(
    LeadStatus,
    *map(Field, ("kind", "tone", "glyph")),
    Field("is_reserved", readonly=True),
    icon="circle-dot",
)
LEAD_SOURCES = master_type(LeadSource, Field("description"), icon="tag")
CAMPAIGNS = master_type(
    Campaign,
    *map(Field, ("slug", "description", "cost", "starts_on", "ends_on")),
    icon="flag",
)
INDUSTRIES = master_type(Industry, icon="factory")
MARKET_SEGMENTS = master_type(MarketSegment, icon="chart-pie")
SALUTATIONS = master_type(Salutation, icon="user-round")
CUSTOMER_GROUPS = master_type(
    CustomerGroup,
    *map(Field, ("parent", "price_list", "payment_terms")),
    *map(Field, ("credit_limit", "bypass_at_order")),
    icon="folder",
)
SUPPLIER_GROUPS = master_type(SupplierGroup, icon="folder")
