"""Opportunities on the page of today: what rots."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.activity.today.sections import QUIET, Item, rows_for, told_today
from doorstep.activity.today.whose import Whose
from doorstep.pipeline.models import Opportunity
from doorstep.pipeline.rotting import days_quiet, is_rotting, last_touched

MOST = 50


@rows_for(QUIET)
def rotting_opportunities(whose: Whose) -> Iterable[Item]:
    """Without a word for more working days than their stage allows, and nothing planned."""
    theirs = Opportunity.objects.visible_to(whose.user).filter(Q(owner__in=whose.people))
    found = list(theirs.filter(is_rotting(localdate())).select_related("stage")[:MOST])
    touched = last_touched([each.pk for each in found])
    for each in found:
        quiet = days_quiet(touched.get(each.pk) or localtime(each.updated_at))
        yield Item(
            ref=f"opportunity:{each.pk}",
            title=each.title,
            url=each.get_absolute_url(),
            icon="target",
            under=each.stage.name,
            why=ngettext("%d working day quiet", "%d working days quiet", quiet) % quiet,
            asks=_("Wake up"),
            stands_for=(Opportunity._meta.label_lower, each.pk),
        )


told_today(Opportunity, lambda deal: (deal.title, str(deal.party or ""), ""))
