"""The verbs of quotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from secrets import token_urlsafe
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.documents.drawing import (
    check_lines,
    copied_header,
    copied_line,
    save_draft,
    take_number,
)
from doorstep.documents.reckoning import reckon, share_of_discount
from doorstep.history.action import action
from doorstep.kit.errors import Conflict, Invalid
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Customer, Lead, sales_policy
from doorstep.records.saving import put
from doorstep.selling.actions.orders import create_order
from doorstep.selling.drawing import draw_up, redraw, snapshot
from doorstep.selling.models import Quotation, QuotationLine, SalesOrder, SalesOrderLine
from doorstep.selling.pursuing import pursue, said_of
from doorstep.selling.quoted_leads import follow_quotations
from doorstep.selling.quoting import groups_of, left_of
from doorstep.selling.refusals import AlternativeAlone, ExpiredQuotation, NothingLeftToOrder
from doorstep.users.models import User

Status = Quotation.Status
COPIED = ("customer", "lead", "opportunity", "coupon", "discount_amount")
SUBMITTED = gettext_lazy("It was sent out under its number: cancel it, or amend it.")


@action("quotation.created", verb="create", label=gettext_lazy("New quotation"), icon="file-text")
def create_quotation(
    quotations: type[Quotation],
    *,
    by: User,
    party: Lead | Customer | None = None,
    **values: Any,
) -> Quotation:
    """Begin an offer to a lead or a customer; a converted lead's goes to its customer."""
    values = values | _addressed(party)
    document = quotations()
    values.setdefault("valid_until", _valid_until(values.get("date") or localdate()))
    return draw_up(document, by=by, values=values)  # type: ignore[no-any-return]


@action(
    "quotation.updated",
    verb="edit",
    label=gettext_lazy("Edit quotation"),
    icon="pencil",
    fits=lambda quotation: quotation.is_draft,
)
def update_quotation(
    quotation: Quotation, *, by: User, party: Lead | Customer | None = None, **values: Any
) -> Quotation:
    """Change a draft. ``lines`` are all it has from then on; those with an id are kept."""
    if party is not None:
        values |= _addressed(party)
    return redraw(quotation, by=by, values=values)  # type: ignore[no-any-return]


@action(
    "quotation.submitted",
    verb="submit",
    label=gettext_lazy("Submit"),
    told=gettext_lazy("submitted this quotation"),
    icon="send",
    undoable=SUBMITTED,
    fits=lambda quotation: quotation.is_draft,
)
def submit_quotation(quotation: Quotation, *, by: User) -> Quotation:
    """Number and freeze an offer: from now on the customer may accept it."""
    quotation.become(Status.OPEN)
    lines = list(quotation.lines.select_related("item", "unit"))
    check_lines(quotation, lines, by=by, zero=sales_policy().zero_quantity)
    _check_alternatives(lines)
    reckon(quotation, lines)
    for line in lines:
        line.save()
    take_number(quotation, sales_policy().quotation_series, at=timezone.now())
    quotation.secret = quotation.secret or token_urlsafe(24)
    quotation.printed = snapshot(quotation)
    quotation.save()
    pursue(quotation.opportunity, said_of(quotation, _("was submitted")), by=by)
    follow_quotations(quotation.lead_id)
    return quotation


@action(
    "quotation.cancelled",
    verb="cancel",
    label=gettext_lazy("Cancel"),
    told=gettext_lazy("cancelled this quotation"),
    icon="ban",
    fits=lambda quotation: quotation.status in (Status.OPEN, Status.REPLIED, Status.EXPIRED),
)
def cancel_quotation(quotation: Quotation, *, by: User) -> Quotation:
    """Take an offer back. What was ordered of it stands in the way."""
    _refuse_ordered(quotation, _("cancelled"))
    quotation.become(Status.CANCELLED)
    quotation.cancelled_at = timezone.now()
    quotation.save()
    pursue(quotation.opportunity, said_of(quotation, _("was cancelled")), by=by)
    follow_quotations(quotation.lead_id)
    return quotation


