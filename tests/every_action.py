"""How every action can be called on a small company: for tests that try them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from doorstep.activity.actions import add_note
from doorstep.activity.calendar.reading import read_calendar
from doorstep.activity.models import EventParticipant
from doorstep.activity.testing import make_calendar_event, make_task
from doorstep.catalog.models import Item
from doorstep.catalog.testing import make_item, unit
from doorstep.history.action import ACTIONS, last_event
from doorstep.history.actions import revert
from doorstep.kit.noting import unrecorded
from doorstep.mail.models import Mailbox, MailProvider, Message, SeenMessage
from doorstep.mail.testing import make_arrival, make_mailbox, make_message, make_provider, receive
from doorstep.parties.actions import link_address, link_contact
from doorstep.parties.models import (
    Address,
    AddressTemplate,
    Contact,
    Customer,
    CustomerGroup,
    Lead,
    LeadSource,
    LeadStatus,
    Supplier,
    sales_policy,
)
from doorstep.parties.testing import (
    make_address,
    make_contact,
    make_customer,
    make_lead,
    make_supplier,
)
from doorstep.pricing.models import ItemPrice
from doorstep.pricing.testing import make_price
from doorstep.records.actions import add_field, archive_field, attach, share_record, tag, update
from doorstep.records.actions.batch import save_many
from doorstep.records.models import Company, CustomField
from doorstep.selling.testing import make_sales_order
from doorstep.users.access import Reach
from doorstep.users.models import Role, Team, Territory, User
from doorstep.users.testing import make_role, make_team, make_territory, make_user
from tests.every_deal import DEAL_CALLS
from tests.every_document import DOCUMENTS
from tests.every_letter import LETTER_CALLS, ignored_row, rule, rule_of_what_waits
from tests.every_plan import PLAN_CALLS, after
from tests.every_shop import SHOP_CALLS

# What only makes sense as part of something longer, and the test that takes that back.
ELSEWHERE = {
    "*.imported": "doorstep/exchange/tests/test_import.py::test_an_import_is_undone_as_a_whole",
    "*.many_done": "tests/ui/test_bulk.py::"
    "test_very_many_are_changed_in_parts_and_undone_together",
    "*.undone": "tests/test_undo.py::test_undoing_the_undo_does_it_again",
}
FIELD = {"record_type": "parties.lead", "name": "pet", "label": "Pet", "kind": "TEXT"}


@dataclass
class World:
    """Two who administer, and one of each."""

    chief: User
    lead: Lead = field(init=False)

    def __post_init__(self) -> None:
        self.role = make_role("Helpers")
        self.other = make_user("other@example.org", roles=[self.role])
        self.rep = make_user("rep@example.org", roles=[make_role("Reps", Reach.OWN)])
        self.lead = make_lead(owner=self.chief, email="ada@example.org", phone="+44 20 7946 0018")
        self.customer = make_customer(owner=self.chief)
        self.contact = make_contact(
            owner=self.chief, email="b@example.org", phone="+44 1632 960983"
        )
        self.address = make_address(owner=self.chief)
        self.order = make_sales_order(owner=self.chief)
        self.event = make_calendar_event(owner=self.chief)
        first = now().replace(microsecond=0) + timedelta(days=1)
        daily = {"recurrence": "FREQ=DAILY;COUNT=9", "timezone": "UTC", "starts_at": first}
        self.series = make_calendar_event(owner=self.chief, **daily)
        self.third = self.series.starts_at + timedelta(days=2)
        self.task = make_task(owner=self.chief)
        self.price = make_price(owner=self.chief)
        self.item, self.dozen = make_item(owner=self.chief), unit("Dozen")
        self.message = make_message(owner=self.chief, records=[self.lead])
        self.team = make_team(name="East")
        self.territory = make_territory(name="Hamburg")

    @property
    def replied(self) -> Any:
        return LeadStatus.objects.get(code="REPLIED")

    def did(self, name: str, subject: Any, /, **arguments: Any) -> Any:
        return ACTIONS[name](subject, by=self.chief, **arguments)

    def note(self) -> Any:
        return add_note(self.lead, by=self.chief, text="Called.")

    def file(self) -> Any:
        return SimpleUploadedFile("plan.txt", b"a plan", "text/plain")

    def custom_field(self) -> Any:
        return add_field(CustomField, by=self.chief, **FIELD)

    def like_the_lead(self) -> Lead:
        return make_lead(owner=self.chief, name="A. Byron", city="Bonn")

    def master(self) -> Any:
        with unrecorded():
            return LeadStatus.objects.create(name="On ice", kind=self.replied.kind)

    def invited(self) -> Any:
        event = make_calendar_event(owner=self.other)
        with unrecorded():
            EventParticipant(event=event, user=self.chief, email=self.chief.email).save()
        return event

    def calendar_read(self) -> Any:
        lines = "BEGIN:VEVENT\nUID:1@x\nSUMMARY:Fair\nDTSTART:20300101T090000Z\nEND:VEVENT\n"
        return read_calendar(f"BEGIN:VCALENDAR\n{lines}END:VCALENDAR\n").events

    def template(self) -> Any:
        with unrecorded():
            return AddressTemplate.objects.create(country="FR", layout="{line1}")


Call = Callable[[World], Any]
CALLS: dict[str, Call] = DOCUMENTS | {
    "*.attached": lambda w: w.did("*.attached", w.lead, file=w.file()),
    "*.batch_saved": lambda w: save_many(
        Lead, by=w.chief, items=[{"name": "Eve"}, {"id": w.lead.pk, "request": "lamps"}]
    ),
    "*.created": lambda w: w.did("*.created", LeadSource, name="A fair"),
    "*.deleted": lambda w: w.did("*.deleted", make_lead(owner=w.chief, name="Eve")),
    "*.exported": lambda w: w.did("*.exported", Lead, told="2 leads, CSV"),
    "*.many_deleted": lambda w: w.did("*.many_deleted", Lead, ids=[w.lead.pk]),
    "*.many_tagged": lambda w: w.did("*.many_tagged", Lead, ids=[w.lead.pk], names=["hot"]),
    "*.many_updated": lambda w: w.did("*.many_updated", Lead, ids=[w.lead.pk], request="lamps"),
    "*.merged": lambda w: w.did(
        "*.merged", Lead, keep=w.lead.pk, merge=[w.like_the_lead().pk], take={}
    ),
    "*.noted": lambda w: w.did("*.noted", w.lead, text="Called."),
    "*.reverted": lambda w: _revert(w),
    "*.reordered": lambda w: w.did(
        "*.reordered", LeadSource, ids=[LeadSource.objects.order_by("position").last().pk]
    ),
    "*.shared": lambda w: w.did("*.shared", w.lead, to=w.rep),
    "*.unshared": lambda w: after(
        share_record(w.lead, by=w.chief, to=w.rep), w.did, "*.unshared", w.lead, to=w.rep
    ),
    "*.tagged": lambda w: w.did("*.tagged", w.lead, names=["hot", "new"]),
    "*.told_apart": lambda w: w.did("*.told_apart", w.lead, other=w.like_the_lead()),
    "*.untagged": lambda w: after(
        tag(w.lead, by=w.chief, names=["hot"]), w.did, "*.untagged", w.lead, names=["hot"]
    ),
    "*.updated": lambda w: w.did("*.updated", w.lead, request="lamps", score=7),
    "*.replaced": lambda w: w.did(
        "*.replaced",
        LeadSource.objects.get(name="Referral"),
        into=LeadSource.objects.get(name="Website"),
    ),
    "address.created": lambda w: w.did(
        "address.created",
        Address,
        title="Shed",
        type="SHIPPING",
        line1="Lane 1",
        city="Bonn",
        country="DE",
        links=[{"record": w.customer, "is_billing": True}],
    ),
    "address.deleted": lambda w: w.did("address.deleted", w.address),
    "address.linked": lambda w: w.did(
        "address.linked", w.address, record=w.customer, is_primary=True
    ),
    "address.unlinked": lambda w: after(
        link_address(w.address, by=w.chief, record=w.customer, is_primary=True),
        w.did,
        "address.unlinked",
        w.address,
        record=w.customer,
    ),
    "address.updated": lambda w: w.did("address.updated", w.address, city="Köln"),
    "address_template.created": lambda w: w.did(
        "address_template.created", AddressTemplate, country="FR", layout="{line1}"
    ),
    "address_template.deleted": lambda w: w.did("address_template.deleted", w.template()),
    "address_template.updated": lambda w: w.did(
        "address_template.updated", w.template(), layout="{line1}\n{city}"
    ),
    "attachment.removed": lambda w: w.did(
        "attachment.removed", attach(w.lead, by=w.chief, file=w.file())
    ),
    "company.taken_out": lambda w: w.did("company.taken_out", Company),
    "company.changed": lambda w: w.did("company.changed", Company, name="Hollin"),
    "contact.created": lambda w: w.did(
        "contact.created",
        Contact,
        name="Grace Hopper",
        emails=[{"email": "g@example.org"}],
        phones=[{"number": "+44 20 7946 0000"}],
        links=[{"record": w.customer}],
    ),
    "contact.deleted": lambda w: w.did("contact.deleted", w.contact),
    "contact.linked": lambda w: w.did("contact.linked", w.contact, record=w.customer),
    "contact.unlinked": lambda w: after(
        link_contact(w.contact, by=w.chief, record=w.customer),
        w.did,
        "contact.unlinked",
        w.contact,
        record=w.customer,
    ),
    "contact.updated": lambda w: w.did(
        "contact.updated", w.contact, name="Charles B", emails=[{"email": "c@example.org"}]
    ),
    "contact.welcomed": lambda w: w.did("contact.welcomed", Contact, user=w.other),
    "custom_field.archived": lambda w: w.did("custom_field.archived", w.custom_field()),
    "custom_field.brought": lambda w: w.did(
        "custom_field.brought", CustomField, kind="parties.lead", headers=["Pet", "Hair"]
    ),
    "custom_field.created": lambda w: w.did("custom_field.created", CustomField, **FIELD),
    "custom_field.deleted": lambda w: w.did("custom_field.deleted", w.custom_field()),
    "custom_field.many_moved": lambda w: w.did(
        "custom_field.many_moved", CustomField, ids=[w.custom_field().pk]
    ),
    "custom_field.restored": lambda w: w.did(
        "custom_field.restored", archive_field(w.custom_field(), by=w.chief)
    ),
    "custom_field.updated": lambda w: w.did(
        "custom_field.updated", w.custom_field(), label="Animal"
    ),
    "customer.created": lambda w: w.did("customer.created", Customer, name="Engines Ltd"),
    "customer.deleted": lambda w: w.did(
        "customer.deleted", make_customer(owner=w.chief, name="X")
    ),
    "customer.updated": lambda w: w.did("customer.updated", w.customer, name="Renamed"),
    "customer_group.created": lambda w: w.did(
        "customer_group.created", CustomerGroup, name="Hotels", parent=_top(CustomerGroup)
    ),
    "customer_group.deleted": lambda w: w.did(
        "customer_group.deleted", CustomerGroup.objects.get(name="Government")
    ),
    "customer_group.updated": lambda w: w.did(
        "customer_group.updated", CustomerGroup.objects.exclude(parent=None).first(), name="Inns"
    ),
    "grant.set": lambda w: w.did(
        "grant.set", w.role, model="parties.lead", reaches={"view": "OWN"}
    ),
    "item.created": lambda w: w.did("item.created", Item, code="L-77", name="Lantern Fjord"),
    "item.updated": lambda w: w.did(
        "item.updated", w.item, name="Lantern Fjord II", units=[{"unit": w.dozen, "factor": 12}]
    ),
    "item_price.created": lambda w: w.did(
        "item_price.created", ItemPrice, item=w.item, price_list=w.price.price_list, rate=9
    ),
    "item_price.updated": lambda w: w.did("item_price.updated", w.price, rate=11),
    "lead.assigned": lambda w: w.did("lead.assigned", w.lead, to=w.rep, text="Be kind."),
    "lead.blocked": lambda w: w.did("lead.blocked", w.lead),
    "lead.converted": lambda w: w.did("lead.converted", w.lead),
    "lead.created": lambda w: w.did(
        "lead.created", Lead, name="Eve Online", phone="+44 20 7946 0111"
    ),
    "lead.deleted": lambda w: w.did("lead.deleted", w.lead),
    "lead.many_assigned": lambda w: w.did("lead.many_assigned", Lead, ids=[w.lead.pk], to=w.other),
    "lead.many_moved": lambda w: w.did("lead.many_moved", Lead, ids=[w.lead.pk], status=w.replied),
    "lead.moved": lambda w: w.did("lead.moved", w.lead, status=w.replied),
    "lead.qualified": lambda w: w.did("lead.qualified", w.lead, qualification="QUALIFIED"),
    "lead.updated": lambda w: w.did(
        "lead.updated", w.lead, name="Ada L", next_contact_at=now() + timedelta(days=1)
    ),
    "lead_status.created": lambda w: w.did(
        "lead_status.created", LeadStatus, name="On ice", kind=w.replied.kind
    ),
    "lead_status.deleted": lambda w: w.did("lead_status.deleted", w.master()),
    "lead_status.updated": lambda w: w.did("lead_status.updated", w.replied, name="Answered"),
    "message.created": lambda w: w.did(
        "message.created",
        Message,
        subject="Lamps",
        from_address="ada@example.org",
        recipients=[{"address": "sales@example.org"}],
        records=[w.lead],
    ),
    "message.deleted": lambda w: w.did("message.deleted", w.message),
    "message.received": lambda w: receive(w.lead.email),
    "message.recognised": lambda w: w.did(
        "message.recognised", make_message(owner=w.chief), records=[w.lead], why="SENDER"
    ),
    "message.updated": lambda w: w.did(
        "message.updated", w.message, is_private=True, records=[w.customer]
    ),
    "mailbox.changed": lambda w: w.did("mailbox.changed", make_mailbox(), name="Sales"),
    "mailbox.connected": lambda w: w.did(
        "mailbox.connected", Mailbox, address="post@hollin.example", password="secret"
    ),
    "mailbox.own_changed": lambda w: w.did(
        "mailbox.own_changed", make_mailbox(kind="PERSONAL", owner=w.chief), shares="OWNER"
    ),
    "mailbox.own_connected": lambda w: w.did(
        "mailbox.own_connected", Mailbox, provider=make_provider(), address="chief@hollin.example"
    ),
    "mail_provider.added": lambda w: w.did(
        "mail_provider.added",
        MailProvider,
        name="Post",
        imap_host="imap.x.example",
        auth="PASSWORD",
    ),
    "mail_provider.changed": lambda w: w.did(
        "mail_provider.changed", make_provider(), name="Post"
    ),
    "mailbox.switched": lambda w: w.did("mailbox.switched", make_mailbox(), on=False),
    "master.brought": lambda w: w.did("master.brought", LeadSource, names=["A fair", "A walk"]),
    "profile.kept": lambda w: w.did("profile.kept", w.chief, name="The Chief"),
    "ignore_rule.added": lambda w: rule(w),
    "ignore_rule.applied": lambda w: w.did("ignore_rule.applied", rule_of_what_waits(w)),
    "ignore_rule.deleted": lambda w: w.did("ignore_rule.deleted", rule(w)),
    "seen_message.wanted": lambda w: w.did("seen_message.wanted", ignored_row(w)),
    "seen_message.refused": lambda w: w.did(
        "seen_message.refused", SeenMessage, arrival=make_arrival(), reason="ERROR"
    ),
    "role.added": lambda w: w.did("role.added", Role, name="Interns", like=w.role),
    "role.changed": lambda w: w.did("role.changed", w.role, name="Aides", needs_second_step=True),
    "role.deleted": lambda w: w.did("role.deleted", make_role("Nobody has it")),
    "role.given": lambda w: w.did("role.given", w.other, role=make_role("One more")),
    "role.taken": lambda w: w.did("role.taken", w.other, role=w.role),
    "sales_policy.updated": lambda w: w.did(
        "sales_policy.updated", sales_policy(), unique_email=False
    ),
    "supplier.created": lambda w: w.did("supplier.created", Supplier, name="Brass Ltd"),
    "supplier.deleted": lambda w: w.did("supplier.deleted", make_supplier(owner=w.chief)),
    "team.added": lambda w: w.did("team.added", Team, name="West", members=[w.other]),
    "team.changed": lambda w: w.did("team.changed", w.team, name="Far East", members=[w.other]),
    "team.deleted": lambda w: w.did("team.deleted", w.team),
    "thread.done": lambda w: w.did("thread.done", w.message.thread),
    "thread.handed": lambda w: w.did("thread.handed", w.message.thread, to=w.other),
    "thread.ignored": lambda w: w.did("thread.ignored", w.message.thread),
    "thread.lead_made": lambda w: w.did("thread.lead_made", make_message().thread),
    "thread.linked": lambda w: w.did("thread.linked", w.message.thread, record=w.customer),
    "thread.reopened": lambda w: w.did("thread.reopened", w.did("thread.done", w.message.thread)),
    "thread.snoozed": lambda w: w.did(
        "thread.snoozed", w.message.thread, until=now() + timedelta(days=1)
    ),
    "thread.unlinked": lambda w: w.did("thread.unlinked", w.message.thread, record=w.lead),
    "territory.created": lambda w: w.did("territory.created", Territory, name="Bremen"),
    "territory.updated": lambda w: w.did("territory.updated", w.territory, name="HH"),
    "territory.deleted": lambda w: w.did("territory.deleted", w.territory),
    "user.added": lambda w: w.did(
        "user.added", User, email="new@example.org", name="New", roles=[w.role]
    ),
    "user.brought": lambda w: w.did("user.brought", User, names=["Some One"]),
    "user.changed": lambda w: w.did("user.changed", w.other, name="Another", roles=[]),
    "user.handed_over": lambda w: w.did("user.handed_over", w.chief, to=w.other),
    "user.readmitted": lambda w: after(
        w.did("user.suspended", w.other), w.did, "user.readmitted", w.other
    ),
    "user.suspended": lambda w: w.did("user.suspended", w.other),
    **DEAL_CALLS,
    **LETTER_CALLS,
    **PLAN_CALLS,
    **SHOP_CALLS,
}


def _revert(world: World) -> Any:
    update(world.lead, by=world.chief, request="lamps", score=7)
    event = last_event()
    return revert(world.lead, by=world.chief, event=event, field="request")


def _top(model: Any) -> Any:
    return model.objects.get(parent=None)
