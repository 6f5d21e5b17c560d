"""The verb of upkeep: that everything left is written down."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Conflict
from doorstep.records.models import Company
from doorstep.upkeep.models import TakeOut
from doorstep.users.models import User

State = TakeOut.State


@action(
    "company.taken_out",
    verb="export",
    label=gettext_lazy("Take everything out"),
    undoable=gettext_lazy("What has left cannot be called back."),
    icon="download",
)
def ask_for_everything(company: type[Company], *, by: User) -> TakeOut:
    """Have one file made of all that this install holds, one at a time."""
    list(company.objects.select_for_update())
    if TakeOut.objects.filter(state__in=(State.WAITING, State.RUNNING)).exists():
        raise Conflict(_("A file of everything is being written already."))
    return TakeOut.objects.create(by=by)
