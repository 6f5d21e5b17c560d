"""What duplicates shows beside a record."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from doorstep.dedupe.queue import known_as, pairs_of, told
from doorstep.dedupe.views import merge_url
from doorstep.kit.naming import kind_of
from doorstep.parties.models import Contact, Customer, Lead
from doorstep.ui.http import Request
from doorstep.ui.panels import panel_answer, panel_on


@panel_on(Lead, _("Possible duplicates"))
@panel_on(Contact, _("Possible duplicates"))
@panel_on(Customer, _("Possible duplicates"))
def duplicates(request: Request, record: Any) -> HttpResponse:
    """Those found in the background: the page compares nothing."""
    found, kind = pairs_of(record, request.user), kind_of(type(record))
    known = known_as(record, request.user)
    context = {
        "found": found,
        "known": known,
        "told": told,
        "record": record,
        "kind": kind,
        "compare": merge_url(kind, [record.pk, *(each.other.pk for each in found)]),
    }
    template = "dedupe/_duplicates_panel.html"
    return panel_answer(request, template, context, count=len(found) + len(known) or "")
