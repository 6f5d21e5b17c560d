"""The paper of what billing makes, on its pages."""

from doorstep.billing.models import CreditNote, Payment, SalesInvoice
from doorstep.paper.previews import preview_on

for model in (SalesInvoice, CreditNote, Payment):
    preview_on(model)
