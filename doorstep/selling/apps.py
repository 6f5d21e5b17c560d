from django.apps import AppConfig


class SellingConfig(AppConfig):
    name = "doorstep.selling"

    def ready(self) -> None:
        """Register what others look up: the record types and actions of this app."""
        from doorstep.catalog.models import Item
        from doorstep.parties.models import Customer
        from doorstep.selling import (  # noqa: F401
            actions,
            chores,
            delivery_page,
            exposure,
            figures,
            guards,
            handover,
            heads,
            linked,
            order_page,
            panels,
            papers,
            previews,
            quotation_page,
            reactions,
            records,
            sorts,
        )
        from doorstep.selling.models import SalesOrder
        from doorstep.users.access import Reach
        from doorstep.users.defaults import SALES_MANAGER, grant

        grant(SALES_MANAGER, Customer, sell_to_frozen=Reach.ALL)
        grant(SALES_MANAGER, Item, exceed_discount=Reach.ALL)
        grant(SALES_MANAGER, SalesOrder, exceed_order=Reach.ALL)
