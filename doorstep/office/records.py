"""The tree of territories, as everyone outside knows it."""

from django.utils.translation import gettext_lazy as _

from doorstep.records.columns import Column
from doorstep.records.fields import Field
from doorstep.records.types import RecordType
from doorstep.users.models import Territory

TERRITORIES = RecordType(
    model=Territory,
    fields=(Field("name"), Field("parent")),
    columns=(Column("name", _("Name"), sort="name"),),
    search=("name",),
    default_sort="name",
    icon="map-pin",
)
