"""Why billing refuses; clients may rely on the codes (reference 38)."""

from __future__ import annotations

from doorstep.kit.errors import Conflict, Invalid


class OverBilling(Conflict):
    code = "over_billing"


class NothingLeftToBill(Conflict):
    code = "nothing_left_to_bill"


class DueTooLate(Invalid):
    code = "due_too_late"


class AllocationExceedsOutstanding(Conflict):
    code = "allocation_exceeds_outstanding"


class AlreadyPaid(Conflict):
    code = "already_paid"


class RefNotOfParty(Invalid):
    code = "reference_not_of_party"


class OverCredit(Conflict):
    code = "over_credit"


class PaymentLinked(Conflict):
    code = "link_exists"


class AnotherCurrency(Invalid):
    code = "another_currency"


class OverRefund(Conflict):
    code = "over_refund"


class WriteOffNotWhole(Invalid):
    code = "write_off_not_whole"


class RemindersStopped(Conflict):
    code = "reminders_stopped"


class RemindedAlready(Conflict):
    code = "reminded_already"
