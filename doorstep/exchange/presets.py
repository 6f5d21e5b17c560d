"""What other systems call their columns, and what ours call the same.

Left are headers as they stand in an export, compared without case, spaces and punctuation; right
is a public field of ours, or one of the words an import understands beyond them (see targets.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field

Columns = dict[str, str]

ANY: dict[str, Columns] = {
    "lead": {
        "full name": "name",
        "lead name": "name",
        "contact name": "name",
        "given name": "first_name",
        "forename": "first_name",
        "family name": "last_name",
        "surname": "last_name",
        "company": "organisation",
        "company name": "organisation",
        "organization": "organisation",
        "account name": "organisation",
        "title": "job_title",
        "job title": "job_title",
        "position": "job_title",
        "mail": "email",
        "e-mail": "email",
        "e-mail address": "email",
        "email address": "email",
        "email 1": "email",
        "telephone": "phone",
        "phone number": "phone",
        "phone 1": "phone",
        "tel": "phone",
        "cell": "mobile",
        "cell phone": "mobile",
        "mobile phone": "mobile",
        "phone 2": "mobile",
        "web": "website",
        "url": "website",
        "homepage": "website",
        "lead status": "status",
        "lead source": "source",
        "source": "source",
        "lead owner": "lead_owner",
        "owner": "lead_owner",
        "assigned to": "lead_owner",
        "sales rep": "lead_owner",
        "notes": "note",
        "description": "note",
        "comments": "note",
        "created": "created_at",
        "created time": "created_at",
        "created date": "created_at",
        "create date": "created_at",
        "tags": "tags",
    },
    "contact": {
        "full name": "name",
        "contact name": "name",
        "given name": "first_name",
        "family name": "last_name",
        "surname": "last_name",
        "company": "customer_name",
        "company name": "customer_name",
        "account name": "customer_name",
        "organization": "customer_name",
        "title": "designation",
        "job title": "designation",
        "email": "email",
        "e-mail": "email",
        "email address": "email",
        "phone": "phone",
        "phone number": "phone",
        "mobile": "mobile",
        "mobile phone": "mobile",
        "contact owner": "owner",
        "notes": "note",
        "created time": "created_at",
        "create date": "created_at",
    },
    "opportunity": {
        "opportunity name": "title",
        "deal name": "title",
        "deal title": "title",
        "potential name": "title",
        "opportunity id": "external_id",
        "account": "customer_name",
        "account name": "customer_name",
        "company": "customer_name",
        "company name": "customer_name",
        "organization": "customer_name",
        "product": "item",
        "item": "item",
        "deal stage": "stage",
        "sales stage": "stage",
        "pipeline stage": "stage",
        "sales agent": "owner",
        "sales rep": "owner",
        "owner": "owner",
        "opportunity owner": "owner",
        "deal owner": "owner",
        "engage date": "created_at",
        "created time": "created_at",
        "create date": "created_at",
        "closing date": "expected_close",
        "expected close date": "expected_close",
        "close date": "closed_on",
        "closed date": "closed_on",
        "close value": "amount",
        "value": "amount",
        "lead source": "source",
        "notes": "note",
        "comments": "note",
    },
    "customer": {
        "account": "name",
        "account name": "name",
        "company": "name",
        "company name": "name",
        "customer name": "name",
        "organization": "name",
        "account owner": "owner",
        "e-mail": "email",
        "email": "email",
        "telephone": "phone",
        "street": "line1",
        "address": "line1",
        "zip": "postal_code",
        "postcode": "postal_code",
        "town": "city",
        "vat": "tax_id",
        "vat number": "tax_id",
        "tax number": "tax_id",
        "web": "website",
        "url": "website",
        "notes": "details",
        "description": "details",
        "created time": "created_at",
    },
}


@dataclass(frozen=True)
class Preset:
    """An export of another system. ``columns`` are its own names, before those anyone uses."""

    name: str
    label: str
    columns: dict[str, Columns] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    day_first: bool | None = None
    telling: tuple[str, ...] = ()
    is_ours: bool = False


PRESETS = {
    each.name: each
    for each in (
        Preset("any", "Any CSV or spreadsheet"),
        Preset(
            "doorstep",
            "Doorstep",
            # a person's name follows from its parts; a customer's main ones from their links
            {
                "lead": {"name": ""},
                "contact": {"name": ""},
                "customer": {"main contact": "", "main address": ""},
            },
            ignored=("updated at",),
            telling=("doorstep number",),
            is_ours=True,
        ),
        Preset(
            "zoho",
            "Zoho CRM",
            {
                "lead": {"leadid": "external_id", "industry": "industry", "converted": "custom"},
                "contact": {
                    "contactid": "external_id",
                    "account id": "customer_external_id",
                    "lead source": "custom",
                },
                "customer": {
                    "accountid": "external_id",
                    "account type": "group",
                    "industry": "industry",
                },
                "opportunity": {
                    "potentialid": "external_id",
                    "leadid": "lead_external_id",
                    "account id": "customer_external_id",
                    "potential owner": "owner",
                },
                "user": {"user id": "external_id"},
            },
            ignored=(
                *("month_created time1", "account owner id", "contact owner id"),
                *("tasks involved", "events involved", "calls involved", "activities involved"),
                *("expected revenue", "forecast type", "age in days", "age tier", "amount tier"),
                "campaign id",
            ),
        ),
        Preset(
            "salesforce",
            "Salesforce",
            {
                "lead": {
                    "id": "external_id",
                    "lead id": "external_id",
                    "name": "name",
                    "mailing city": "city",
                    "mailing state/province": "state",
                    "mailing country": "country",
                    "mailing street": "note",
                    "mailing zip/postal code": "note",
                },
                "contact": {
                    "id": "external_id",
                    "contact id": "external_id",
                    "accountid": "customer_external_id",
                    "mailing city": "city",
                    "mailing state/province": "state",
                    "mailing zip/postal code": "postal_code",
                    "mailing street": "line1",
                    "mailing country": "country",
                },
                "customer": {
                    "id": "external_id",
                    "account id": "external_id",
                    "custom ext id field": "external_id",
                    "customextidfield": "external_id",
                    "billing city": "city",
                    "billing street": "line1",
                    "billing zip/postal code": "postal_code",
                    "billing country": "country",
                },
            },
            ignored=("last activity", "last modified date", "numberofemployees"),
        ),
        Preset(
            "hubspot",
            "HubSpot",
            {
                "lead": {
                    "record id": "external_id",
                    "associated company": "organisation",
                    "contact owner": "lead_owner",
                    "country/region": "country",
                },
                "contact": {
                    "record id": "external_id",
                    "associated company": "customer_name",
                    "country/region": "country",
                    "lead status": "note",
                },
                "customer": {
                    "record id": "external_id",
                    "company owner": "owner",
                    "company domain name": "website",
                },
            },
        ),
        Preset(
            "pipedrive",
            "Pipedrive",
            {
                "lead": {
                    "person id": "external_id",
                    "person name": "name",
                    "person email": "email",
                    "person phone": "phone",
                    "organization name": "organisation",
                },
                "contact": {
                    "person id": "external_id",
                    "person name": "name",
                    "person email": "email",
                    "person phone": "phone",
                    "organization name": "customer_name",
                },
                "customer": {"organization id": "external_id", "organization name": "name"},
            },
            ignored=("person last activity date",),
        ),
    )
}
