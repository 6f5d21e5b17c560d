from django.apps import AppConfig


class ReceivablesConfig(AppConfig):
    name = "doorstep.receivables"

    def ready(self) -> None:
        """Register what others look up, and who may let a customer owe more."""
        from doorstep.parties.models import Customer
        from doorstep.receivables import guards  # noqa: F401
        from doorstep.users.access import Reach
        from doorstep.users.defaults import ACCOUNTS, SALES_MANAGER, grant

        grant(SALES_MANAGER, Customer, exceed_credit=Reach.ALL)
        grant(ACCOUNTS, Customer, exceed_credit=Reach.ALL)
        grant(ACCOUNTS, Customer, book_in_closed=Reach.NONE)