@action(
    "quotation.lost",
    verb="lose",
    label=gettext_lazy("Mark as lost"),
    told=gettext_lazy("marked this quotation as lost"),
    icon="x",
    fits=lambda quotation: quotation.status in (Status.OPEN, Status.REPLIED, Status.EXPIRED),
)
def lose_quotation(quotation: Quotation, *, by: User, text: str = "") -> Quotation:
    """The customer said no."""
    _refuse_ordered(quotation, _("lost"))
    quotation.become(Status.LOST)
    quotation.lost_text = text
    put(quotation, by=by)
    said = {"lost_text": text} if text else {}
    pursue(quotation.opportunity, said_of(quotation, _("was lost")), by=by, **said)
    follow_quotations(quotation.lead_id)
    return quotation


@action(
    "quotation.expired",
    verb="edit",
    label=gettext_lazy("Expire"),
    told=gettext_lazy("was not answered in time"),
    icon="clock",
    fits=lambda quotation: False,
)
def expire_quotation(quotation: Quotation, *, by: User, today: date | None = None) -> Quotation:
    """Its last day has passed and nothing was ordered. The clock calls this each day."""
    day = today or localdate()
    is_valid = quotation.valid_until is None or quotation.valid_until >= day
    if is_valid or quotation.accepted_at:
        raise Conflict(_("%s is still valid.") % quotation)
    quotation.become(Status.EXPIRED)
    quotation.save()
    return quotation


@action(
    "quotation.amended",
    verb="create",
    label=gettext_lazy("Amend"),
    told=gettext_lazy("made a new quotation instead of this one"),
    icon="copy",
    fits=lambda quotation: not quotation.is_draft and not quotation.orders.exists(),
)
def amend_quotation(quotation: Quotation, *, by: User) -> Quotation:
    """A new draft that holds the same; the one it replaces is cancelled."""
    if quotation.status in (Status.OPEN, Status.REPLIED, Status.EXPIRED):
        quotation = cancel_quotation(quotation, by=by)
    return _copy_of(quotation, by=by, amended_from=quotation)


@action(
    "quotation.ordered",
    verb="order",
    label=gettext_lazy("Make order"),
    told=gettext_lazy("made an order of this quotation"),
    icon="shopping-bag",
    keys="m o",
    fits=lambda quotation: quotation.status in Quotation.WAITING,
)
def order_quotation(
    quotation: Quotation,
    *,
    by: User,
    lines: Sequence[Mapping[str, Any]] | None = None,
    **values: Any,
) -> SalesOrder:
    """A draft order of what is left of an offer, or of ``lines``.

    Each line says ``quotation_line`` and ``quantity``; a chosen alternative takes the place of
    its main line. A lead becomes a customer first. Raises ``ExpiredQuotation``,
    ``NothingLeftToOrder``.
    """
    _check_orderable(quotation)
    customer = quotation.customer or convert_lead(quotation.lead, by=by)
    quotation.refresh_from_db()  # it went along
    rows = _wanted(quotation, lines)
    beside = ("contact", "billing_address", "shipping_address", "payment_terms", "terms_text")
    header = copied_header(quotation, beside=(*beside, "opportunity", "coupon"))
    made = [
        copied_line(
            line,
            SalesOrderLine,
            quantity=quantity,
            quotation_line=line,
            shipping_rule=line.shipping_rule,
        )
        for line, quantity in rows
    ]
    less = {"discount_amount": share_of_discount(quotation, made)}
    return create_order(
        SalesOrder,
        by=by,
        **header | less | {"customer": customer, "quotation": quotation} | values,
        made_lines=made,
    )


