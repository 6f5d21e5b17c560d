from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "doorstep.portal"

    def ready(self) -> None:
        """Register what others look up: the record types, actions and panels of this app."""
        from doorstep.catalog.models import Item
        from doorstep.portal import (  # noqa: F401
            actions,
            chores,
            heads,
            merging,
            panels,
            reactions,
            records,
        )
        from doorstep.portal.models import ShopItem, ShopPage, ShopPolicy
        from doorstep.records.columns import Bulk, more_bulk
        from doorstep.users.defaults import CATALOGUE, SHARED, habit

        for model in (ShopItem, ShopPage):
            habit(model, CATALOGUE)
        habit(ShopPolicy, SHARED)
        more_bulk(Item, Bulk("item.many_shown", icon="store"))
