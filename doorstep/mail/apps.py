from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "doorstep.mail"

    def ready(self) -> None:
        """Register the record types, actions and panels of this app."""
        from doorstep.mail import (  # noqa: F401
            actions,
            collected_then,
            heads,
            lists,
            panels,
            reactions,
            records,
            restored,
            sorts,
            today,
        )
        from doorstep.mail.models import AddressStanding, Mailbox, MailProvider, Message, Thread
        from doorstep.mail.sending import outbox  # noqa: F401
        from doorstep.users.defaults import ADDRESSES, CLOSED, WORK, habit

        for model in (Message, Thread):
            habit(model, WORK)
        for model in (Mailbox, MailProvider):
            habit(model, CLOSED)
        habit(AddressStanding, ADDRESSES)
