"""What documents do to an opportunity."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action, remark
from doorstep.pipeline.documents import To, follow_documents
from doorstep.pipeline.keeping import keep
from doorstep.pipeline.models import Competitor, LostReason, Opportunity
from doorstep.users.models import User


@action(
    "opportunity.advanced",
    verb="edit",
    label=gettext_lazy("Follow its documents"),
    told=gettext_lazy("moved this opportunity with its documents"),
    icon="file-text",
    fits=lambda opportunity: False,
)
def advance_opportunity(
    opportunity: Opportunity,
    *,
    by: User,
    to: str,
    why: str = "",
    lost_reasons: Collection[LostReason] | None = None,
    competitors: Collection[Competitor] | None = None,
    lost_text: str = "",
) -> Opportunity:
    """A document was sent, accepted, ordered, lost or taken back: ``why`` names it."""
    former = opportunity.stage
    follow_documents(opportunity, To(to))
    if lost_text:
        opportunity.lost_text = lost_text
    said = {"lost_reasons": lost_reasons, "competitors": competitors}
    aside: dict[str, Any] = {name: each for name, each in said.items() if each is not None}
    keep(opportunity, by=by, why=why, **aside)
    names = {"why": why or To(to).label, "from": former, "to": opportunity.stage}
    moved = former != opportunity.stage
    remark(_("%(why)s: %(from)s → %(to)s") % names if moved else str(names["why"]))
    return opportunity
