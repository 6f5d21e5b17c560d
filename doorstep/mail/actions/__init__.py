"""The verbs of mail."""

from doorstep.mail.actions.bringing import bring_letter
from doorstep.mail.actions.deciding import (
    finish_thread,
    hand_thread,
    ignore_thread,
    link_thread,
    make_lead_of,
    reopen_thread,
    snooze_thread,
    unlink_thread,
)
from doorstep.mail.actions.mailboxes import (
    change_mailbox,
    change_own_mailbox,
    connect_mailbox,
    connect_own_mailbox,
    sign_in_mailbox,
    switch_mailbox,
)
from doorstep.mail.actions.messages import delete_message, record_message, update_message
from doorstep.mail.actions.providers import add_provider, change_provider
from doorstep.mail.actions.receiving import (
    receive_message,
    recognise_message,
    refuse_message,
)
from doorstep.mail.actions.rules import add_rule, apply_rule, delete_rule, want_message
from doorstep.mail.actions.sending import mark_failed, mark_sent, mark_unsure, take_message
from doorstep.mail.actions.standing import clear_bounce, note_bounce, opt_in, opt_out
from doorstep.mail.actions.templates import create_template, keep_signature, update_template
from doorstep.mail.actions.writing import (
    draft_message,
    queue_message,
    redraft_message,
    stop_message,
    write_letter,
)

__all__ = [
    "add_provider",
    "add_rule",
    "apply_rule",
    "bring_letter",
    "change_mailbox",
    "change_own_mailbox",
    "change_provider",
    "clear_bounce",
    "connect_mailbox",
    "connect_own_mailbox",
    "create_template",
    "delete_message",
    "delete_rule",
    "draft_message",
    "finish_thread",
    "hand_thread",
    "ignore_thread",
    "keep_signature",
    "link_thread",
    "make_lead_of",
    "mark_failed",
    "mark_sent",
    "mark_unsure",
    "note_bounce",
    "opt_in",
    "opt_out",
    "queue_message",
    "receive_message",
    "recognise_message",
    "record_message",
    "redraft_message",
    "refuse_message",
    "reopen_thread",
    "sign_in_mailbox",
    "snooze_thread",
    "stop_message",
    "switch_mailbox",
    "take_message",
    "unlink_thread",
    "update_message",
    "update_template",
    "want_message",
    "write_letter",
]
