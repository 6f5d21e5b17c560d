"""What must hold for an opportunity, whoever writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from doorstep.activity.next_contact import check_next_contact
from doorstep.catalog.queries import rate_on
from doorstep.catalog.refusals import NoExchangeRate
from doorstep.kit.errors import Invalid
from doorstep.kit.money import money, unit_of
from doorstep.parties.models import Customer, Lead
from doorstep.parties.queries import default_contact
from doorstep.pipeline.models import Opportunity, OpportunityItem, Stage
from doorstep.pipeline.models.opportunity import company_currency, today
from doorstep.pipeline.refusals import PartyRequired
from doorstep.pricing.prices import Ask, prices_for

Outcome = Opportunity.Outcome
CARRIED = ("source", "campaign")


def has_changed(record: Any, field: str) -> bool:
    """Whether it is new, or differs from what the row holds."""
    return record.pk is None or record._loaded.get(field) != getattr(record, field)


def take_party(values: dict[str, Any]) -> Lead | Customer | None:
    """Takes out of ``values`` whose it is: a converted lead's goes to its customer."""
    named = [values.pop(name, None) for name in ("party", "lead", "customer")]
    said: list[Any] = [each for each in named if each is not None]
    if len({(type(each), each.pk) for each in said}) > 1:
        says = _("An opportunity is of one lead, or of one customer.")
        raise Invalid(says, party=says)
    party = said[0] if said else None
    if isinstance(party, Lead) and party.is_converted:
        return party.customer
    return party  # type: ignore[no-any-return]


def give_party(opportunity: Opportunity, party: Lead | Customer | None) -> None:
    if party is None:
        says = _("Say whose it is: a lead, or a customer.")
        raise PartyRequired(says, party=says)
    is_lead = isinstance(party, Lead)
    opportunity.lead = party if is_lead else None
    opportunity.customer = None if is_lead else party
    if getattr(party, "disabled", False):
        says = _("“%s” is disabled: nothing new is begun with them.") % party
        raise Invalid(says, party=says)


def of_party(party: Lead | Customer) -> dict[str, Any]:
    """What an opportunity takes over from whose it is, where nobody said otherwise."""
    was = party if isinstance(party, Lead) else party.lead
    found = {name: getattr(was, name) for name in CARRIED} if was else {}
    wanted = getattr(party, "request", "") if isinstance(party, Lead) else ""
    found |= {
        "territory": party.territory,
        "contact": default_contact(party),
        "title": (wanted or str(party))[:200],
        "currency": getattr(party, "currency", "") or company_currency(),
    }
    if isinstance(party, Lead) and party.value is not None:
        found["amount"] = party.value
    return found


def fill_blanks(opportunity: Opportunity, usual: Mapping[str, Any], said: Iterable[str]) -> None:
    """Filled fields are left alone."""
    said = set(said)
    for name, value in usual.items():
        if name not in said or getattr(opportunity, name) in (None, ""):
            setattr(opportunity, name, value)


def items_amount(items: Iterable[Mapping[str, Any]], currency: str) -> Decimal:
    """What lines come to, each rounded once."""
    unit = unit_of(currency)
    lines = (OpportunityItem(**_plain(line)) for line in items)
    return sum((line.amount(unit) for line in lines), Decimal(0))


def _plain(line: Mapping[str, Any]) -> dict[str, Any]:
    return {name: line[name] for name in ("quantity", "rate") if line.get(name) is not None}


def described(
    items: Iterable[Mapping[str, Any]], customer: Customer | None, currency: str
) -> list[dict[str, Any]]:
    """Lines as they are kept: an item brings its name, its unit and what it costs this customer,
    where nobody said others."""
    found = []
    for line in items:
        item, kept = line.get("item"), dict(line)
        if item:
            kept["description"] = line.get("description") or item.name
            kept["unit"] = line.get("unit") or item.unit
        found.append(kept)
    _price([line for line in found if line.get("rate") is None], customer, currency)
    return found


def _price(lines: Sequence[dict[str, Any]], customer: Customer | None, currency: str) -> None:
    """What price lists say, in the currency of the opportunity; nothing where they say nothing."""
    unpriced = [line for line in lines if line.get("item")]
    asks = [
        Ask(each["item"], each.get("quantity") or Decimal(1), each["unit"]) for each in unpriced
    ]
    prices = prices_for(asks, day=today(), customer=customer) if asks else []
    for line in lines:
        line["rate"] = Decimal(0)
    for line, price in zip(unpriced, prices, strict=True):
        line["rate"] = _converted(price.rate, price.currency, currency)


def _converted(rate: Decimal | None, of: str, to: str) -> Decimal:
    if not rate or of == to:
        return rate or Decimal(0)
    try:
        return (rate * rate_on(of, to, today())).quantize(Decimal("0.0001"))
    except NoExchangeRate:
        return Decimal(0)


def settle(opportunity: Opportunity) -> None:
    """Everything that follows from what was said; it is about to be checked and saved."""
    opportunity.currency = opportunity.currency or company_currency()
    if not opportunity.stage_id:
        says = _("There is no stage to begin with: an administrator has to add one.")
        raise Invalid(says, stage=says)
    _rate(opportunity)
    _stamp(opportunity)
    check_next_contact(opportunity)


def _rate(opportunity: Opportunity) -> None:
    """The rate of its day, unless somebody typed another; none known: the sums say so."""
    ours, is_typed = company_currency(), has_changed(opportunity, "exchange_rate")
    opportunity.dated_on = opportunity.dated_on or today()
    if opportunity.currency == ours:
        opportunity.exchange_rate = Decimal(1)
    elif opportunity.exchange_rate is None or (
        (has_changed(opportunity, "currency") or has_changed(opportunity, "dated_on"))
        and not (is_typed and opportunity.exchange_rate is not None)
    ):
        try:
            opportunity.exchange_rate = rate_on(opportunity.currency, ours, opportunity.dated_on)
        except NoExchangeRate:
            opportunity.exchange_rate = None
    opportunity.base_amount = None
    if opportunity.amount is not None and opportunity.exchange_rate is not None:
        whole = Decimal(opportunity.amount) * Decimal(opportunity.exchange_rate)
        opportunity.base_amount = money(whole, unit_of(ours))


def _stamp(opportunity: Opportunity) -> None:
    """The day on which it was over; none, once it is not."""
    status = opportunity.status_now()
    if status in Opportunity.ACTIVE:
        opportunity.closed_on = None
    elif opportunity.closed_on is None:
        opportunity.closed_on = today()


def enter(opportunity: Opportunity, stage: Stage, *, declares: bool = True) -> None:
    """Into a stage: what it says of the chances holds, unless somebody said otherwise.

    ``declares``: a stage in which all is over says so; not where a document says it.
    """
    usual = opportunity.stage.probability if opportunity.stage_id else None
    if opportunity.pk is None or not stage.is_open or opportunity.probability in (usual, 0, 100):
        opportunity.probability = stage.probability
    opportunity.stage = stage
    declared: dict[str, str] = {Stage.Kind.WON: Outcome.WON, Stage.Kind.LOST: Outcome.LOST}
    if not declares:
        return
    if stage.kind in declared:
        opportunity.outcome = declared[stage.kind]
    elif opportunity.outcome in (Outcome.WON, Outcome.LOST):
        opportunity.outcome = ""


def stage_of(kind: str) -> Stage | None:
    """The first stage of a kind that is in use."""
    found: Stage | None = Stage.objects.offered().filter(kind=kind).first()
    return found
