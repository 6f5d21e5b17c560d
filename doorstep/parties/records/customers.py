"""Customers and suppliers as everyone outside knows them."""

from django.utils.translation import gettext_lazy as _

from doorstep.parties import collecting
from doorstep.parties.models import Address, Contact, Customer, Supplier
from doorstep.parties.records.shared import CREATED, DATES, OWNED, OWNER, TERRITORY
from doorstep.records.columns import Column, Filter, Section, View
from doorstep.records.fields import Field
from doorstep.records.kinds import Number, Text, YesNo
from doorstep.records.references import Person, Reference
from doorstep.records.rows import Rows
from doorstep.records.types import RecordType

LIMITS = Rows(
    {
        "company": Text(200, null=False),
        "amount": Number(15, 2, null=False),
        "bypass_at_order": YesNo(null=False),
    },
    insists=("amount",),
)
TEAM = Rows(
    {"user": Person(null=False), "percent": Number(5, 2, null=False)},
    insists=("user", "percent"),
)

CUSTOMERS = RecordType(
    model=Customer,
    fields=(
        Field("name"),
        Field("type", by_label=True),
        *map(Field, ("group", "industry", "market_segment", "territory", "currency")),
        *map(Field, ("price_list", "payment_terms", "tax_id", "tax_category")),
        Field(
            "credit_limit",
            label=_("Credit limit"),
            kind=Number(15, 2),
            collect=collecting.credit_limit,
        ),
        Field(
            "credit_limits",
            label=_("Credit limits"),
            kind=LIMITS,
            collect=collecting.credit_limits,
        ),
        *map(Field, ("website", "language", "account_manager", "details")),
        *map(Field, ("next_contact_by", "next_contact_at", "next_contact_until")),
        Field("next_contact_how"),
        Field("lead", readonly=True),
        Field("primary_contact", kind=Reference((Contact,))),
        Field("primary_address", kind=Reference((Address,))),
        Field("email", path="primary_contact__email", label=_("E-mail")),
        Field("phone", path="primary_contact__phone", label=_("Phone")),
        Field("mobile", path="primary_contact__mobile", label=_("Mobile")),
        Field(
            "contacts",
            label=_("Contacts"),
            kind=Rows(Reference((Contact,))),
            collect=collecting.customer_contacts,
            readonly=True,
        ),
        Field(
            "addresses",
            label=_("Addresses"),
            kind=Rows(Reference((Address,))),
            collect=collecting.customer_addresses,
            readonly=True,
        ),
        Field(
            "portal_users",
            label=_("Portal users"),
            kind=Rows(Person(null=False)),
            collect=collecting.portal_users,
        ),
        Field("sales_team", label=_("Sales team"), kind=TEAM, collect=collecting.sales_team),
        *map(Field, ("disabled", "frozen", "owner")),
    ),
    columns=(
        Column("name", _("Customer"), sort="name", cell="company", on_phone="m-main"),
        Column("type", on_phone="m-b"),
        Column("group", _("Group")),
        Column("primary_contact__name", _("Main contact")),
        Column("next_contact_at", _("Next contact"), cell="due", on_phone="m-a", edits=True),
        CREATED,
        OWNED,
    ),
    filters=(
        Filter("name"),
        Filter("type", icon="building-2"),
        Filter("group", icon="folder"),
        Filter("industry", icon="factory"),
        Filter("market_segment", icon="chart-pie"),
        Filter("account_manager", icon="user-round"),
        Filter("next_contact_at", icon="clock"),
        *map(Filter, ("currency", "price_list", "payment_terms", "tax_id", "website")),
        *map(Filter, ("disabled", "frozen")),
        OWNER,
        TERRITORY,
        *DATES,
    ),
    search=("name", "tax_id"),
    views=(View(_("All customers"), ""),),
    facts=(
        Section(_("Customer"), ("name", "type", "group", "industry", "market_segment")),
        Section(_("Terms"), ("currency", "price_list", "payment_terms", "tax_id")),
        Section(
            _("Care"),
            ("account_manager", "next_contact_at", "territory", "owner", "website", "language"),
        ),
    ),
    icon="building-2",
)

SUPPLIERS = RecordType(
    model=Supplier,
    fields=(
        Field("name"),
        Field("type", by_label=True),
        *map(Field, ("group", "country", "tax_id", "website", "currency", "disabled")),
        *map(Field, ("territory", "owner")),
    ),
    columns=(
        Column("name", _("Supplier"), sort="name", cell="company", on_phone="m-main"),
        Column("type", on_phone="m-b"),
        Column("group", _("Group")),
        CREATED,
    ),
    filters=(Filter("name"), Filter("type"), Filter("group"), OWNER, TERRITORY, *DATES),
    search=("name", "tax_id"),
    views=(View(_("All suppliers"), ""),),
    facts=(Section(_("Supplier"), ("name", "type", "group", "country", "tax_id", "website")),),
    icon="truck",
)
