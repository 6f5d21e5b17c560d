"""Sequences in an install that was brought back: whom they wrote to since is unknown to it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from doorstep.kit.restored import when_restored
from doorstep.marketing.actions import pause_sequence
from doorstep.marketing.models import MailSequence
from doorstep.users.models import User


@when_restored
def pause_all() -> list[str]:
    """Paused, so that nobody gets a letter twice before somebody has looked."""
    running = list(MailSequence.objects.filter(status=MailSequence.Status.ACTIVE).order_by("pk"))
    for sequence in running:
        pause_sequence(sequence, by=User.system())
    says = _("The sequence %s is paused: letters that went after the backup would go again.")
    return [says % sequence for sequence in running]
