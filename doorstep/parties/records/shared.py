"""What the record types of parties have in common."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from doorstep.parties.models import Customer, Lead, Supplier
from doorstep.records.columns import Column, Filter
from doorstep.records.fields import Field
from doorstep.records.filters import Quiet
from doorstep.records.kinds import Phone, Text, YesNo
from doorstep.records.references import Reference
from doorstep.records.rows import Rows

CREATED = Column("created_at", _("Created"), sort="created_at", cell="day")
OWNER = Filter("owner", icon="user-round")
OWNED = Column("owner")
TERRITORY = Filter("territory", icon="map-pin")
DATES = (
    Filter("created_at", icon="calendar-days"),
    Filter("updated_at", _("Changed"), icon="history"),
    Filter("quiet", _("No activity"), "updated_at", icon="clock-alert", kind=Quiet()),
)
PERSON = tuple(map(Field, ("salutation", "first_name", "middle_name", "last_name", "name")))


def phone(name: str) -> Field:
    return Field(name, kind=Phone(40, null=False))


def links(collect: object, **marks: object) -> Field:
    """``[{"record": "lead:7", …}]``: whose it is."""
    record = Reference((Lead, Customer, Supplier), null=False)
    kind = Rows({"record": record} | marks, insists=("record",))  # type: ignore[arg-type]
    return Field("links", label=_("Links"), kind=kind, collect=collect)  # type: ignore[arg-type]


MARK, ROLE = YesNo(null=False), Text(100, null=False)