def _wanted(
    quotation: Quotation, said: Sequence[Mapping[str, Any]] | None
) -> list[tuple[QuotationLine, Decimal]]:
    lines = list(quotation.lines.select_related("item", "unit", "tax_template", "shipping_rule"))
    left = left_of(lines)
    if said is None:
        if not left:
            raise NothingLeftToOrder(_("All of %s is ordered already.") % quotation)
        return left
    known = {line.pk: line for line in lines}
    mains = {line.pk: main.pk for main, _rest in left for line in _group_of(lines, main)}
    most = {main.pk: rest for main, rest in left}
    found = []
    for place, row in enumerate(said):
        line = known.get(row["quotation_line"])
        if line is None:
            says = _("This quotation has no line %s.") % row["quotation_line"]
            raise Invalid(says, **{f"lines.{place}.quotation_line": says})
        rest = most.get(mains.get(line.pk, 0), Decimal(0))
        quantity = row.get("quantity") or rest
        if not quantity or quantity > rest:
            names = {"line": line, "left": f"{rest.normalize():f}"}
            says = _("Of “%(line)s” %(left)s are left to order.") % names
            raise NothingLeftToOrder(says, **{f"lines.{place}.quantity": says})
        most[mains[line.pk]] -= quantity  # a line and its alternatives share it
        found.append((line, quantity))
    if not found:
        raise NothingLeftToOrder(_("Choose at least one line."))
    return found


def _group_of(lines: Sequence[QuotationLine], main: QuotationLine) -> list[QuotationLine]:
    return next(group for group in groups_of(lines) if group[0].pk == main.pk)


def _check_orderable(quotation: Quotation) -> None:
    day = localdate()
    if quotation.status not in Quotation.WAITING:
        says = _("%(quotation)s is %(status)s: there is nothing to order.")
        names = {"quotation": quotation, "status": quotation.get_status_display().lower()}
        raise NothingLeftToOrder(says % names)
    is_over = quotation.valid_until is not None and quotation.valid_until < day
    is_over = is_over or quotation.status == Status.EXPIRED
    if is_over and not quotation.accepted_at and not sales_policy().order_expired:
        says = _("%s is no longer valid: amend it with a new day.") % quotation
        raise ExpiredQuotation(says)


def _check_alternatives(lines: Sequence[QuotationLine]) -> None:
    if lines and lines[0].is_alternative:
        says = _("An alternative stands behind the line it could replace.")
        raise AlternativeAlone(says, **{"lines.0.is_alternative": says})


def _refuse_ordered(quotation: Quotation, wanted: str) -> None:
    live = ~Q(status__in=(SalesOrder.Status.CANCELLED,))
    if order := quotation.orders.filter(live).first():
        names = {"quotation": quotation, "order": order, "wanted": wanted}
        says = _("%(quotation)s cannot be %(wanted)s: %(order)s was made of it.")
        raise Conflict(says % names)


def _copy_of(quotation: Quotation, *, by: User, **values: Any) -> Quotation:
    beside = ("contact", "billing_address", "shipping_address", "payment_terms", "terms_text")
    header = copied_header(quotation, beside=(*beside, *COPIED))
    copy = Quotation(owner=by, party_name=quotation.party_name, **header | values)
    if copy.lead and copy.lead.customer:
        copy.customer, copy.lead = copy.lead.customer, None
    copy.valid_until = _valid_until(localdate())
    rows = [
        copied_line(
            line,
            QuotationLine,
            position=line.position,
            is_alternative=line.is_alternative,
            shipping_rule=line.shipping_rule,
        )
        for line in quotation.lines.select_related("item", "unit", "tax_template", "shipping_rule")
    ]
    save_draft(copy, rows, by=by)
    return copy


def _addressed(party: Lead | Customer | None) -> dict[str, Any]:
    if isinstance(party, Lead) and party.customer:
        party = party.customer
    if party is None:
        return {}
    is_customer = isinstance(party, Customer)
    return {
        "customer": party if is_customer else None,
        "lead": None if is_customer else party,
    }


def _valid_until(day: date) -> date:
    return day + timedelta(days=sales_policy().quotation_days)
