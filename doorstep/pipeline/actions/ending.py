"""How opportunities end, and go on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from doorstep.history.action import AlreadyDone, action
from doorstep.pipeline.declaring import declare, declare_lost, declare_open, declare_won
from doorstep.pipeline.keeping import held, keep
from doorstep.pipeline.models import Competitor, LostReason, Opportunity
from doorstep.records.many import Done, each_alone
from doorstep.users.models import User

Status = Opportunity.Status


@action(
    "opportunity.won",
    verb="win",
    label=gettext_lazy("Won"),
    told=gettext_lazy("won this opportunity"),
    icon="handshake",
    fits=lambda opportunity: opportunity.is_active,
)
def win_opportunity(opportunity: Opportunity, *, by: User) -> Opportunity:
    """They have agreed."""
    if opportunity.status == Status.CONVERTED:
        raise AlreadyDone(opportunity)
    declare_won(opportunity)
    return keep(opportunity, by=by)


@action(
    "opportunity.lost",
    verb="lose",
    label=gettext_lazy("Lost"),
    told=gettext_lazy("lost this opportunity"),
    icon="trending-down",
    fits=lambda opportunity: opportunity.is_active,
)
def lose_opportunity(
    opportunity: Opportunity,
    *,
    by: User,
    lost_reasons: Collection[LostReason] | None = None,
    competitors: Collection[Competitor] | None = None,
    lost_text: str | None = None,
) -> Opportunity:
    """They will not buy; why, and from whom instead, is worth knowing."""
    declare_lost(opportunity, lost_reasons)
    if lost_text is not None:
        opportunity.lost_text = lost_text
    said: dict[str, Any] = {"lost_reasons": lost_reasons, "competitors": competitors}
    return keep(opportunity, by=by, **{n: each for n, each in said.items() if each is not None})


@action(
    "opportunity.reopened",
    verb="reopen",
    label=gettext_lazy("Open again"),
    told=gettext_lazy("opened this opportunity again"),
    icon="undo-2",
    fits=lambda opportunity: not opportunity.is_active,
)
def reopen_opportunity(opportunity: Opportunity, *, by: User) -> Opportunity:
    """It goes on, in the stage in which it was."""
    declare_open(opportunity)
    return keep(opportunity, by=by)


@action(
    "opportunity.closed",
    verb="close",
    label=gettext_lazy("Close"),
    told=gettext_lazy("closed this opportunity"),
    icon="archive",
    fits=lambda opportunity: opportunity.is_active,
)
def close_opportunity(opportunity: Opportunity, *, by: User) -> Opportunity:
    """Nothing more will come of it, and nobody won or lost."""
    declare(opportunity, Status.CLOSED, None)
    return keep(opportunity, by=by)


@action(
    "opportunity.many_closed",
    verb="close",
    label=gettext_lazy("Close"),
    told=gettext_lazy("closed this opportunity"),
    icon="archive",
)
def close_opportunities(opportunities: type[Opportunity], *, by: User, ids: Iterable[int]) -> Done:
    """Close several at once."""
    return each_alone(held(ids, by), lambda each: close_opportunity.function(each, by=by))


@action(
    "opportunity.replied",
    verb="edit",
    label=gettext_lazy("Note a reply"),
    told=gettext_lazy("noted who waits for an answer"),
    icon="reply",
    fits=lambda opportunity: False,
)
def note_reply(
    opportunity: Opportunity, *, by: User, is_replied: bool, minutes: int | None = None
) -> Opportunity:
    """Our word was the last, or theirs; ``minutes`` of work until we first answered."""
    opportunity.is_replied = is_replied
    if minutes is not None and opportunity.first_response_minutes is None:
        opportunity.first_response_minutes = minutes
    return keep(opportunity, by=by)
