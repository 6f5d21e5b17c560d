"""What parties tells whoever takes a lead, customer or contact over."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from doorstep.history.rows import by_type
from doorstep.parties.models import Contact
from doorstep.ui.handover import Brief, Line, brief_part

MOST = 10


@brief_part("people", _("Who to talk to"), order=50)
def people(brief: Brief) -> Iterator[Line]:
    """The contacts of the relationship, and how to reach them."""
    pks = by_type(brief.rows).get("parties.contact", [])
    found = Contact.objects.visible_to(brief.by).filter(pk__in=pks).exclude(pk=_own(brief))
    for person in found.order_by("name", "pk")[:MOST]:
        ways = [person.designation, person.email, person.phone or person.mobile]
        yield Line(person.name, more=" · ".join(filter(None, ways)), record=person)


def _own(brief: Brief) -> int | None:
    return brief.record.pk if isinstance(brief.record, Contact) else None
