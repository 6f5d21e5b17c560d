"""Leads on the page of today: who waits, who has gone quiet, who came in and has no next step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from doorstep.activity.models import Task, TaskLink
from doorstep.activity.today.naming import named_in_lines
from doorstep.activity.today.sections import (
    MOST,
    NEW,
    QUIET,
    WAITING,
    Item,
    rows_for,
    said_by,
    told_today,
)
from doorstep.activity.today.week import counted, figure_of_week
from doorstep.activity.today.whose import Whose
from doorstep.history.models import Change
from doorstep.kit.addresses import address
from doorstep.parties.models import Contact, Customer, Lead, LeadStatus, sales_policy
from doorstep.ui.looks import day

USUALLY = 14  # days, where the house never calls a lead quiet
SHOWN = ("pk", "name", "organisation", "request", "next_contact_at", "created_at")


@rows_for(WAITING)
def leads_that_were_answered(whose: Whose) -> Iterable[Item]:
    """Somebody wrote to them, and nothing has happened since."""
    answered = _leads(whose).filter(status__code=LeadStatus.Code.REPLIED)
    for row in _rows(answered.filter(_touched(_quiet_since(whose))).order_by("updated_at", "pk")):
        days = (now() - row["last_at"]).days
        item = _item(row, "arrow-up-right")
        item.why = _for_days(days) if days else _("Written today")
        if planned := row["next_contact_at"]:
            item.due = ("later", _("Nudge %s") % day(planned))
        else:
            item.asks = _("Plan")
        yield item


@rows_for(QUIET)
def leads_gone_quiet(whose: Whose) -> Iterable[Item]:
    """Open, nothing planned, and no word for as long as the sales policy says."""
    if not _quiet_after(whose):
        return
    still = _leads(whose).filter(next_contact_at=None).exclude(_touched(_quiet_since(whose)))
    for row in _rows(still.order_by("-updated_at", "pk")):
        days = (now() - row["last_at"]).days
        item = _item(row, "clock")
        item.why = ngettext("%d day quiet", "%d days quiet", days) % days
        item.asks = _("Wake up")
        yield item


@rows_for(NEW)
def leads_without_a_step(whose: Whose) -> Iterable[Item]:
    """They came in lately, nobody has answered, and nothing is planned."""
    open_tasks = TaskLink._base_manager.filter(
        about_type=Lead._meta.label_lower,
        about_id=OuterRef("pk"),
        task__status=Task.Status.OPEN,
    )
    fresh = _leads(whose).filter(
        status__kind=LeadStatus.Kind.OPEN,
        next_contact_at=None,
        created_at__gte=_quiet_since(whose),
    )
    for row in _rows(fresh.exclude(Exists(open_tasks)).order_by("-created_at", "-pk")):
        item = _item(row, "globe")
        item.why = row["request"] or _("Came in %s") % day(row["created_at"])
        item.asks = _("Plan")
        yield item


def _leads(whose: Whose) -> QuerySet[Lead]:
    """Whom it is theirs to look after."""
    theirs = Q(lead_owner__in=whose.people) | Q(lead_owner=None, owner__in=whose.people)
    return Lead.objects.visible_to(whose.user).open().filter(theirs, disabled=False)


def _quiet_since(whose: Whose) -> datetime:
    return whose.days_ago(_quiet_after(whose) or USUALLY)


def _quiet_after(whose: Whose) -> int:
    """In days, by the sales policy; 0 is never."""
    if "quiet_after" not in whose.kept:
        whose.kept["quiet_after"] = sales_policy().quiet_after_days
    found: int = whose.kept["quiet_after"]
    return found


def _said_of_quiet(whose: Whose) -> str:
    days = _quiet_after(whose)
    return ngettext("No word for %d day", "No word for %d days", days) % days


def _touched(since: datetime) -> Q:
    """Changed, or told of: a call or a note is an event of the lead, and no change of its row."""
    told = Change.objects.filter(
        record_type=Lead._meta.label_lower, record_id=OuterRef("pk"), event__at__gte=since
    )
    return Q(updated_at__gte=since) | Q(Exists(told))


def _rows(leads: QuerySet[Lead]) -> list[dict[str, Any]]:
    last = Change.objects.filter(record_type=Lead._meta.label_lower, record_id=OuterRef("pk"))
    told_at = Subquery(last.order_by("-event").values("event__at")[:1])
    return list(leads.values(*SHOWN, last_at=Coalesce(told_at, F("updated_at")))[:MOST])


def _item(row: dict[str, Any], icon: str) -> Item:
    return Item(
        ref=f"lead:{row['pk']}",
        title=row["name"],
        url=address("lead_detail", row["pk"]),
        icon=icon,
        under=row["organisation"] if row["organisation"] != row["name"] else "",
        stands_for=(Lead._meta.label_lower, row["pk"]),
    )


def _for_days(days: int) -> str:
    return ngettext("No answer for %d day", "No answer for %d days", days) % days


@figure_of_week(gettext_lazy("New leads"))
def new_leads(whose: Whose, since: datetime) -> str:
    return counted(Lead._base_manager.filter(lead_owner__in=whose.people, created_at__gte=since))


named_in_lines(Lead, Customer, Contact)
said_by(QUIET, _said_of_quiet)
told_today(Lead, lambda lead: (lead.name, lead.organisation, lead.request))
for model in (Contact, Customer):
    told_today(model, lambda party: (party.name, "", ""))
