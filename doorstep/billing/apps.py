from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BillingConfig(AppConfig):
    name = "doorstep.billing"

    def ready(self) -> None:
        """Register what others look up: the record types, actions and rules of this app."""
        from doorstep.billing import (  # noqa: F401
            actions,
            bootstrap,
            chores,
            figures,
            guards,
            heads,
            invoice_page,
            linked,
            links,
            lists,
            panels,
            papers,
            previews,
            records,
        )
        from doorstep.billing.models import Allocation, CreditNote, Payment, SalesInvoice
        from doorstep.parties.models import Customer
        from doorstep.users.access import Reach
        from doorstep.users.defaults import ACCOUNTS, BOOKS, SALES_REP, grant, habit

        for model in (SalesInvoice, CreditNote, Payment, Allocation):
            habit(model, BOOKS)
        every = {"remind": Reach.ALL, "stop_reminders": Reach.ALL, "resume_reminders": Reach.ALL}
        grant(ACCOUNTS, Customer, **every)
        grant(SALES_REP, Customer, remind=Reach.OWN)
        post_migrate.connect(bootstrap.prepare, sender=self)
