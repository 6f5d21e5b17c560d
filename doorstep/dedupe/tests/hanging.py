"""A row of every table that can belong to a lead, a contact or a customer."""

from datetime import date
from decimal import Decimal as D
from functools import partial

from doorstep.activity.testing import make_calendar_event, make_task
from doorstep.billing.models import DunningStop
from doorstep.billing.testing import make_credit_note, make_payment, make_sales_invoice
from doorstep.kit.noting import unrecorded
from doorstep.mail.testing import make_message
from doorstep.parties.linking import link_to
from doorstep.parties.models import CreditLimit, PortalUser, SalesTeamMember
from doorstep.parties.testing import make_address, make_contact, make_customer, make_lead
from doorstep.pipeline.testing import make_opportunity
from doorstep.portal.testing import make_web_user
from doorstep.pricing.models import Coupon
from doorstep.pricing.testing import make_price
from doorstep.receivables.ledger import post
from doorstep.receivables.models import Account
from doorstep.records.models import Attached, Tag, Tagging
from doorstep.selling.testing import make_delivery_note, make_quotation, make_sales_order


def saved(row):
    with unrecorded():
        row.save()
    return row


def make_tag(name):
    word = Tag(name=name)
    word.tidy()
    return saved(word)


def hang(model, record, user):
    if model is Tagging:
        return saved(Tagging.to(record, tag=make_tag(f"Warm {record.pk}"), owner=user))
    values = {
        "Note": {"text": "Likes brass"},
        "ExternalId": {"kind": "lead", "key": f"SF-{record.pk}"},
        "Attachment": {"name": "plan.pdf", "size": 1},
        "Merged": {"gone_id": 10**6, "name": "Somebody"},
        "Apart": {"other_id": 10**6, "name": "Somebody"},
        "Call": {"outcome": "BUSY"},
        "PortalMessage": {"text": "Is it brass?"},
        "Share": {"user": user},
    }
    makers = {
        "EventLink": ("event", make_calendar_event),
        "TaskLink": ("task", make_task),
        "MessageLink": ("message", make_message),
    }
    if model.__name__ == "Enrolment":
        return enrolled(model, record, user)
    if model.__name__ in makers:
        name, make = makers[model.__name__]
        return saved(model.to(record, **{name: make(owner=user)}))
    return saved(model.to(record, **values[model.__name__]))


def enrolled(model, record, user):
    sequence = model._meta.get_field("sequence").related_model(name=f"Welcome {record.pk}")
    email = f"{record.pk}@x.test"
    values = {"email": email, "email_key": email, "starts_on": date(2026, 3, 2)}
    return saved(model.to(record, sequence=saved(sequence), owner=user, **values))


def child(pointer, record, user):
    """A row of each table that can belong to a lead, a contact or a customer."""
    label = f"{pointer.model.__name__}.{pointer.column}"
    if issubclass(pointer.model, Attached):
        return hang(pointer.model, record, user)
    own = {"owner": user}
    makers = {
        "AddressLink.lead_id": lambda: make_address(lead=record, **own).links.get(),
        "AddressLink.customer_id": lambda: make_address(customer=record, **own).links.get(),
        "ContactLink.lead_id": lambda: make_contact(lead=record, **own).links.get(),
        "ContactLink.customer_id": lambda: make_contact(customer=record, **own).links.get(),
        "ContactLink.contact_id": lambda: make_contact_link(record, user),
        "ContactEmail.contact_id": lambda: record.emails.get(),
        "ContactPhone.contact_id": lambda: record.phones.get(),
        "Customer.lead_id": lambda: make_customer(name="Made of it", lead=record, **own),
        "Customer.primary_contact_id": lambda: make_customer(primary_contact=record, **own),
        "PortalUser.customer_id": lambda: saved(PortalUser(customer=record, user=user)),
        "SalesTeamMember.customer_id": lambda: saved(
            SalesTeamMember(customer=record, user=user, percent=100)
        ),
        "CreditLimit.customer_id": lambda: saved(CreditLimit(customer=record, amount=5)),
        "ItemPrice.customer_id": lambda: make_price(customer=record, **own),
        "Lead.from_customer_id": lambda: make_lead(from_customer=record, **own),
        "Lead.customer_id": lambda: make_lead(customer=record, **own),
        "DunningStop.customer_id": lambda: saved(DunningStop(customer=record)),
        "Account.customer_id": lambda: saved(Account(customer=record, currency="CHF")),
        "Coupon.customer_id": lambda: saved(
            Coupon(name=f"FOR-{record.pk}", customer=record, discount_percent=5)
        ),
        "PortalAccount.lead_id": lambda: make_web_user(lead=record).portal_account,
        "LedgerEntry.customer_id": lambda: posted(record, user),
    } | {
        f"{make.__annotations__['return']}.{column}_id": partial(
            made_out, make, column, record, own
        )
        for kind, make in PAPERS.items()
        for column in ("lead", "customer", "contact")
    }
    return makers[label]()


PAPERS = {
    "Opportunity": make_opportunity,
    "Quotation": make_quotation,
    "SalesOrder": make_sales_order,
    "DeliveryNote": make_delivery_note,
    "SalesInvoice": make_sales_invoice,
    "CreditNote": make_credit_note,
    "Payment": make_payment,
}


def made_out(make, column, record, own):
    party = {"customer": make_customer(name=f"For {make.__name__}")} if column == "contact" else {}
    return make(**{column: record} | party | own)


def posted(customer, user):
    """A row of the ledger, with the account that goes with it."""
    order = make_sales_order(customer=customer, owner=user, number=f"SO-{customer.pk}")
    said = {"kind": "INVOICE", "currency": "EUR", "day": date(2026, 3, 2)}
    with unrecorded():
        return post(customer, document=order, amount=D(5), base_amount=D(5), **said)


def make_contact_link(contact, user):
    return child_link(contact, make_customer(name="Linked", owner=user))


def child_link(contact, customer):
    with unrecorded():
        return link_to(contact, customer)
