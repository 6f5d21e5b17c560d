"""What every document for a buyer says beside its lines."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import PaymentTerms
from doorstep.documents.models import Document
from doorstep.parties.models import Address, Contact


class SalesDocument(Document):
    """Whose attention it is for, where it goes, and by when it is paid.

    ``party_name`` is the name on the paper: that of the buyer when it was drawn up.
    """

    party_name = models.CharField(_("name"), max_length=480, blank=True, editable=False)
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("attention"),
    )
    billing_address = models.ForeignKey(
        Address,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("billing address"),
    )
    shipping_address = models.ForeignKey(
        Address,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("delivery address"),
    )
    payment_terms = models.ForeignKey(
        PaymentTerms,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("payment terms"),
    )

    class Meta:
        abstract = True
