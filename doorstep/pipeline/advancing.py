"""What writers of documents call when one was sent, accepted, ordered, lost or taken back."""

from __future__ import annotations

from typing import Any

from doorstep.pipeline.actions import advance_opportunity
from doorstep.pipeline.models import Opportunity
from doorstep.users.models import User


def advance_by_document(
    opportunity: Opportunity, to: str, why: str, *, by: User, **said: Any
) -> Opportunity:
    """Move it in their name, or in Doorstep's where it is not theirs to edit. Only inside an
    action, which takes it along when it is undone.

    ``to`` is one of ``documents.To``; ``why`` names the document: "Quotation QTN-7 sent". ``said``
    are the ``lost_reasons``, ``competitors`` and ``lost_text`` of a quotation that was lost.
    """
    mine = Opportunity.objects.permitted(by, "edit").filter(pk=opportunity.pk).exists()
    return advance_opportunity(
        opportunity, by=by if mine else User.system(), to=to, why=why, **said
    )
