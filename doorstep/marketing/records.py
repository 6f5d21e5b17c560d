"""Sequences as everyone outside knows them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from doorstep.mail.models import MailTemplate
from doorstep.marketing import collecting
from doorstep.marketing.models import LONGEST, MailSequence
from doorstep.records.columns import Column, Filter, Section, View
from doorstep.records.fields import Field
from doorstep.records.kinds import Whole
from doorstep.records.references import Named
from doorstep.records.rows import Rows
from doorstep.records.types import RecordType

STEPS = Rows(
    {"after_days": Whole(0, LONGEST, null=False), "template": Named(MailTemplate, null=False)},
    insists=("after_days", "template"),
    most=50,
)

MAIL_SEQUENCES = RecordType(
    model=MailSequence,
    fields=(
        Field("name"),
        Field("status", readonly=True),
        *map(Field, ("weekdays_only", "from_hour", "to_hour")),
        Field("steps", label=_("Letters"), kind=STEPS, collect=collecting.steps),
        *map(Field, ("owner", "territory")),
    ),
    columns=(
        Column("name", _("Sequence"), on_phone="m-main"),
        Column("status", _("Status"), on_phone="m-a"),
        Column("owner", _("Owner"), on_phone="m-b"),
        Column("created_at", _("Created"), sort="created_at", shown=False),
    ),
    filters=(
        Filter("status", icon="circle-dot"),
        Filter("name"),
        Filter("owner", icon="user-round"),
        Filter("created_at", icon="calendar-days"),
    ),
    search=("name",),
    views=(View(_("All sequences"), ""), View(_("Active"), "status=ACTIVE")),
    facts=(
        Section(_("When letters go"), ("weekdays_only", "from_hour", "to_hour")),
        Section(_("Whose"), ("owner", "territory")),
    ),
    icon="mail",
    default_sort="-created_at",
)
