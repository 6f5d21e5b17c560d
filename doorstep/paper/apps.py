from django.apps import AppConfig


class PaperConfig(AppConfig):
    name = "doorstep.paper"

    def ready(self) -> None:
        """Register the page of the letterhead."""
        from doorstep.paper import views  # noqa: F401
