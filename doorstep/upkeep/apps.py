"""Makes what is due known to the clock."""

from importlib import import_module

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "doorstep.upkeep"

    def ready(self) -> None:
        for name in ("chores", "taking"):
            import_module(f"doorstep.upkeep.{name}")
