from django.urls import path

from doorstep.mail.records import MESSAGES
from doorstep.mail.views import (
    bringing,
    conversations,
    ledger,
    mailboxes,
    own,
    own_mailboxes,
    providers,
    rules,
    signing_in,
    standing,
    writing,
)
from doorstep.ui.urls import record_urls

urlpatterns = [
    path("conversations/", conversations.conversations, name="conversations"),
    path("conversations/<int:pk>/", conversations.conversation, name="conversation"),
    path("conversations/pick/", conversations.thread_pick, name="thread_pick"),
    path("conversations/<int:pk>/link/", conversations.conversation_link, name="thread_link"),
    path("conversations/<int:pk>/<str:name>/", conversations.conversation_do, name="thread_do"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/csv/", ledger.ledger_csv, name="ledger_csv"),
    path("ledger/read/", ledger.ledger_read, name="ledger_read"),
    path("ledger/<int:pk>/again/", ledger.ledger_again, name="ledger_again"),
    path("settings/mailboxes/", mailboxes.mailboxes, name="mailboxes"),
    path("settings/mailboxes/<int:pk>/rules/", rules.mailbox_rules, name="mailbox_rules"),
    path("settings/mailboxes/rules/<int:pk>/<str:name>/", rules.rule_do, name="rule_do"),
    path("settings/mailboxes/signed-in/", signing_in.mailbox_signed_in, name="mailbox_signed_in"),
    path(
        "settings/mailboxes/<int:pk>/sign-in/", signing_in.mailbox_sign_in, name="mailbox_sign_in"
    ),
    path(
        "settings/mailboxes/providers/new/", providers.mail_provider_new, name="mail_provider_new"
    ),
    path("settings/mailboxes/providers/<int:pk>/", providers.mail_provider, name="mail_provider"),
    path("settings/mailboxes/<int:pk>/", mailboxes.mailbox_edit, name="mailbox_edit"),
    path("settings/mailboxes/<int:pk>/switch/", mailboxes.mailbox_switch, name="mailbox_switch"),
    path("settings/own-mailboxes/", own_mailboxes.own_mailboxes, name="own_mailboxes"),
    path("settings/own-mailboxes/<int:pk>/", own_mailboxes.own_mailbox, name="own_mailbox"),
    path("messages/write/", writing.mail_new, name="mail_new"),
    path("messages/write/<slug:kind>/<int:pk>/", writing.mail_write, name="mail_write"),
    path("messages/bring/<slug:kind>/<int:pk>/", bringing.mail_bring, name="mail_bring"),
    path("messages/<int:pk>/answer/", writing.mail_answer, name="mail_answer"),
    path("messages/<int:pk>/draft/", writing.mail_draft, name="mail_draft"),
    path("messages/<int:pk>/stop/", writing.mail_stop, name="mail_stop"),
    path("messages/<int:pk>/again/", writing.mail_again, name="mail_again"),
    path("standing/<slug:kind>/<int:pk>/", standing.mail_standing, name="mail_standing"),
    path("out/<str:token>/", standing.mail_out, name="mail_out"),
    path("settings/signature/", own.signature_page, name="mail_signature"),
    *record_urls(MESSAGES, "messages"),
]
