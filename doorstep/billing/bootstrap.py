"""The reminder levels a new install begins with. Everything here can be edited, or removed."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from doorstep.billing.models import DunningLevel
from doorstep.kit.noting import unrecorded

LEVELS = (
    (
        "Friendly reminder",
        3,
        "{invoices}: is something missing?",
        "Hello {first_name|there},\n\nthis is still open with us:\n\n{invoices}\n\nTogether "
        "{amount}. If it is on its way already, thank you, and please forget this letter. If "
        "something is missing on our side, just answer.\n\n{my_name}\n{company}",
    ),
    (
        "Second reminder",
        10,
        "Second reminder: {invoices}",
        "Hello {first_name|there},\n\nwe wrote to you about this before, and it is {days} days "
        "late by now:\n\n{invoices}\n\nPlease pay {amount} within a week, or tell us what stands "
        "in the way.\n\n{my_name}\n{company}",
    ),
    (
        "Last reminder",
        21,
        "Last reminder: {invoices}",
        "Hello {first_name|there},\n\nthis is our last reminder before we hand it on:\n\n"
        "{invoices}\n\nPlease pay {amount} within seven days.\n\n{my_name}\n{company}",
    ),
)


def prepare(**_signal: Any) -> None:
    """Write the levels where there are none at all."""
    with unrecorded(), transaction.atomic():
        if DunningLevel.objects.exists():
            return
        for place, (name, days, subject, text) in enumerate(LEVELS):
            DunningLevel.objects.create(
                name=name, after_days=days, subject=subject, text=text, position=place
            )
