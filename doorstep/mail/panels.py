"""What mail shows on the pages of records."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from doorstep.mail.addressees import addressees_of
from doorstep.mail.models import AddressStanding, Message
from doorstep.parties.models import Contact, Customer, Lead
from doorstep.records.models import Record
from doorstep.ui.composer import compose_with
from doorstep.ui.heads import write_with
from doorstep.ui.http import Request
from doorstep.ui.menus import in_menu
from doorstep.ui.panels import panel_on
from doorstep.users.access import Reach
from doorstep.users.models import User

State = Message.State
OPEN = (State.DRAFT, State.SCHEDULED, State.QUEUED, State.FAILED, State.UNSURE)


@panel_on(Record, _("Letters on their way"), order=2)
def letters_waiting(request: Request, record: Record) -> HttpResponse:
    """One's drafts about a record, and what has not gone."""
    theirs = Message.objects.visible_to(request.user).about(record)
    mine = Q(author=request.user) | ~Q(state=State.DRAFT)
    found = theirs.filter(mine, state__in=OPEN).order_by("-at")[:5]
    return render(request, "mail/_letters_waiting.html", {"letters": found, "me": request.user})


@panel_on(Lead, _("E-mail addresses"), order=3)
@panel_on(Contact, _("E-mail addresses"), order=3)
@panel_on(Customer, _("E-mail addresses"), order=3)
def address_standings(request: Request, record: Any) -> HttpResponse:
    """Which addresses are closed, and why; nothing where all is well."""
    known = addressees_of(record, request.user)
    closed = [each for each in known if each.standing and each.warning]
    may = bool(request.user.reaches(AddressStanding, "edit"))
    context = {"closed": closed, "record": record, "may": may}
    return render(request, "mail/_address_standings.html", context)


def may_write(user: User, record: Any) -> bool:
    """Asked for every page of a record, so of the role alone: the dialog tells who has no mailbox
    how to come by one."""
    return user.reach(Message, "create") != Reach.NONE


def may_bring(user: User, record: Any) -> bool:
    return user.reach(Message, "create") != Reach.NONE


for model in (Lead, Contact, Customer):
    compose_with(model, "mail_write", _("E-mail"), "mail", verb="view", may=may_write, order=20)
    write_with(model, "mail_write", may_write)
    in_menu(model, "mail_write", _("Write an e-mail"), "mail", may=may_write)
    in_menu(model, "mail_bring", _("Bring in letters"), "upload", verb="edit", may=may_bring)
    in_menu(model, "mail_standing", _("Letters to many …"), "ban", may=may_write)
