from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CatalogConfig(AppConfig):
    name = "doorstep.catalog"

    def ready(self) -> None:
        """Register the record types, actions, guards and lists of this app."""
        from doorstep.catalog import (  # noqa: F401
            actions,
            bootstrap,
            guards,
            heads,
            lists,
            records,
        )
        from doorstep.catalog.models import ExchangeRate, Item
        from doorstep.users.defaults import CATALOGUE, habit

        for model in (Item, ExchangeRate):
            habit(model, CATALOGUE)
        post_migrate.connect(bootstrap.prepare, sender=self)
