"""What the public site shows on the pages of the house."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import Item
from doorstep.parties.models import Customer, Lead
from doorstep.portal.models import ShopItem
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


@panel_on(Item, _("In the shop"), order=30)
def item_in_shop(request: Request, item: Item) -> HttpResponse:
    """Whether visitors see it, and as what."""
    rows = ShopItem.objects.visible_to(request.user).filter(item=item)
    context = {"shown": rows.first(), "is_seen": rows.published().exists()}
    return panel_answer(request, "portal/_item_panel.html", context)
