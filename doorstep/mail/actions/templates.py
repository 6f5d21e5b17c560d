"""The verbs of templates and signatures."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.mail.models import MailTemplate, Signature
from doorstep.mail.writing.known import KNOWN
from doorstep.mail.writing.placeholders import check_places
from doorstep.records.saving import put
from doorstep.users.models import User


@action("mail_template.created", verb="create", label=gettext_lazy("New template"), icon="plus")
def create_template(templates: type[MailTemplate], *, by: User, **values: Any) -> MailTemplate:
    """Write a letter that is sent more than once."""
    values.setdefault("position", templates.objects.after_all())
    return _put(templates(), by=by, **values)


@action("mail_template.updated", verb="edit", label=gettext_lazy("Edit template"), icon="pencil")
def update_template(template: MailTemplate, *, by: User, **values: Any) -> MailTemplate:
    """Put a template right. What was sent stays as it went."""
    return _put(template, by=by, **values)


@action("signature.kept", verb="keep", label=gettext_lazy("Signature"), icon="pencil")
def keep_signature(signatures: type[Signature], *, by: User, text: str) -> Signature:
    """Say what stands below one's letters."""
    mine = signatures.objects.filter(owner=by.pk).select_for_update(of=("self",)).first()
    return put(mine or signatures(owner=by), by=by, text=text.strip())


def _put(template: MailTemplate, *, by: User, **values: Any) -> MailTemplate:
    written_for = values.get("written_for", template.written_for)
    for field in ("subject", "text"):
        text = values.get(field, getattr(template, field))
        check_places(text, KNOWN.get(written_for, KNOWN[""]), field)
    return put(template, by=by, **values)
