"""Messages as everyone outside knows them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from doorstep.mail import collecting
from doorstep.mail.models import MailTemplate, Message, MessageRecipient
from doorstep.records.columns import Column, Filter, Section, View
from doorstep.records.fields import Field
from doorstep.records.kinds import Choice, Email, Text
from doorstep.records.masters import master_type
from doorstep.records.references import Reference
from doorstep.records.rows import Rows
from doorstep.records.types import RecordType

RECORDS = Rows(Reference(()), most=50)
RECIPIENTS = Rows(
    {
        "kind": Choice(tuple(MessageRecipient.Kind.choices), null=False),
        "name": Text(200, null=False),
        "address": Email(254, null=False),
    },
    insists=("address",),
    most=500,
)

MESSAGES = RecordType(
    model=Message,
    fields=(
        Field("subject"),
        Field("direction"),
        Field("from_name"),
        Field("from_address", kind=Email(254, null=False)),
        Field("recipients", label=_("To"), kind=RECIPIENTS, collect=collecting.recipients),
        Field("at"),
        Field("text"),
        *(Field(name, readonly=True) for name in ("state", "nature", "send_at", "files")),
        Field("mailbox", path="mailbox__address", readonly=True),
        Field("records", label=_("Belongs to"), kind=RECORDS, collect=collecting.message_records),
        *map(Field, ("is_private", "owner", "territory")),
    ),
    columns=(
        Column("subject", _("Message"), on_phone="m-main"),
        Column("from_address", _("From"), on_phone="m-b"),
        Column("direction", _("Direction")),
        Column("at", _("When"), sort="at", on_phone="m-a"),
        Column("state", _("State"), shown=False),
        Column("owner", _("Whose"), shown=False),
    ),
    filters=(
        Filter("direction", icon="mail"),
        Filter("at", icon="calendar-days"),
        Filter("nature", icon="tag"),
        Filter("state", icon="circle-dot"),
        *map(Filter, ("subject", "from_address", "from_name", "text")),
        Filter("owner", icon="user-round"),
        Filter("created_at", icon="calendar-days"),
    ),
    search=("subject", "from_name", "from_address", "text"),
    views=(
        View(_("All messages"), ""),
        View(_("Received"), "direction=IN"),
        View(_("Sent"), "direction=OUT"),
    ),
    facts=(
        Section(_("Message"), ("from_name", "from_address", "at", "direction", "state")),
        Section(_("Who may read it"), ("is_private", "owner")),
    ),
    icon="mail",
    default_sort="-at",
)

MAIL_TEMPLATES = master_type(
    MailTemplate, *map(Field, ("written_for", "subject", "text")), icon="mail"
)
