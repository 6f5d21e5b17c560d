"""Calls that reached nobody: it is their turn."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.activity.models import Call
from doorstep.activity.today.sections import MOST, WAITING, Item, rows_for
from doorstep.activity.today.whose import Whose
from doorstep.history.rows import model_of
from doorstep.kit.addresses import address
from doorstep.kit.naming import kind_of

FOR = 30  # days; whoever has not called back by then will not
NOBODY = (Call.Outcome.LEFT_MESSAGE, Call.Outcome.NO_ANSWER, Call.Outcome.BUSY)


@rows_for(WAITING)
def unanswered_calls(whose: Whose) -> list[Item]:
    """The last call about a record, where it was ours and nobody was reached."""
    later = Call._base_manager.filter(
        about_type=OuterRef("about_type"), about_id=OuterRef("about_id"), at__gt=OuterRef("at")
    )
    ours = Call._base_manager.filter(owner__in=whose.people, direction=Call.Direction.OUT)
    ours = ours.filter(outcome__in=NOBODY, at__gte=whose.days_ago(FOR)).exclude(Exists(later))
    return [_of(each) for each in ours.order_by("at", "pk")[:MOST]]


def _of(call: Call) -> Item:
    kind, days = kind_of(model_of(call.about_type)), (now() - call.at).days
    days_in_words = _("%d days ago") % days if days > 1 else _("lately")
    return Item(
        ref=f"{kind}:{call.about_id}",
        title="",
        url=address(f"{kind}_detail", call.about_id),
        icon="phone-outgoing",
        why=f"{call.get_outcome_display()}, {days_in_words}",
        stands_for=(call.about_type, call.about_id),
        asks=_("Plan"),
    )
