"""The paper of what selling makes, on its pages."""

from doorstep.paper.previews import preview_on
from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder

for model in (Quotation, SalesOrder, DeliveryNote):
    preview_on(model)
