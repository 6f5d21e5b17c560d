"""What the pipeline says of a customer in figures."""

from __future__ import annotations

from doorstep.parties.models import Customer
from doorstep.parties.summary import told_of_customers
from doorstep.pipeline.models import Opportunity
from doorstep.users.models import User


@told_of_customers("open_opportunities")
def open_opportunities(customer: Customer, by: User) -> int:
    """Those that are neither won nor lost."""
    rows = Opportunity.objects.visible_to(by).filter(customer=customer)
    return rows.filter(status__in=Opportunity.ACTIVE).count()
