from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PartiesConfig(AppConfig):
    name = "doorstep.parties"

    def ready(self) -> None:
        """Register what others look up: the record types, reactions and actions of this app."""
        from doorstep.history.related import leave_out
        from doorstep.parties import (  # noqa: F401
            actions,
            bootstrap,
            chores,
            collected_then,
            guards,
            handover,
            heads,
            lists,
            panels,
            reactions,
            records,
            relationship,
            today,
        )
        from doorstep.parties.models import Address, Contact, Customer, SalesPolicy, Supplier
        from doorstep.parties.queries import left_out_of_customers
        from doorstep.users.defaults import KNOWN, SHARED, habit

        for model in (Address, Contact, Customer, Supplier):
            habit(model, KNOWN)
        habit(SalesPolicy, SHARED)
        leave_out(Customer, left_out_of_customers)
        post_migrate.connect(bootstrap.prepare, sender=self)
