"""Mailboxes, the ledger of what was seen in them, and the messages that were kept."""

from doorstep.mail.models.dispatch import Dispatch
from doorstep.mail.models.ledger import SeenMessage
from doorstep.mail.models.links import MessageLink
from doorstep.mail.models.mailbox import Mailbox, MailFolder
from doorstep.mail.models.message import Message, MessageRecipient
from doorstep.mail.models.provider import MailProvider
from doorstep.mail.models.rule import IgnoreRule
from doorstep.mail.models.standing import AddressStanding
from doorstep.mail.models.template import MailTemplate, Signature
from doorstep.mail.models.thread import Thread, ThreadId

__all__ = [
    "AddressStanding",
    "Dispatch",
    "IgnoreRule",
    "MailFolder",
    "MailProvider",
    "MailTemplate",
    "Mailbox",
    "Message",
    "MessageLink",
    "MessageRecipient",
    "SeenMessage",
    "Signature",
    "Thread",
    "ThreadId",
]
