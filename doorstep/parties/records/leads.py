"""Leads as everyone outside knows them."""

from django.utils.translation import gettext_lazy as _

from doorstep.parties.models import Lead
from doorstep.parties.records.shared import DATES, OWNER, PERSON, TERRITORY, phone
from doorstep.records.columns import Bulk, Card, Column, Filter, Section, View
from doorstep.records.fields import Field
from doorstep.records.types import RecordType

LEADS = RecordType(
    model=Lead,
    fields=(
        *PERSON,
        *map(Field, ("organisation", "job_title", "gender", "email")),
        phone("phone"),
        phone("mobile"),
        *map(Field, ("website", "status", "source", "campaign", "territory", "industry")),
        *map(Field, ("market_segment", "from_customer", "type", "request_type", "request")),
        *map(Field, ("value", "employees", "annual_revenue")),
        Field("qualification"),
        *(Field(name, readonly=True) for name in ("qualified_by", "qualified_on")),
        *map(Field, ("lead_owner", "owner", "next_contact_by", "next_contact_at")),
        *map(Field, ("next_contact_until", "next_contact_how")),
        *map(Field, ("city", "state", "country", "language")),
        *map(Field, ("unsubscribed", "disabled")),
        *(Field(name, readonly=True) for name in ("score", "customer")),
    ),
    columns=(
        Column(
            "name",
            _("Lead"),
            sort="name",
            cell="who",
            reads=("name", "organisation"),
            on_phone="m-main",
        ),
        Column("status", _("Status"), on_phone="m-b"),
        Column("score", _("Score"), sort="score", cell="score"),
        Column(
            "next_contact_at",
            _("Next contact"),
            sort="next_contact_at",
            cell="due",
            on_phone="m-a",
            edits=True,
        ),
        Column("phone", _("Phone"), edits=True),
        Column("source", _("Source"), edits=True),
        Column("value", _("Value, €"), sort="value", cell="money", on_phone="m-c", edits=True),
        Column("territory__name", _("Territory"), shown=False, cell="text"),
        Column("created_at", _("Created"), sort="created_at", cell="day", shown=False),
        Column("lead_owner", _("Lead owner")),
        Column("owner", shown=False),
    ),
    filters=(
        Filter("status", icon="circle-dot"),
        Filter("lead_owner", icon="user-round"),
        Filter("source", icon="tag"),
        TERRITORY,
        Filter("next_contact_at", icon="clock"),
        Filter("value", icon="banknote"),
        Filter("score", icon="target"),
        Filter("campaign", icon="flag"),
        Filter("industry", icon="factory"),
        Filter("market_segment", icon="chart-pie"),
        *map(Filter, ("name", "organisation", "job_title", "email", "phone", "mobile")),
        *map(Filter, ("request", "city", "country", "language", "qualification", "type")),
        Filter("customer", icon="building-2"),
        Filter("unsubscribed", icon="ban"),
        OWNER,
        *DATES,
    ),
    search=("name", "organisation", "email", "phone", "mobile", "phone_key", "mobile_key"),
    views=(
        View(_("Open leads"), "status=Open&status=Replied&status=Interested"),
        View(_("Next to contact"), "status=Open&status=Replied&sort=next_contact_at"),
        View(_("New this week"), "created_at=this-week"),
        View(_("Going cold"), "status=Open&status=Replied&status=Interested&quiet=14"),
        View(_("Everyone’s"), ""),
    ),
    facts=(
        Section(_("Person"), ("name", "email", "phone", "mobile", "job_title")),
        Section(_("Need"), ("organisation", "request", "value", "next_contact_at")),
        Section(
            _("Origin"),
            ("source", "campaign", "from_customer", "territory", "industry", "lead_owner"),
        ),
    ),
    group_by="status",
    moves="lead.moved",
    card=Card(("organisation", "name"), "name", "source__name", "next_contact_at", "lead_owner"),
    total="value",
    bulk=(Bulk("lead.many_moved", field="status", icon="circle-dot"),),
    empty=_("Leads arrive from your web form, the portal, an import, or by hand."),
    email="email",
    icon="footprints",
)
