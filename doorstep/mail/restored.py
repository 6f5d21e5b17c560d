"""Mail in an install that was brought back: what must not go twice, what has to be typed again."""

from __future__ import annotations

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.kit.restored import when_restored
from doorstep.kit.sealing import Unreadable, unseal
from doorstep.mail.actions.sending import mark_unsure, take_message
from doorstep.mail.models import Mailbox, MailProvider, Message
from doorstep.users.models import User

State = Message.State


@when_restored
def hold_what_was_due() -> list[str]:
    """Letters that were on their way when the backup was made may have gone since."""
    by = User.system()
    due = Message.objects.filter(state__in=(State.QUEUED, State.SCHEDULED), send_at__lte=now())
    found = list(due.order_by("pk"))
    for message in found:
        says = _("A backup was restored. It may have been sent after that backup was made.")
        mark_unsure(take_message(message, by=by), by=by, says=says)
    says = ngettext(
        "%d letter was on its way: it is “perhaps sent” and waits for a person.",
        "%d letters were on their way: they are “perhaps sent” and wait for a person.",
        len(found),
    )
    return [says % len(found)] if found else []


@when_restored
def secrets_to_type_again() -> list[str]:
    """What was sealed with another key than the one this install has."""
    lines = []
    for box in Mailbox.objects.order_by("address_key"):
        if not _can_be_read(box.secret, box.smtp_secret, box.refresh_secret):
            if box.signs_in_there:
                Mailbox.objects.filter(pk=box.pk).update(needs_sign_in=True)
                lines.append(_("Sign in to the mailbox %s again.") % box)
            else:
                lines.append(_("Type the password of the mailbox %s again.") % box)
    for provider in MailProvider.objects.order_by("name"):
        if not _can_be_read(provider.client_secret):
            lines.append(_("Type the client secret of the mail provider %s again.") % provider)
    return lines


def _can_be_read(*sealed: str) -> bool:
    try:
        return all(unseal(each) or not each for each in sealed)
    except Unreadable:
        return False
