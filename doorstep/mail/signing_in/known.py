"""What the two largest providers say of themselves in their documentation of IMAP."""

from __future__ import annotations

from typing import Any

from doorstep.mail.models import Mailbox, MailProvider

Kind, Security = MailProvider.Kind, Mailbox.Security

KNOWN: dict[str, dict[str, Any]] = {
    Kind.GOOGLE: {
        "name": "Google",
        "imap_host": "imap.gmail.com",
        "smtp_host": "smtp.gmail.com",
        "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
        "token_url": "https://oauth2.googleapis.com/token",
        "scopes": "https://mail.google.com/",
    },
    Kind.MICROSOFT: {
        "name": "Microsoft",
        "imap_host": "outlook.office365.com",
        "smtp_host": "smtp.office365.com",
        "authorize_url": "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        "token_url": "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        "scopes": "offline_access https://outlook.office.com/IMAP.AccessAsUser.All "
        "https://outlook.office.com/SMTP.Send",
    },
    Kind.OTHER: {"scopes": "offline_access"},
}

# Only who asks this way is given a token that can be renewed.
ASKS: dict[str, dict[str, str]] = {Kind.GOOGLE: {"access_type": "offline", "prompt": "consent"}}
