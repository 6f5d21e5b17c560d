"""What customers say to an offer, on its page; and how it is sent to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.activity.actions import add_note
from doorstep.history.action import action
from doorstep.kit.errors import Conflict, Invalid
from doorstep.mail.writing.letter import Person
from doorstep.parties.models import sales_policy
from doorstep.records.saving import put
from doorstep.selling.actions.quotations import lose_quotation, order_quotation, submit_quotation
from doorstep.selling.models import Quotation
from doorstep.selling.offered import hash_of
from doorstep.selling.quoting import LINK, public_page_of
from doorstep.selling.refusals import AnsweredAlready, ExpiredQuotation, NotOffered
from doorstep.selling.sending import write_with_paper
from doorstep.users.models import User

Status = Quotation.Status
NEVER: dict[str, Any] = {"fits": lambda quotation: False}  # in no menu: it asks for more
ANSWERED = gettext_lazy("It is the customer's word.")
LONGEST = 5_000


@action(
    "quotation.sent",
    verb="submit",
    label=gettext_lazy("Send"),
    told=gettext_lazy("sent this quotation"),
    icon="send",
    undoable=gettext_lazy("A letter cannot be unsent."),
    **NEVER,
)
def send_quotation(
    quotation: Quotation, *, by: User, to: Iterable[Person], subject: str, text: str
) -> Quotation:
    """Submit an offer that is a draft, and write to the customer where it is read; its paper goes
    with the letter.

    ``{link}`` in the text stands for its page; without it the page is named at the end.
    """
    if quotation.is_draft:
        quotation = submit_quotation(quotation, by=by)
    if quotation.status not in Quotation.WAITING:
        raise Conflict(_("%s is no offer any more: amend it first.") % quotation)
    page = public_page_of(quotation)
    text = text.replace(LINK, page) if LINK in text else f"{text}\n\n{page}"
    write_with_paper(quotation, by=by, to=to, subject=subject, text=text)
    return quotation


@action(
    "quotation.accepted",
    verb="answer",
    label=gettext_lazy("Accept"),
    told=gettext_lazy("took the customer's word: accepted"),
    icon="check",
    undoable=ANSWERED,
    **NEVER,
)
def accept_quotation(
    quotation: Quotation, *, by: User, name: str, ip: str | None = None, signature: str = ""
) -> Quotation:
    """The customer agrees, under their name; once. What they saw is kept as a hash.

    Raises ``AnsweredAlready``, ``ExpiredQuotation``, ``NotOffered``.
    """
    _check_open(quotation)
    name = " ".join(name.split())[:200]
    if not name:
        says = _("Write your name: it stands for your signature.")
        raise Invalid(says, name=says)
    quotation.accepted_at, quotation.accepted_by = timezone.now(), name
    quotation.accepted_ip, quotation.signature = ip or None, signature
    quotation.accepted_hash = hash_of(quotation)
    put(quotation, by=by)
    add_note(quotation, by=by, text=_("%s accepted this quotation on its page.") % name)
    if sales_policy().order_accepted:
        quotation.refresh_from_db()
        order_quotation(quotation, by=by)
    return quotation


@action(
    "quotation.declined",
    verb="answer",
    label=gettext_lazy("Decline"),
    told=gettext_lazy("took the customer's word: declined"),
    icon="x",
    undoable=ANSWERED,
    **NEVER,
)
def decline_quotation(quotation: Quotation, *, by: User, reason: str) -> Quotation:
    """The customer says no, and why: the offer is lost."""
    _check_open(quotation)
    if not reason.strip():
        says = _("Say in a few words why: it helps.")
        raise Invalid(says, reason=says)
    quotation = lose_quotation(quotation, by=by, text=reason.strip()[:LONGEST])
    quotation.refresh_from_db()
    quotation.declined_at = timezone.now()
    quotation.save()
    return quotation


@action(
    "quotation.commented",
    verb="answer",
    label=gettext_lazy("Write to us"),
    told=gettext_lazy("took down what the customer wrote"),
    icon="message-square",
    **NEVER,
)
def comment_quotation(quotation: Quotation, *, by: User, name: str, text: str) -> Quotation:
    """The customer asks, or wants something changed; whoever owns the offer is told."""
    if quotation.is_draft or quotation.status == Status.CANCELLED:
        raise NotOffered(_("This quotation does not stand any more."))
    if not text.strip():
        says = _("Write something first.")
        raise Invalid(says, text=says)
    who = " ".join(name.split())[:200] or _("The customer")
    add_note(quotation, by=by, text=f"{who}: {text.strip()[:LONGEST]}")
    return quotation


def _check_open(quotation: Quotation) -> None:
    if quotation.accepted_at:
        names = {"quotation": quotation, "name": quotation.accepted_by}
        raise AnsweredAlready(_("%(quotation)s was accepted by %(name)s already.") % names)
    if quotation.declined_at:
        raise AnsweredAlready(_("%s was declined already.") % quotation)
    is_over = quotation.valid_until is not None and quotation.valid_until < localdate()
    if quotation.status == Status.EXPIRED or (is_over and quotation.status in Quotation.WAITING):
        raise ExpiredQuotation(_("%s is no longer valid: ask for a new one.") % quotation)
    if quotation.status not in Quotation.WAITING:
        raise NotOffered(_("%s does not stand any more.") % quotation)
