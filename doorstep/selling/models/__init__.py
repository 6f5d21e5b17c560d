"""What is offered, agreed and delivered."""

from doorstep.selling.models.base import SalesDocument
from doorstep.selling.models.delivery import DeliveryNote, DeliveryNoteLine
from doorstep.selling.models.order import SalesOrder, SalesOrderLine
from doorstep.selling.models.quotation import Quotation, QuotationLine, QuotationView

__all__ = [
    "DeliveryNote",
    "DeliveryNoteLine",
    "Quotation",
    "QuotationLine",
    "QuotationView",
    "SalesDocument",
    "SalesOrder",
    "SalesOrderLine",
]
