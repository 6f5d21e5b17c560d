"""What a row becomes that stands for a lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.timezone import now

from doorstep.activity.next_contact import FIELDS as NEXT_CONTACT
from doorstep.exchange.drafts import Draft
from doorstep.exchange.makers import MAKERS, Maker
from doorstep.kit.normal.emails import email_key
from doorstep.parties.lead_rules import check_lead, check_status, set_values, settle
from doorstep.parties.models import ContactLink, Lead, sales_policy
from doorstep.parties.people import drawn_from
from doorstep.records.check import check
from doorstep.records.saving import fill
from doorstep.records.types import RecordType
from doorstep.users.models import User

NOT_ALONE = {"tags", *NEXT_CONTACT}  # what other rows follow from


class LeadMaker(Maker):
    """Leads, by the same rules as one that somebody types; with a contact where that is usual."""

    chunk = 1000

    def __init__(self, records: RecordType, options: Mapping[str, Any], by: User) -> None:
        super().__init__(records, options, by)
        self.policy = sales_policy()
        usual = {"status_id": self.policy.lead_status_id, "source_id": self.policy.lead_source_id}
        self.blank = Lead(owner=by, lead_owner=by, **usual)
        self.blank.region = self.policy.country

    def prepare(self, drafts: Sequence[Draft]) -> None:
        super().prepare(drafts)
        self.blank.created_at = now()

    def build(self, draft: Draft, values: dict[str, Any]) -> list[Any] | None:
        if values.get("next_contact_at"):
            return None  # that is an event in a calendar
        if self.policy.auto_create_contact and values.get("from_customer"):
            return None  # then the contact may be one that is there already
        lead = self.blank.twin()
        if owner := values.get("lead_owner"):
            lead.owner = owner
        if "status" in values:
            check_status(lead, values["status"])
        for name, value in values.items():
            setattr(lead, name, value)
        lead.tidy()
        check_lead(lead, self.policy, by=self.by, at=lead.created_at, twins=False)
        check(lead, tidied=True, unique=False)
        return [lead, *self._contact_of(lead)]

    def redraw(self, record: Any, values: Mapping[str, Any]) -> bool:
        if values.keys() & NOT_ALONE:
            return False
        set_values(record, {name: values[name] for name in values if name != "custom"}, by=self.by)
        fill(record, custom=values.get("custom"))
        settle(record, self.policy, by=self.by, at=self.blank.created_at)
        check(record, tidied=True, unique=False)
        return True

    def key_of(self, draft: Draft) -> Any:
        if "external_id" in draft.beyond and not self.policy.unique_email:
            return None
        return email_key(draft.values.get("email", ""))

    def known_as(self, keys: set[Any]) -> dict[Any, int]:
        rows = Lead._base_manager.filter(email_key__among=sorted(keys)).order_by("-pk")
        return dict(rows.values_list("email_key", "pk"))

    def _contact_of(self, lead: Lead) -> list[Any]:
        if not self.policy.auto_create_contact:
            return []
        contact, rows = drawn_from(lead, region=self.policy.country)
        check(contact, tidied=True, unique=False)
        return [contact, *rows, ContactLink(contact=contact, lead=lead)]


MAKERS["lead"] = LeadMaker
