"""What a customer has agreed to buy."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import ShippingRule
from doorstep.documents.models import (
    Line,
    amount_field,
    document_indexes,
    numbered_once_submitted,
    percent_field,
    quantities_are_positive,
    quantity_field,
    rate_is_positive,
)
from doorstep.kit.addresses import address
from doorstep.parties.models import Customer
from doorstep.pipeline.models import Opportunity
from doorstep.pricing.models import Coupon
from doorstep.records.models import RecordQuerySet
from doorstep.selling.models.base import SalesDocument
from doorstep.selling.models.quotation import Quotation, QuotationLine


class Progress(models.TextChoices):
    """How far an order is with one of its two halves."""

    NOT = "NOT", _("Not yet")
    PARTLY = "PARTLY", _("Partly")
    FULLY = "FULLY", _("Fully")
    CLOSED = "CLOSED", _("Closed")
    NOT_APPLICABLE = "NOT_APPLICABLE", _("Not applicable")


class SalesOrderQuerySet(RecordQuerySet):
    def standing(self) -> SalesOrderQuerySet:
        """Submitted, and neither closed, cancelled nor completed."""
        return self.filter(status__in=SalesOrder.STANDING)

    def unbilled(self, customer: Customer) -> Decimal:
        """What of a customer's standing orders is still to be invoiced, in our currency."""
        found = self.standing().filter(customer=customer)
        left = F("base_total") - F("base_billed")
        return found.filter(base_total__gt=F("base_billed")).aggregate(total=Sum(left))[
            "total"
        ] or Decimal(0)


class SalesOrder(SalesDocument):
    """What a customer has agreed to buy. Its status follows from what was delivered and billed."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        TO_DELIVER_AND_BILL = "TO_DELIVER_AND_BILL", _("To deliver and invoice")
        TO_DELIVER = "TO_DELIVER", _("To deliver")
        TO_BILL = "TO_BILL", _("To invoice")
        COMPLETED = "COMPLETED", _("Completed")
        ON_HOLD = "ON_HOLD", _("On hold")
        CLOSED = "CLOSED", _("Closed")
        CANCELLED = "CANCELLED", _("Cancelled")

    RUNNING = (Status.TO_DELIVER_AND_BILL, Status.TO_DELIVER, Status.TO_BILL)
    TO_SEND = (Status.TO_DELIVER_AND_BILL, Status.TO_DELIVER)
    STANDING = (*RUNNING, Status.ON_HOLD)
    _BY_FACTS = {*RUNNING, Status.COMPLETED}
    transitions = {
        Status.DRAFT: _BY_FACTS,
        **dict.fromkeys(
            RUNNING, frozenset({*_BY_FACTS, Status.ON_HOLD, Status.CLOSED, Status.CANCELLED})
        ),
        Status.COMPLETED: {*RUNNING, Status.CLOSED, Status.CANCELLED},
        Status.ON_HOLD: {*_BY_FACTS, Status.CLOSED, Status.CANCELLED},
        Status.CLOSED: _BY_FACTS,
    }

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="sales_orders", verbose_name=_("customer")
    )
    quotation = models.ForeignKey(
        Quotation,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="orders",
        verbose_name=_("quotation"),
    )
    opportunity = models.ForeignKey(
        Opportunity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=_("opportunity"),
    )
    coupon = models.ForeignKey(
        Coupon,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("coupon"),
    )
    amended_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="amendments",
        verbose_name=_("instead of"),
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    delivery_on = models.DateField(_("deliver by"), null=True, blank=True)
    customer_reference = models.CharField(_("their order number"), max_length=100, blank=True)
    needs_delivery = models.BooleanField(_("is delivered"), default=True)
    hold_reason = models.CharField(_("why it is on hold"), max_length=500, blank=True)
    delivered_percent = percent_field(_("delivered, %"), editable=False)
    billed_percent = percent_field(_("invoiced, %"), editable=False)
    delivery_status = models.CharField(
        _("delivery"), max_length=20, choices=Progress, default=Progress.NOT, editable=False
    )
    billing_status = models.CharField(
        _("invoicing"), max_length=20, choices=Progress, default=Progress.NOT, editable=False
    )
    base_billed = amount_field(_("invoiced, in the company's currency"), editable=False)

    living: ClassVar[frozenset[str]] = SalesDocument.living | {
        *("customer_id", "opportunity_id", "contact_id", "hold_reason", "delivery_on"),
        *("delivered_percent", "billed_percent", "delivery_status", "billing_status"),
        *("base_billed", "net_total", "tax_total", "grand_total", "base_total", "taxes"),
        *("customer_reference",),
    }
    stays_open: ClassVar[frozenset[str]] = SalesDocument.stays_open | {
        *("delivery_on", "customer_reference"),
    }
    untold: ClassVar[frozenset[str]] = SalesDocument.untold | {
        *("delivered_percent", "billed_percent", "base_billed", "party_name"),
    }

    objects = SalesOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = [
            models.Index(fields=["customer", "status"], name="sales_order_of_customer"),
            models.Index(fields=["customer", "-date", "-id"], name="sales_order_of_one"),
            *document_indexes("sales_order"),
        ]
        constraints = [
            numbered_once_submitted("sales_order_is_numbered_once_submitted"),
            rate_is_positive("sales_order_rate_is_positive"),
            models.CheckConstraint(
                condition=Q(delivery_on=None) | Q(delivery_on__gte=F("date")),
                name="sales_order_is_delivered_after_it_is_ordered",
                violation_error_message=_("It cannot be delivered before it is ordered."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return address("sales_order_detail", self.pk)


class SalesOrderLine(Line):
    """One line of an order, and how much of it was delivered and invoiced."""

    order = models.ForeignKey(SalesOrder, models.CASCADE, related_name="lines")
    quotation_line = models.ForeignKey(
        QuotationLine,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="order_lines",
    )
    shipping_rule = models.ForeignKey(
        ShippingRule,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("what sending costs"),
    )
    delivered_quantity = quantity_field(_("delivered"), editable=False)
    billed_quantity = quantity_field(_("invoiced"), editable=False)
    billed_net = amount_field(_("invoiced, net"), editable=False)

    part_of: ClassVar[str] = "order"
    origin_field: ClassVar[str] = "quotation_line"
    comes_and_goes: ClassVar[bool] = True
    # An order may be changed by agreement: see ``revise_order``, which looks after the rest.
    living: ClassVar[frozenset[str]] = frozenset(
        {
            *("delivered_quantity", "billed_quantity", "billed_net"),
            *("quantity", "rate", "discount_percent", "net", "tax", "position"),
        }
    )
    untold: ClassVar[frozenset[str]] = Line.untold | {
        *("delivered_quantity", "billed_quantity", "billed_net"),
    }

    class Meta(Line.Meta):
        abstract = False
        verbose_name = _("line of an order")
        verbose_name_plural = _("lines of orders")
        constraints = [
            quantities_are_positive(
                "sales_order_quantities_are_positive",
                *("quantity", "delivered_quantity", "billed_quantity"),
            )
        ]

    @property
    def open_quantity(self) -> Decimal:
        """What is still to be delivered."""
        return max(self.quantity - self.delivered_quantity, Decimal(0))

    @property
    def unbilled_quantity(self) -> Decimal:
        return max(self.quantity - self.billed_quantity, Decimal(0))
