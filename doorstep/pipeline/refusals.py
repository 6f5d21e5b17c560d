"""Why something about an opportunity is refused; clients may rely on the codes."""

from __future__ import annotations

from doorstep.kit.errors import Conflict, Invalid


class PartyRequired(Invalid):
    code = "party_required"


class ActiveQuotation(Conflict):
    """It cannot be lost while somebody may still accept."""

    code = "active_quotation_prevents_lost"


class LostReasonRequired(Invalid):
    code = "lost_reason_required"


class MadeByDocuments(Conflict):
    """Its documents say how far it is."""

    code = "made_by_documents"
