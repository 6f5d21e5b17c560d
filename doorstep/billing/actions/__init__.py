"""The verbs of billing: every change to an invoice, a credit note or a payment happens here."""

from doorstep.billing.actions.credits import (
    allocate_credit,
    cancel_credit_note,
    create_credit_note,
    credit_invoice,
    release_credit,
    submit_credit_note,
    update_credit_note,
)
from doorstep.billing.actions.delivering import deliver_invoice
from doorstep.billing.actions.invoices import (
    cancel_invoice,
    create_invoice,
    invoice_delivery,
    invoice_order,
    mark_overdue,
    submit_invoice,
    update_invoice,
)
from doorstep.billing.actions.letters import (
    send_credit_note,
    send_invoice,
    send_statement,
)
from doorstep.billing.actions.payments import (
    allocate_payment,
    cancel_payment,
    record_payment,
    release_payment,
    use_credit,
    write_off,
)
from doorstep.billing.actions.reminding import (
    remind_customer,
    resume_reminders,
    stop_reminders,
)

__all__ = [
    "allocate_credit",
    "allocate_payment",
    "cancel_credit_note",
    "cancel_invoice",
    "cancel_payment",
    "create_credit_note",
    "create_invoice",
    "credit_invoice",
    "deliver_invoice",
    "invoice_delivery",
    "invoice_order",
    "mark_overdue",
    "record_payment",
    "release_credit",
    "release_payment",
    "remind_customer",
    "resume_reminders",
    "send_credit_note",
    "send_invoice",
    "send_statement",
    "stop_reminders",
    "submit_credit_note",
    "submit_invoice",
    "update_credit_note",
    "update_invoice",
    "use_credit",
    "write_off",
]
