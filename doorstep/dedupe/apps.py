from django.apps import AppConfig


class DedupeConfig(AppConfig):
    name = "doorstep.dedupe"

    def ready(self) -> None:
        """Register the actions, the panels and the turns of the clock of this app."""
        from doorstep.dedupe import actions, looking, panels  # noqa: F401
        from doorstep.dedupe.places import show_places

        show_places()
