"""What left the house, and what came back."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.documents.models import (
    Line,
    document_indexes,
    numbered_once_submitted,
    percent_field,
    quantities_are_positive,
    quantity_field,
    rate_is_positive,
)
from doorstep.kit.addresses import address
from doorstep.parties.models import Customer
from doorstep.records.models import RecordQuerySet
from doorstep.selling.models.base import SalesDocument
from doorstep.selling.models.order import SalesOrder, SalesOrderLine


class DeliveryNote(SalesDocument):
    """A delivery, or with ``return_of`` what came back of one; quantities are positive in both."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        TO_BILL = "TO_BILL", _("To invoice")
        COMPLETED = "COMPLETED", _("Completed")
        RETURN = "RETURN", _("Return")
        RETURN_ISSUED = "RETURN_ISSUED", _("Returned")
        CLOSED = "CLOSED", _("Closed")
        CANCELLED = "CANCELLED", _("Cancelled")

    SUBMITTED = (
        *(Status.TO_BILL, Status.COMPLETED, Status.RETURN, Status.RETURN_ISSUED),
        Status.CLOSED,
    )
    _BY_FACTS = {Status.TO_BILL, Status.COMPLETED, Status.RETURN_ISSUED}
    transitions = {
        Status.DRAFT: {*_BY_FACTS, Status.RETURN},
        Status.TO_BILL: {*_BY_FACTS, Status.CLOSED, Status.CANCELLED},
        Status.COMPLETED: {*_BY_FACTS, Status.CANCELLED},
        Status.RETURN_ISSUED: {*_BY_FACTS, Status.CANCELLED},
        Status.RETURN: {Status.CANCELLED},
        Status.CLOSED: {*_BY_FACTS, Status.CANCELLED},
    }

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="delivery_notes", verbose_name=_("customer")
    )
    order = models.ForeignKey(
        SalesOrder,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="delivery_notes",
        verbose_name=_("order"),
    )
    return_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="returns",
        verbose_name=_("return of"),
    )
    reopens_order = models.BooleanField(_("what came back is delivered again"), default=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    customer_reference = models.CharField(_("their order number"), max_length=100, blank=True)
    carrier = models.CharField(_("carrier"), max_length=100, blank=True)
    tracking = models.CharField(_("tracking number"), max_length=100, blank=True)
    received_by = models.CharField(_("received by"), max_length=200, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    billed_percent = percent_field(_("invoiced, %"), editable=False)

    living: ClassVar[frozenset[str]] = SalesDocument.living | {
        *("customer_id", "contact_id", "billed_percent"),
        *("carrier", "tracking", "received_by", "received_at"),
    }
    stays_open: ClassVar[frozenset[str]] = SalesDocument.stays_open | {
        *("carrier", "tracking", "received_by", "received_at"),
    }
    untold: ClassVar[frozenset[str]] = SalesDocument.untold | {"billed_percent", "party_name"}

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(fields=["customer", "status"], name="delivery_note_of_customer"),
            models.Index(fields=["customer", "-date", "-id"], name="delivery_note_of_one"),
            *document_indexes("delivery_note"),
        ]
        constraints = [
            numbered_once_submitted("delivery_note_is_numbered_once_submitted"),
            rate_is_positive("delivery_note_rate_is_positive"),
            models.CheckConstraint(
                condition=~Q(status="RETURN") | Q(return_of__isnull=False),
                name="return_is_of_a_delivery",
            ),
        ]

    def get_absolute_url(self) -> str:
        return address("delivery_note_detail", self.pk)

    @property
    def is_return(self) -> bool:
        return self.return_of_id is not None


class DeliveryNoteLine(Line):
    """So much of a line of an order, or of a delivery that came back."""

    delivery = models.ForeignKey(DeliveryNote, models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(
        SalesOrderLine,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="delivery_lines",
    )
    return_line = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="return_lines"
    )
    returned_quantity = quantity_field(_("came back"), editable=False)
    # Invoiced from this delivery, and with what its order's invoices leave for it.
    invoiced_quantity = quantity_field(_("invoiced here"), editable=False)
    billed_quantity = quantity_field(_("invoiced"), editable=False)

    part_of: ClassVar[str] = "delivery"
    origin_field: ClassVar[str] = "order_line"
    living: ClassVar[frozenset[str]] = frozenset(
        {"returned_quantity", "invoiced_quantity", "billed_quantity"}
    )
    untold: ClassVar[frozenset[str]] = Line.untold | {
        *("returned_quantity", "invoiced_quantity", "billed_quantity"),
    }

    class Meta(Line.Meta):
        abstract = False
        verbose_name = _("line of a delivery")
        verbose_name_plural = _("lines of deliveries")
        constraints = [
            quantities_are_positive(
                "delivery_note_quantities_are_positive",
                *("quantity", "returned_quantity", "billed_quantity"),
            )
        ]

    @property
    def kept_quantity(self) -> Decimal:
        """What the customer has of it."""
        return self.quantity - self.returned_quantity
