"""What a timeline can be narrowed to, of mail."""

from django.utils.translation import gettext_lazy as _

from doorstep.history.sorts import sort_of_entry
from doorstep.mail.models import MessageLink

sort_of_entry(
    "mails",
    _("E-mails"),
    "message.*",
    "thread.*",
    icon="mail",
    tone="door",
    order=10,
    counted=MessageLink,
    is_talk=True,
)
