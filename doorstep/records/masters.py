"""Lists that an administrator edits, as record types: what all of them share is said here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from doorstep.records.columns import Column
from doorstep.records.fields import Field
from doorstep.records.models import Master, Tag
from doorstep.records.types import RecordType


def master_type(model: type[Master], *fields: Field, **options: Any) -> RecordType:
    """``LEAD_SOURCES = master_type(LeadSource)``; ``fields`` are what it has besides a name."""
    columns = (
        Column("name", _("Name"), sort="name"),
        Column("position", _("Position"), sort="position", cell="number"),
    )
    shared = (Field("name"), *fields, Field("position"), Field("disabled"))
    return RecordType(
        model=model,
        columns=columns,
        fields=shared,
        **{"search": ("name",), "default_sort": "position"} | options,
    )


TAGS = master_type(Tag, Field("tone"), icon="tag")
