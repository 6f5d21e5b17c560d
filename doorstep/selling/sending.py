"""Letters that bring a document to its customer: what all actions that send one do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.kit.errors import Conflict
from doorstep.mail.actions import write_letter
from doorstep.mail.models import Message
from doorstep.mail.writing.letter import Person
from doorstep.paper.papers import file_name, pdf_of
from doorstep.users.models import User

# What all actions that send a document have in common.
SENT: dict[str, Any] = {
    "verb": "send",
    "label": gettext_lazy("Send by letter"),
    "icon": "send",
    "undoable": gettext_lazy("A letter cannot be unsent."),
    "fits": lambda document: False,  # it asks to whom, and what it says
}


def may_be_sent(document: Any) -> bool:
    """Whether there is a paper that counts."""
    return document.status not in ("DRAFT", "CANCELLED")


def write_with_paper(
    document: Any, *, by: User, to: Iterable[Person], subject: str, text: str
) -> Message:
    """A letter to the customer with the document as PDF. Only in an action."""
    paper = ContentFile(pdf_of(document), name=file_name(document))
    return write_letter(  # type: ignore[no-any-return]
        Message,
        by=by,
        to=tuple(to),
        subject=subject,
        text=text,
        records=[document, document.customer_or_lead],
        files=[paper],
    )


def send_submitted(
    document: Any, *, by: User, to: Iterable[Person], subject: str, text: str
) -> Any:
    """Write to the customer with a document that counts; a draft is submitted first."""
    if not may_be_sent(document):
        raise Conflict(_("%s is not submitted: there is nothing to send.") % document)
    write_with_paper(document, by=by, to=to, subject=subject, text=text)
    return document
