"""The pages of billing, each record type's own before those it shares with all."""

from django.urls import path

from doorstep.billing.records import CREDIT_NOTES, PAYMENTS, SALES_INVOICES
from doorstep.billing.views import (
    ageing,
    credit,
    dunning,
    editing,
    invoices,
    letters,
    payments,
    statement,
)
from doorstep.paper.urls import paper_urls
from doorstep.selling.editor.urls import editor_urls
from doorstep.selling.views.sending import letter_urls
from doorstep.ui.urls import record_urls

urlpatterns = [
    *editor_urls(editing.INVOICES, "sales-invoices"),
    *editor_urls(editing.CREDITS, "credit-notes"),
    path("sales-orders/<int:pk>/invoice/", invoices.order_bill, name="sales_order_bill"),
    path("delivery-notes/<int:pk>/invoice/", invoices.delivery_bill, name="delivery_note_bill"),
    path("sales-invoices/<int:pk>/", invoices.sales_invoice_detail, name="sales_invoice_detail"),
    path("sales-invoices/<int:pk>/credit/", invoices.invoice_credit, name="sales_invoice_credit"),
    path(
        "sales-invoices/<int:pk>/write-off/",
        invoices.invoice_write_off,
        name="sales_invoice_write_off",
    ),
    path("sales-invoices/<int:pk>/cancel/", invoices.invoice_cancel, name="sales_invoice_cancel"),
    path("sales-invoices/<int:pk>/pay/", payments.invoice_pay, name="sales_invoice_pay"),
    path("credit-notes/<int:pk>/", invoices.credit_note_detail, name="credit_note_detail"),
    path("credit-notes/<int:pk>/cancel/", invoices.credit_note_cancel, name="credit_note_cancel"),
    path("credit-notes/<int:pk>/use/", payments.credit_note_allocate, name="credit_note_allocate"),
    path(
        "credit-notes/<int:pk>/take-back/",
        invoices.credit_note_release,
        name="credit_note_release",
    ),
    path("payments/new/", payments.payment_create, name="payment_create"),
    path("payments/<int:pk>/", payments.payment_detail, name="payment_detail"),
    path("payments/<int:pk>/use/", payments.payment_allocate, name="payment_allocate"),
    path("payments/<int:pk>/take-back/", payments.payment_release, name="payment_release"),
    path("payments/<int:pk>/cancel/", payments.payment_cancel, name="payment_cancel"),
    path("receivables/", ageing.ageing_page, name="ageing"),
    path("receivables/reminders/", dunning.reminders_page, name="reminders"),
    path("customers/<int:pk>/statement/", statement.customer_statement, name="customer_statement"),
    path(
        "customers/<int:pk>/statement/send/",
        statement.statement_sending,
        name="customer_statement_sending",
    ),
    *letter_urls(letters.INVOICE, "sales-invoices"),
    *letter_urls(letters.CREDIT_NOTE, "credit-notes"),
    path("customers/<int:pk>/credit-limit/", credit.customer_credit, name="customer_credit"),
    path("customers/<int:pk>/remind/", dunning.customer_remind, name="customer_remind"),
    path(
        "customers/<int:pk>/stop-reminders/",
        dunning.customer_stop_reminders,
        name="customer_stop_reminders",
    ),
    path(
        "customers/<int:pk>/resume-reminders/",
        dunning.customer_resume_reminders,
        name="customer_resume_reminders",
    ),
    *record_urls(SALES_INVOICES, "sales-invoices", without=("create",)),
    *paper_urls(SALES_INVOICES, "sales-invoices"),
    *record_urls(CREDIT_NOTES, "credit-notes", without=("create",)),
    *paper_urls(CREDIT_NOTES, "credit-notes"),
    *record_urls(PAYMENTS, "payments", without=("create",)),
    *paper_urls(PAYMENTS, "payments"),
]
