"""What is known of an address we write to: whether letters arrive, and whether they are wanted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.kit.journaled import Journaled
from doorstep.kit.normal.emails import email_key
from doorstep.users.access import SharedQuerySet


class AddressStandingQuerySet(SharedQuerySet):
    def of(self, addresses: Any) -> dict[str, AddressStanding]:
        """By key, of those that anything is known of."""
        keys = {email_key(each) or each for each in addresses}
        return {each.address_key: each for each in self.filter(address_key__in=keys)}

    def closed(self) -> AddressStandingQuerySet:
        """To these nothing goes that goes to many."""
        return self.filter(Q(opted_out_at__isnull=False) | Q(bounced_at__isnull=False))


class AddressStanding(Journaled):
    """One row an address, once there is something to know."""

    class Why(models.TextChoices):
        LINK = "LINK", _("The link in a letter")
        COMPLAINT = "COMPLAINT", _("Marked as spam")
        BY_HAND = "BY_HAND", _("Told us")

    address = models.CharField(_("address"), max_length=254)
    address_key = models.CharField(max_length=254, unique=True, editable=False)
    opted_out_at = models.DateTimeField(_("wants no letters since"), null=True, blank=True)
    opted_out_why = models.CharField(_("how we know"), max_length=10, choices=Why, blank=True)
    bounced_at = models.DateTimeField(_("cannot be reached since"), null=True, blank=True)
    bounce_says = models.CharField(_("what their server said"), max_length=500, blank=True)

    untold: ClassVar[frozenset[str]] = frozenset({"address_key"})

    objects = AddressStandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing of an address")
        verbose_name_plural = _("standings of addresses")
        constraints = [
            models.CheckConstraint(
                condition=Q(opted_out_at__isnull=True) | ~Q(opted_out_why=""),
                name="who_opted_out_said_how",
            )
        ]

    def __str__(self) -> str:
        return self.address
