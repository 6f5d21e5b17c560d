"""The verbs of the catalogue."""

from doorstep.catalog.actions.items import create_item, update_item

__all__ = ["create_item", "update_item"]
