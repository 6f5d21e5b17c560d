"""Submitted documents never change, whoever writes."""

from doorstep.documents.freezing import freeze
from doorstep.selling.models import (
    DeliveryNote,
    DeliveryNoteLine,
    Quotation,
    QuotationLine,
    SalesOrder,
    SalesOrderLine,
)

freeze(Quotation, QuotationLine)
freeze(SalesOrder, SalesOrderLine)
freeze(DeliveryNote, DeliveryNoteLine)
