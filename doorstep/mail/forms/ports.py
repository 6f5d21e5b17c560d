"""A port and its security, as one choice; any other may be typed the same way."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.mail.models import Mailbox

IMAP = [("993:TLS", "993, TLS"), ("143:STARTTLS", "143, STARTTLS"), ("143:NONE", _("143, open"))]
SMTP = [("587:STARTTLS", "587, STARTTLS"), ("465:TLS", "465, TLS"), ("25:NONE", _("25, open"))]
PORTS = {"imap": IMAP, "smtp": SMTP}


def port_and_security(text: str) -> tuple[int, str]:
    """Of "993:TLS"."""
    port, _colon, security = text.partition(":")
    is_known = security in Mailbox.Security.values
    if not (port.isdecimal() and 0 < int(port) < 65_536 and is_known):
        raise forms.ValidationError(_("Write a port and its security like 993:TLS."))
    return int(port), security
