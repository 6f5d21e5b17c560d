from django.apps import AppConfig


class PricingConfig(AppConfig):
    name = "doorstep.pricing"

    def ready(self) -> None:
        """Register the record type, actions and panels of this app."""
        from doorstep.pricing import actions, heads, lists, panels, records  # noqa: F401
        from doorstep.pricing.models import Coupon, ItemPrice
        from doorstep.users.defaults import CATALOGUE, habit

        for model in (ItemPrice, Coupon):
            habit(model, CATALOGUE)
