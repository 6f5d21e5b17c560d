from django.apps import AppConfig


class MarketingConfig(AppConfig):
    name = "doorstep.marketing"

    def ready(self) -> None:
        """Register the record types, actions and panels of this app."""
        from doorstep.marketing import (  # noqa: F401
            actions,
            collecting,
            going,
            heads,
            panels,
            records,
            restored,
        )
        from doorstep.marketing.models import MailSequence
        from doorstep.users.access import Reach
        from doorstep.users.defaults import KNOWN, SALES_REP, grant, habit

        habit(MailSequence, KNOWN)
        grant(SALES_REP, MailSequence, enrol=Reach.ALL)
