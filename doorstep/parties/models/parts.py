"""Links: what ties shared records to the parties they belong to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.records.models import Part

PARTIES = ("lead", "customer", "supplier")


class Link(Part):
    """Ties a shared record to exactly one party: a lead, a customer or a supplier."""

    lead = models.ForeignKey(
        "parties.Lead", models.CASCADE, null=True, blank=True, verbose_name=_("lead")
    )
    customer = models.ForeignKey(
        "parties.Customer", models.CASCADE, null=True, blank=True, verbose_name=_("customer")
    )
    supplier = models.ForeignKey(
        "parties.Supplier", models.CASCADE, null=True, blank=True, verbose_name=_("supplier")
    )

    class Meta:
        abstract = True

    @property
    def party(self) -> models.Model:
        """The lead, customer or supplier at the other end."""
        found: models.Model = getattr(self, self.party_field)
        return found

    @property
    def party_field(self) -> str:
        return next(each for each in PARTIES if getattr(self, f"{each}_id") is not None)


def to_exactly_one(name: str) -> models.CheckConstraint:
    """One of the three parties, never none, never two."""
    empty = {f"{each}__isnull": True for each in PARTIES}
    condition = Q()
    for each in PARTIES:
        condition |= Q(**empty | {f"{each}__isnull": False})
    return models.CheckConstraint(
        condition=condition,
        name=name,
        violation_error_message=_("A link leads to one lead, customer or supplier."),
    )


def once_per_party(of: str, kind: str) -> list[models.UniqueConstraint]:
    """The same link twice is one link."""
    return [
        models.UniqueConstraint(fields=[of, party], name=f"one_{kind}_link_per_{party}")
        for party in PARTIES
    ]


def one_marked(flag: str, kind: str, says: str) -> list[models.UniqueConstraint]:
    """Of a party's links one at most carries the flag."""
    return [
        models.UniqueConstraint(
            fields=[party],
            condition=Q(**{flag: True}),
            name=f"one_{kind}_per_{party}",
            violation_error_message=says,
        )
        for party in PARTIES
    ]
