"""What a row becomes that stands for an opportunity: with whose it is, and what may be sold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.catalog.models import Item
from doorstep.exchange.customers import Customers
from doorstep.exchange.drafts import Draft, Outcome
from doorstep.exchange.makers import MAKERS, Maker
from doorstep.exchange.models import ExternalId
from doorstep.kit.normal.words import words
from doorstep.parties.actions import create_lead
from doorstep.parties.models import Customer, Lead, LeadStatus
from doorstep.pipeline.keeping import first_change
from doorstep.pipeline.models import Opportunity, OpportunityItem
from doorstep.pipeline.rules import enter, fill_blanks, give_party, of_party, settle, take_party
from doorstep.records.check import check
from doorstep.records.kinds import Wrong
from doorstep.records.models import company_read_once
from doorstep.records.types import RecordType
from doorstep.users.models import User

NOT_HERE = {"next_contact_at", "status", "tags"}  # what other rows follow from
Party = Lead | Customer


class OpportunityMaker(Maker):
    """Opportunities, each of a lead or customer that is there; an unknown name becomes a lead."""

    chunk = 1000

    def __init__(self, records: RecordType, options: Mapping[str, Any], by: User) -> None:
        super().__init__(records, options, by)
        self.customers = Customers(by)
        self._named: dict[str, Party] = {}
        self._usual: dict[tuple[type[Any], int], dict[str, Any]] = {}
        self._leads: dict[str, Lead] = {}

    def write(self, drafts: Sequence[Draft], *, singly: bool = False) -> None:
        with company_read_once():
            super().write(drafts, singly=singly)
        _follow_leads([draft.record_id for draft in drafts if draft.record_id])

    def prepare(self, drafts: Sequence[Draft]) -> None:
        super().prepare(drafts)
        self.customers.find(drafts)
        self._leads = _by_number(drafts, self.by)
        self._items = _items(drafts, self.by)

    def build(self, draft: Draft, values: dict[str, Any]) -> list[Any] | None:
        if NOT_HERE & values.keys():
            return None  # a calendar, or declarations of their own
        party = self._party(draft, values)
        begun = values.pop("created_at", None) or now()
        stage = values.pop("stage", None)
        opportunity = Opportunity(**{"owner": self.by} | values, created_at=begun)
        give_party(opportunity, party)
        fill_blanks(opportunity, self._usual_of(opportunity), values)
        enter(opportunity, stage or opportunity.stage)
        if "probability" in values and opportunity.stage.is_open:
            opportunity.probability = values["probability"]
        opportunity.stage_since = begun
        settle(opportunity)
        check(opportunity, unique=False)
        return [opportunity, first_change(opportunity), *self._line(draft, opportunity)]

    def arguments_of(self, draft: Draft) -> dict[str, Any]:
        if draft.outcome == Outcome.UPDATED:
            return {}
        found = {} if "party" in draft.values else {"party": self._party(draft, {})}
        if line := self._said(draft):
            amount = draft.values.get("amount")
            found["items"] = [line | {"rate": amount or 0}]
        return found

    def _party(self, draft: Draft, values: dict[str, Any]) -> Party | None:
        said = take_party(values)
        if said is not None:
            return said
        if number := draft.beyond.get("lead_external_id"):
            if number not in self._leads:
                raise Wrong(_("There is no lead with the number “%s” elsewhere.") % number[:60])
            return take_party({"lead": self._leads[number]})
        if found := self.customers.of(draft):
            return found
        name = words(draft.beyond.get("customer_name", ""))
        return self._lead_called(name) if name else None

    def _lead_called(self, name: str) -> Party:
        """A lead of this organisation, made once, where nobody is called so."""
        key = name.lower()
        if key not in self._named:
            mine = Lead.objects.visible_to(self.by).annotate(folded=Lower("organisation"))
            lead = mine.filter(folded=key).order_by("pk").first()
            lead = lead or create_lead(Lead, by=self.by, organisation=name)
            self._named[key] = take_party({"lead": lead}) or lead
        return self._named[key]

    def _usual_of(self, opportunity: Opportunity) -> dict[str, Any]:
        """What comes from whose it is, asked for once of each."""
        party: Any = opportunity.party
        key = (type(party), party.pk)
        if key not in self._usual:
            self._usual[key] = of_party(party) | {"amount": None}
        return self._usual[key]

    def _line(self, draft: Draft, opportunity: Opportunity) -> list[Any]:
        """What was sold: one of it, for all of the amount."""
        said = self._said(draft)
        if not said:
            return []
        line = OpportunityItem(opportunity=opportunity, rate=opportunity.amount or 0, **said)
        check(line, unique=False)
        return [line]

    def _said(self, draft: Draft) -> dict[str, Any]:
        name = words(draft.beyond.get("item", ""))
        item = self._items.get(name.lower())
        if item:
            return {"item": item, "description": item.name, "unit": item.unit}
        return {"description": name[:300]} if name else {}


def _by_number(drafts: Sequence[Draft], by: User) -> dict[str, Lead]:
    """The leads that rows name by their number elsewhere."""
    said = (draft.beyond.get("lead_external_id") for draft in drafts)
    numbers = sorted(set(filter(None, said)))
    if not numbers:
        return {}
    about = ExternalId.objects.filter(kind="lead", key__among=numbers)
    by_number = dict(about.values_list("key", "about_id"))
    found = Lead.objects.visible_to(by).select_related("customer").in_bulk(by_number.values())
    return {key: found[pk] for key, pk in by_number.items() if pk in found}


def _items(drafts: Sequence[Draft], by: User) -> dict[str, Item]:
    """The items that rows name, by their code or by their name; the code comes first."""
    said = (words(draft.beyond.get("item", "")).lower() for draft in drafts)
    names = sorted(set(filter(None, said)))
    rows = Item.objects.visible_to(by).select_related("unit") if names else Item.objects.none()
    found: dict[str, Item] = {}
    for field in ("name", "code"):
        lowered = rows.annotate(folded=Lower(field)).filter(folded__among=names)
        found |= {item.folded: item for item in lowered.order_by("-pk")}
    return found


def _follow_leads(pks: Sequence[int]) -> None:
    """The leads of new opportunities that are not lost say so, all at once."""
    code = LeadStatus.Code
    pursued = LeadStatus.objects.filter(code=code.OPPORTUNITY, disabled=False).first()
    if not pks or pursued is None:
        return
    over = (Opportunity.Status.LOST, Opportunity.Status.CLOSED)
    deals = Opportunity._base_manager.filter(pk__among=list(pks), lead=OuterRef("pk"))
    leads = Lead._base_manager.filter(Exists(deals.exclude(status__in=over)), customer=None)
    further = (code.OPPORTUNITY, code.QUOTATION, code.CONVERTED)
    moving = leads.exclude(status__code__in=further)
    moving = moving.exclude(status__kind=LeadStatus.Kind.BLOCKED)
    Lead.objects.filter(pk__in=list(moving.values_list("pk", flat=True))).update(status=pursued)


MAKERS["opportunity"] = OpportunityMaker
