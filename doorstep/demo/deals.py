"""What may be sold: opportunities on their way, some won, some lost, one forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate, localtime

from doorstep.activity.actions import add_note
from doorstep.catalog.models import Item
from doorstep.demo.past import Story, ago
from doorstep.demo.stories import Cast
from doorstep.parties.models import Customer, Lead
from doorstep.pipeline.actions import (
    create_opportunity,
    lose_opportunity,
    make_opportunity_of_lead,
    move_stage,
    update_opportunity,
    win_opportunity,
)
from doorstep.pipeline.models import Competitor, LostReason, Opportunity, Stage
from doorstep.records.actions import create
from doorstep.users.models import User

WAY = ("Needs", "Proposal", "Negotiation")
COMPETITORS = ("Lumen House", "Glimt Belysning", "Halo & Co")
LOST = {"lost_reasons": ("Price", "Chose a competitor"), "competitors": ("Lumen House",)}


@dataclass(frozen=True)
class Deal:
    """``days``: when it began and reached each stage, so many days ago. ``closes`` and ``next``
    are days from now; without ``next`` nothing is planned.
    """

    whose: str
    title: str
    amount: int
    days: tuple[float, ...]
    owner: int = 0
    closes: int = 30
    next: float | None = None
    currency: str = "EUR"
    chance: int | None = None
    won: float | None = None
    lost: float | None = None
    note: str = ""
    items: tuple[tuple[str, int, int], ...] = field(default=())  # code, how many, for how much


DEALS = (
    Deal("Kroon Boatyard", "Showroom track lights", 8_600, (5,), 1, 52),
    Deal("Fjordlys Dental Group", "Treatment rooms", 25_800, (4,), 1, 110, 3),
    Deal("Rosa Tannenbaum", "Stairwell and gallery", 6_900, (24,), 0, 70),
    Deal("Kite & Anchor Inn", "Bar and stairs", 12_600, (2.6, 1.2), 2, 66, 4),
    Deal("Vela Coworking", "Open-plan desks", 27_750, (12, 6), 2, 58, 2),
    Deal(
        "Northgate Library",
        "Reading tables, 60 seats",
        0,
        (14, 8),
        closes=25,
        next=0.25,
        items=(("T-320", 60, 240), ("S-710", 1, 1_900), ("S-720", 1, 2_400)),
    ),
    Deal("Vinterhagen Restaurant", "Winter garden", 86_000, (30, 21), 0, 44, 6, "NOK"),
    Deal("Fjellro Lodge", "Dining hall, 30 covers", 42_000, (9, 7, 3), 0, 12, 0.3),
    Deal("Oakhollow Primary School", "Classroom renewal", 9_820, (12, 8, 4), 0, 17, 2),
    Deal("Sable & Thyme", "Dining room", 8_060, (8, 6, 4), 1, 15, 8),
    Deal("Alderwick Hotel AB", "Corridors, floors 2–4", 31_900, (40, 28, 19), 0, 20),
    Deal(
        *("Baker Street Chambers", "Clerks’ room", 18_400, (38, 30, 16, 9), 2, 9, 1, "GBP"),
        note="They compare us with Halo & Co. Delivery before Christmas decides it.",
    ),
    Deal(
        "Museum of Quiet Things", "Lobby and stairs", 42_000, (46, 36, 24, 6), 0, 6, 2, chance=90
    ),
    Deal("Osteria Fiorella", "Terrace lanterns", 5_480, (16, 14, 11, 7), 0, -4, won=4),
    Deal("Pine & Paper", "Reading corner", 2_460, (14, 13, 10), 1, -6, won=6),
    Deal("Tern Street Studios", "Rehearsal rooms", 30_000, (18, 16, 14, 12), 2, -12, won=11),
    Deal("Moe Seafood", "Cold room, second hall", 7_200, (11, 9), 0, 5, lost=2),
    Deal("Alderwick Hotel AB", "Garden path", 11_400, (52, 44, 37), 1, -20, lost=18),
)


def found_lists(by: User) -> None:
    """Who else sells lamps."""
    for name in COMPETITORS:
        create(Competitor, by=by, name=name)


def deal(said: Deal, turn: int, cast: Cast) -> Story:
    """It is begun, goes from stage to stage, and is won, lost or still open."""
    by = cast.owner(said.owner)
    yield ago(said.days[0], turn)
    found = _begin(said, by)
    for place, days in enumerate(said.days[1:]):
        yield ago(days, turn + place + 1)
        found = move_stage(found, by=by, stage=Stage.objects.get(name=WAY[place]))
    if said.note:
        yield ago(said.days[-1], turn + 5)
        add_note(found, by=by, text=said.note)
    if said.chance or said.next is not None:
        yield ago(min(said.days[-1] * 0.9, 2), turn + 6)
        update_opportunity(found, by=by, **_later(said))
    if said.won is not None:
        yield ago(said.won, turn + 2)
        win_opportunity(found, by=by)
    if said.lost is not None:
        yield ago(said.lost, turn + 2)
        lose_opportunity(found, by=by, **_why(), lost_text="A third cheaper, from stock.")


def _begin(said: Deal, by: User) -> Opportunity:
    closes = localdate() + timedelta(days=said.closes)
    facts: dict[str, Any] = {"title": said.title, "expected_close": closes}
    facts |= {"currency": said.currency} | (
        {"amount": Decimal(said.amount)} if said.amount else {}
    )
    if said.items:
        facts["items"] = [
            {"item": Item.objects.get(code=code), "quantity": Decimal(many), "rate": Decimal(rate)}
            for code, many, rate in said.items
        ]
    customer = Customer.objects.filter(name=said.whose).first()
    if customer:
        return create_opportunity(Opportunity, by=by, party=customer, **facts)
    lead = Lead.objects.filter(organisation=said.whose).order_by("pk")[0]
    return make_opportunity_of_lead(lead, by=by, **facts)


def _later(said: Deal) -> dict[str, Any]:
    found: dict[str, Any] = {"probability": said.chance} if said.chance else {}
    if said.next is not None:
        at = localtime() + timedelta(days=said.next)
        if said.next >= 1:
            at = at.replace(hour=9 + said.owner * 2, minute=30, second=0, microsecond=0)
        found["next_contact_at"] = at
    return found


def _why() -> dict[str, Any]:
    models: tuple[tuple[str, Any], ...] = (
        ("lost_reasons", LostReason),
        ("competitors", Competitor),
    )
    return {name: list(model.objects.filter(name__in=LOST[name])) for name, model in models}
