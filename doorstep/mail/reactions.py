"""What follows when letters are sent on their way, and when they have gone."""

from __future__ import annotations

from doorstep.history.models import Event
from doorstep.history.reactions import reacts_to
from doorstep.mail.models import Dispatch, Message
from doorstep.mail.sending.outbox import send_message
from doorstep.mail.statuses import move_leads
from doorstep.users.models import User

State = Message.State


@reacts_to("message.queued")
def send_it_in_a_moment(event: Event) -> None:
    """As soon as it may no longer be taken back. What is scheduled, the clock finds."""
    message = event.subject
    if isinstance(message, Message) and message.state == State.QUEUED:
        later = send_message.using(run_after=message.send_at) if _may_wait() else None
        if later is not None:
            later.enqueue(message.pk)


@reacts_to("message.sent")
@reacts_to("message.created")
def move_leads_on(event: Event) -> None:
    """An open lead that somebody wrote to has been replied to; letters to many are no reply. One
    that wrote, as somebody noted down, is open again.
    """
    message = event.subject
    if not isinstance(message, Message):
        return
    if not Dispatch.objects.filter(message=message, to_many=True).exists():
        move_leads(message, by=User.system())


def _may_wait() -> bool:
    """Whether the queue can be told to wait: a table can, one that does all at once cannot."""
    return bool(send_message.get_backend().supports_defer)
