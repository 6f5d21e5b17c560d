"""Tying messages to the records they belong to. It writes: only inside an action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from doorstep.mail.models import Message, MessageLink, MessageRecipient

Why = MessageLink.Why
Recipients = Iterable[Mapping[str, Any]]


def link_message(
    message: Message, records: Iterable[models.Model], why: str = Why.BY_HAND
) -> list[MessageLink]:
    """It belongs to these records as well; each is linked once. The links that are new."""
    held = {(link.about_type, link.about_id) for link in links_of(message)}
    made = []
    for record in records:
        row = (record._meta.label_lower, record.pk)
        if row not in held:
            held.add(row)
            link = MessageLink.to(record, owner=None, message=message, why=why)
            link.save()
            made.append(link)
    return made


def unlink_others(message: Message, records: Iterable[models.Model]) -> None:
    """It belongs to none but these records."""
    kept = {(record._meta.label_lower, record.pk) for record in records}
    for link in links_of(message):
        if (link.about_type, link.about_id) not in kept:
            link.delete()


def links_of(message: Message) -> list[MessageLink]:
    return list(MessageLink._base_manager.filter(message=message).order_by("pk"))


def set_recipients(message: Message, recipients: Recipients) -> None:
    """It went to these; each with an address, perhaps a name, and how."""
    for each in recipients:
        kind = each.get("kind") or MessageRecipient.Kind.TO
        MessageRecipient.of(message, kind, each.get("name") or "", each["address"]).save()
