"""Attaching files to records."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Invalid
from doorstep.records.files import kind_of_content, refuse_size, safe_name, store
from doorstep.records.models import Attachment, Record
from doorstep.users.models import User

MOST = 100


@action(
    "*.attached",
    verb="edit",
    label=gettext_lazy("Attach a file"),
    told=gettext_lazy("attached a file"),
    icon="paperclip",
)
def attach(record: Record, *, by: User, file: Any) -> Attachment:
    """Keep a file with a record: ``file`` is one that Django received."""
    if not file or not file.name:
        raise Invalid(_("Choose a file."), file=_("Choose a file."))
    refuse_size(file.size)
    if Attachment.objects.about(record).count() >= MOST:
        says = _("A record holds at most %d files.") % MOST
        raise Invalid(says, file=says)
    stored, name = store(file.chunks()), safe_name(file.name)
    kind = kind_of_content(name, stored.head)
    held = {"size": stored.size, "sha256": stored.sha256, "content_type": kind}
    attachment = Attachment.to(record, owner=by, name=name, **held)
    attachment.save()
    return attachment


@action(
    "attachment.removed",
    verb="edit",
    label=gettext_lazy("Remove this file"),
    told=gettext_lazy("removed a file"),
    icon="trash-2",
)
def remove_file(attachment: Attachment, *, by: User) -> None:
    """Take a file off its record. It stays on the disk, so that this can be undone."""
    attachment.delete()
