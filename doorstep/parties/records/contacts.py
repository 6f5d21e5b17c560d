"""Contacts and addresses as everyone outside knows them."""

from django.utils.translation import gettext_lazy as _

from doorstep.parties import collecting
from doorstep.parties.models import Address, Contact, ContactPhone
from doorstep.parties.records.shared import (
    CREATED,
    DATES,
    MARK,
    OWNED,
    OWNER,
    PERSON,
    ROLE,
    TERRITORY,
    links,
    phone,
)
from doorstep.records.columns import Column, Filter, Section, View
from doorstep.records.fields import Field
from doorstep.records.kinds import Choice, Email, Phone
from doorstep.records.rows import Rows
from doorstep.records.types import RecordType

EMAILS = Rows({"email": Email(254, null=False), "is_primary": MARK}, insists=("email",))
PHONES = Rows(
    {
        "number": Phone(40, null=False),
        "kind": Choice(tuple(ContactPhone.Kind.choices), null=False),
        "is_primary": MARK,
    },
    insists=("number",),
)

CONTACTS = RecordType(
    model=Contact,
    fields=(
        *PERSON,
        Field("code", readonly=True),
        *map(Field, ("gender", "organisation", "designation", "department", "email")),
        phone("phone"),
        phone("mobile"),
        Field("emails", label=_("E-mails"), kind=EMAILS, collect=collecting.emails),
        Field("phones", label=_("Phones"), kind=PHONES, collect=collecting.phones),
        links(collecting.contact_links, role=ROLE, is_primary=MARK, is_billing=MARK),
        *map(Field, ("user", "unsubscribed", "territory", "owner")),
    ),
    columns=(
        Column("name", _("Contact"), sort="name", cell="person", on_phone="m-main"),
        Column("designation", _("Designation"), edits=True),
        Column("organisation", _("Organisation"), sort="organisation", edits=True),
        Column("email", _("E-mail"), edits=True, on_phone="m-b"),
        Column("phone", _("Phone"), edits=True),
        Column("mobile", _("Mobile"), edits=True, shown=False),
        OWNED,
    ),
    filters=(
        *map(Filter, ("name", "email", "phone", "mobile", "organisation", "designation")),
        *map(Filter, ("department", "unsubscribed")),
        OWNER,
        TERRITORY,
        *DATES,
    ),
    search=("name", "organisation", "emails__email", "phones__number", "phones__number_key"),
    views=(View(_("All contacts"), ""),),
    facts=(
        Section(_("Person"), ("name", "designation", "department", "email", "phone", "mobile")),
        Section(_("Belongs to"), ("organisation", "territory", "owner")),
    ),
    icon="user-round",
)

ADDRESSES = RecordType(
    model=Address,
    fields=(
        Field("title", required=False),
        Field("type", by_label=True),
        Field("name", readonly=True),
        *map(Field, ("line1", "line2", "city", "county", "state", "postal_code", "country")),
        Field("email"),
        phone("phone"),
        Field("tax_category"),
        Field("disabled"),
        links(collecting.address_links, is_primary=MARK, is_billing=MARK, is_shipping=MARK),
        *map(Field, ("territory", "owner")),
    ),
    columns=(
        Column("name", _("Address"), sort="name", cell="company", on_phone="m-main"),
        Column("line1", _("Line 1"), edits=True),
        Column("postal_code", _("Postal code"), edits=True),
        Column("city", _("City"), sort="city", edits=True, on_phone="m-b"),
        Column("country", _("Country")),
        CREATED,
    ),
    filters=(
        *map(Filter, ("name", "type", "line1", "city", "state", "postal_code", "country")),
        Filter("disabled"),
        OWNER,
        TERRITORY,
        *DATES,
    ),
    search=("name", "line1", "city", "postal_code"),
    views=(View(_("All addresses"), ""),),
    facts=(
        Section(
            _("Address"),
            ("line1", "line2", "postal_code", "city", "county", "state", "country"),
        ),
        Section(_("More"), ("title", "type", "email", "phone", "tax_category", "disabled")),
    ),
    icon="map-pin",
)
