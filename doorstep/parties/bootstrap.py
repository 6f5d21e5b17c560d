"""The lists a new install begins with, and its sales policy. Everything here can be edited."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from doorstep.kit.noting import unrecorded
from doorstep.parties.models import (
    CustomerGroup,
    Industry,
    LeadSource,
    LeadStatus,
    MarketSegment,
    SalesPolicy,
    Salutation,
    SupplierGroup,
)

STATUSES = (
    # name, kind, colour, sign, reserved
    ("Open", "OPEN", "blue", "st-open", True),
    ("Replied", "WORKING", "door", "st-q1", False),
    ("Interested", "WORKING", "violet", "st-q2", False),
    ("Opportunity", "WORKING", "violet", "st-q3", True),
    ("Quotation", "WORKING", "rose", "st-q4", True),
    ("Lost quotation", "LOST", "red", "st-x", False),
    ("Converted", "WON", "green", "st-done", True),
    ("Do not contact", "BLOCKED", "gray", "st-ban", False),
)
LISTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        LeadSource,
        (
            *("Website", "Campaign", "Advertisement", "Trade show", "Directory", "Referral"),
            *("Social media", "Cold call", "Existing customer", "Walk-in", "Import"),
        ),
    ),
    (
        Industry,
        (
            *("Agriculture", "Construction", "Consulting", "Education", "Energy", "Finance"),
            *("Government", "Health care", "Hospitality", "Legal", "Manufacturing", "Media"),
            *("Non-profit", "Real estate", "Retail", "Technology", "Telecommunications"),
            *("Transport", "Wholesale", "Other"),
        ),
    ),
    (MarketSegment, ("Lower income", "Middle income", "Upper income")),
    (Salutation, ("Mr.", "Ms.", "Mrs.", "Mx.", "Dr.", "Prof.")),
    (SupplierGroup, ("Distributor", "Local", "Raw material", "Services")),
)
ROOT = "All customer groups"
GROUPS = ("Commercial", "Government", "Individual", "Non-profit")


def prepare(**_signal: Any) -> None:
    """Fill an install that has no lead status yet. Safe at every start: what somebody changed or
    removed later stays so, for the reserved statuses never go."""
    if LeadStatus.objects.exists():
        return
    with transaction.atomic(), unrecorded():
        for position, (name, kind, tone, glyph, is_reserved) in enumerate(STATUSES):
            looks = {"tone": tone, "glyph": glyph, "position": position}
            code = name.upper().replace(" ", "_")
            LeadStatus.objects.create(
                name=name, kind=kind, code=code, is_reserved=is_reserved, **looks
            )
        for model, names in LISTS:
            model.objects.bulk_create(
                model(name=name, position=position) for position, name in enumerate(names)
            )
        root = CustomerGroup.objects.create(name=ROOT)
        CustomerGroup.objects.bulk_create(
            CustomerGroup(name=name, position=position, parent=root)
            for position, name in enumerate(GROUPS, start=1)
        )
        SalesPolicy.objects.create(
            pk=1,
            lead_status=LeadStatus.objects.get(code=LeadStatus.Code.OPEN),
            customer_group=CustomerGroup.objects.get(name=GROUPS[0]),
        )
