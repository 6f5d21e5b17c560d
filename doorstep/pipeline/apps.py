from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PipelineConfig(AppConfig):
    name = "doorstep.pipeline"

    def ready(self) -> None:
        """Register what others look up: record types, actions, lists and panels of this app."""
        from doorstep.parties.models import Customer, Lead
        from doorstep.pipeline import (  # noqa: F401
            actions,
            board,
            bootstrap,
            chores,
            figures,
            handover,
            heads,
            lists,
            panels,
            reactions,
            records,
            today,
        )
        from doorstep.users.access import Reach
        from doorstep.users.defaults import SALES_REP, grant

        grant(SALES_REP, Lead, pursue=Reach.TEAM)
        grant(SALES_REP, Customer, pursue=Reach.ALL)
        post_migrate.connect(bootstrap.prepare, sender=self)
