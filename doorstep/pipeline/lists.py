"""The pages of the lists that the pipeline keeps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from doorstep.office.lists import list_page
from doorstep.pipeline.records import COMPETITORS, LOST_REASONS, OPPORTUNITY_TYPES, STAGES


def said_of_stage(stage: Any) -> str:
    """ "60 % · rots after 7 working days · reached when a quotation is sent" """
    days = stage.rots_after
    parts = [gettext("%d %%") % stage.probability]
    if days:
        rots = ngettext("rots after %d working day", "rots after %d working days", days)
        parts.append(rots % days)
    if stage.reached_by:
        parts.append(str(stage.get_reached_by_display()))
    return " · ".join(parts)


list_page(
    STAGES,
    _(
        "The order is the way to a sale. A stage is of one kind; reports and rules use the kind, "
        "so you can rename freely."
    ),
    "target",
    group="data",
    order=12,
    hint=said_of_stage,
)
list_page(
    LOST_REASONS, _("Why something was not sold: reports are made of them."), "ban", order=42
)
list_page(COMPETITORS, _("Who else offers what we do."), "git-compare-arrows", order=44)
list_page(OPPORTUNITY_TYPES, _("What kind of business it is."), "tag", order=46)
