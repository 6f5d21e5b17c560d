from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "doorstep.portal"

    def ready(self) -> None:
        """Register what others look up: the record types, actions and panels of this app."""
        from doorstep.portal import actions, chores, merging, panels, reactions  # noqa: F401
