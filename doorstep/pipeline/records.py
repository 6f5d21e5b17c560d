"""Opportunities and their lists, as everyone outside knows them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from doorstep.parties.models import Customer, Lead
from doorstep.pipeline.collecting import REASONS, RIVALS, party, party_names
from doorstep.pipeline.models import (
    Competitor,
    LostReason,
    Opportunity,
    OpportunityItem,
    OpportunityType,
    Stage,
)
from doorstep.pipeline.rotting import Rotting
from doorstep.records.columns import Bulk, Card, Column, Filter, Section, View
from doorstep.records.fields import Field
from doorstep.records.filters import Quiet
from doorstep.records.masters import master_type
from doorstep.records.parts import parts_field
from doorstep.records.references import Named, Reference
from doorstep.records.rows import Rows
from doorstep.records.types import RecordType

STAGES = master_type(
    Stage,
    *map(Field, ("kind", "probability", "rots_after", "reached_by", "tone", "glyph")),
    icon="target",
)
LOST_REASONS = master_type(LostReason, icon="ban")
COMPETITORS = master_type(Competitor, Field("website"), icon="git-compare-arrows")
OPPORTUNITY_TYPES = master_type(OpportunityType, icon="tag")

OPPORTUNITIES = RecordType(
    model=Opportunity,
    fields=(
        Field("title"),
        Field(
            "party",
            label=_("Lead or customer"),
            kind=Reference((Lead, Customer), null=False),
            collect=party,
        ),
        *map(Field, ("contact", "type", "stage", "probability", "amount", "currency")),
        Field("exchange_rate"),
        Field("base_amount", readonly=True),
        *map(Field, ("dated_on", "expected_close", "closed_on", "status")),
        parts_field(
            "items",
            OpportunityItem,
            *("item", "description", "quantity", "unit", "rate"),
            label=_("Items"),
        ),
        Field(
            "lost_reasons",
            label=_("Lost reasons"),
            kind=Rows(Named(LostReason, null=False), most=20),
            collect=REASONS,
        ),
        Field(
            "competitors",
            label=_("Competitors"),
            kind=Rows(Named(Competitor, null=False), most=20),
            collect=RIVALS,
        ),
        *map(Field, ("lost_text", "description", "source", "campaign", "territory", "owner")),
        *map(Field, ("next_contact_by", "next_contact_at", "next_contact_until")),
        Field("next_contact_how"),
        *(Field(name, readonly=True) for name in ("stage_since", "first_response_minutes")),
    ),
    columns=(
        Column("title", _("Opportunity"), sort="title", cell="who", on_phone="m-main"),
        Column(
            "party",
            _("Lead or customer"),
            reads=("id",),
            cell="text",
            collect=party_names,
            on_phone="m-b",
        ),
        Column("stage", _("Stage"), on_phone="m-a"),
        Column("base_amount", _("Amount, €"), sort="base_amount", cell="money", on_phone="m-c"),
        Column("probability", _("Chance, %"), cell="number", edits=True),
        Column("expected_close", _("Closes"), sort="expected_close", cell="date", edits=True),
        Column(
            "next_contact_at", _("Next contact"), sort="next_contact_at", cell="due", edits=True
        ),
        Column("owner"),
        Column("status", _("Status"), cell="choice", shown=False),
        Column("amount", _("Amount"), shown=False, cell="sum"),
        Column("currency", _("Currency"), shown=False),
        Column("closed_on", _("Closed on"), sort="closed_on", shown=False),
        Column("type", _("Type"), shown=False),
        Column("source", _("Source"), shown=False),
        Column("territory__name", _("Territory"), shown=False, cell="text"),
        Column("created_at", _("Created"), sort="created_at", cell="day", shown=False),
    ),
    filters=(
        Filter("stage", icon="target"),
        Filter("status", icon="circle-dot"),
        Filter("owner", icon="user-round"),
        Filter("base_amount", _("Amount"), icon="banknote"),
        Filter("expected_close", _("Closes"), icon="calendar-days"),
        Filter("closed_on", _("Closed on"), icon="calendar-days"),
        Filter("next_contact_at", icon="clock"),
        Filter("customer", icon="building-2"),
        Filter("lead", icon="footprints"),
        Filter("type", icon="tag"),
        Filter("source", icon="tag"),
        Filter("campaign", icon="flag"),
        Filter("territory", icon="map-pin"),
        Filter("probability", icon="percent"),
        Filter("currency", icon="banknote"),
        Filter("lost_reason", _("Lost reason"), "lost_for__reason", icon="ban"),
        Filter("competitor", _("Competitor"), "rivals__competitor", icon="git-compare-arrows"),
        *map(Filter, ("title", "description")),
        Filter("created_at", icon="calendar-days"),
        Filter("updated_at", _("Changed"), icon="history"),
        Filter("rotting", _("Rotting"), "updated_at", icon="clock-alert", kind=Rotting()),
        Filter("quiet", _("No activity"), "updated_at", icon="clock-alert", kind=Quiet()),
    ),
    search=("title", "lead__name", "lead__organisation", "customer__name"),
    views=(
        View(_("Open"), "status=OPEN&status=REPLIED&status=QUOTATION"),
        View(_("Rotting"), "rotting=yes"),
        View(_("Closing this month"), "expected_close=this-month&sort=expected_close"),
        View(_("Won this month"), "status=CONVERTED&closed_on=this-month"),
        View(_("Lost"), "status=LOST"),
        View(_("All"), ""),
    ),
    facts=(
        Section(
            _("Deal"), ("amount", "currency", "probability", "expected_close", "next_contact_at")
        ),
        Section(_("Need"), ("type", "description", "contact")),
        Section(_("Origin"), ("source", "campaign", "territory", "owner")),
    ),
    group_by="stage",
    moves="opportunity.moved",
    card=Card(("title",), "", "expected_close", "next_contact_at", "owner"),
    total="base_amount",
    bulk=(
        Bulk("opportunity.many_moved", field="stage", icon="target"),
        Bulk("opportunity.many_closed", icon="archive"),
    ),
    empty=_("An opportunity begins with a lead or a customer that wants something."),
    icon="target",
)
