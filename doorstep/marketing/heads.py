"""What stands above a sequence."""

from doorstep.marketing.models import MailSequence
from doorstep.ui.heads import Head, Said, show_head

show_head(
    MailSequence,
    Head(
        icon="mail",
        status="status",
        says=(Said("owner", "user-round"),),
        quick=("name", "weekdays_only", "from_hour", "to_hour"),
    ),
)
