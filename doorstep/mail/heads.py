"""What stands above a message."""

from doorstep.mail.models import Message
from doorstep.ui.heads import Head, Said, show_head

show_head(
    Message,
    Head(
        icon="mail",
        status="state",
        says=(Said("from_address", "user-round"), Said("at", "clock")),
        quick=("subject", "direction", "from_address", "at", "text"),
    ),
)
