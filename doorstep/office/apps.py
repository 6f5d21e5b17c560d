from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "doorstep.office"

    def ready(self) -> None:
        """Register the actions, and tell the roles which verbs there are."""
        from doorstep.history.action import ACTIONS
        from doorstep.office import actions, own_lists, records  # noqa: F401
        from doorstep.records.models import Record
        from doorstep.ui.menus import in_menu
        from doorstep.users.defaults import learn_verbs

        in_menu(Record, "who_may", _("Who can see this"), "eye")

        learn_verbs(lambda: ((each.model, each.verb) for each in list(ACTIONS.values())))
