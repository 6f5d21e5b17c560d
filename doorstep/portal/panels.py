"""What the public site shows on the pages of the house."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from doorstep.parties.models import Customer, Lead
from doorstep.portal.threads import thread_about
from doorstep.ui.http import Request
from doorstep.ui.panels import panel_answer, panel_on

SHOWN = 5


@panel_on(Lead, _("Messages on the site"), order=30)
@panel_on(Customer, _("Messages on the site"), order=30)
def site_messages(request: Request, record: Any) -> HttpResponse:
    """The last ones, and where to answer; nothing where nobody has written."""
    found = thread_about(record)
    if not found:
        return HttpResponse("")
    manager: Any = type(record)._default_manager
    may = manager.permitted(request.user, "edit").filter(pk=record.pk).exists()
    context = {"record": record, "messages": found[-SHOWN:], "may": may}
    return panel_answer(request, "portal/_messages_panel.html", context, count=len(found))
