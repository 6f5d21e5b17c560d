"""The place that a row speaks of."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from doorstep.exchange.drafts import Draft
from doorstep.exchange.targets import PLACE
from doorstep.parties.models import Address


def place_of(draft: Draft) -> dict[str, Any]:
    """What can be an address; what is too little for one is kept as a note of the record."""
    place = {name: draft.beyond[name] for name in PLACE if draft.beyond.get(name)}
    if not place:
        return {}
    if all(place.get(name) for name in Address.REQUIRED if name != "type"):
        return place
    keep_in_note(draft, _("Address: %s") % ", ".join(place.values()))
    return {}


def keep_in_note(draft: Draft, line: str) -> None:
    """What has no field of its own is not lost."""
    held = draft.beyond.get("note", "")
    if line not in held.splitlines():
        draft.beyond["note"] = f"{held}\n{line}".strip()
